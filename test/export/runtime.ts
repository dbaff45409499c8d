// ONNX models run by ONNX Runtime, and the generators that they are compared with.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { InferenceSession, Tensor as OnnxTensor } from 'onnxruntime-node';
import { gan, type nn, type Tensor, torch } from 'tadpole';
import { saveOnnx } from '../../dist/export';

type Runtime = typeof import('onnxruntime-node');

/** ONNX Runtime; undefined where there is no build of it for this machine. */
export const runtime: Runtime | undefined = (() => {
  try {
    return require('onnxruntime-node') as Runtime;
  } catch {
    return undefined;
  }
})();

/** A test that is skipped, with words, where ONNX Runtime is missing. */
export const withRuntime = runtime === undefined ? describe.skip : describe;
if (runtime === undefined) console.warn('skipped: onnxruntime-node has no build for this machine');

/** A folder that is removed after the tests of its file. */
export function testFolder(): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tadpole-export-'));
  afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A generator around a network, in inference mode. */
export function generatorOf(
  network: nn.Module,
  { shape, image, classes = [] }: { shape: number[]; image: number[]; classes?: string[] },
): gan.SavedGenerator {
  const latent = { shape, distribution: 'normal' } as const;
  const script = torch.scope(() => {
    const inputs = [gan.seededLatents(latent, 2, 0)];
    if (classes.length > 0) inputs.push(torch.tensor([0, 1], { dtype: 'int64' }));
    return torch.jit.trace(network.eval(), inputs);
  });
  const card = {
    latentShape: shape,
    distribution: 'normal',
    valueRange: [-1, 1],
    imageShape: image,
    ...(classes.length > 0 ? { classes } : {}),
  } as const;
  return gan.SavedGenerator.from(script, 'network', {}, () => card);
}

/** The largest difference between a generator's images and those of its ONNX file, over batches of 1, 2 and 7. */
export async function difference(generator: gan.SavedGenerator, file: string): Promise<number> {
  const { InferenceSession, Tensor: Value } = runtime as Runtime;
  saveOnnx(generator, file);
  const session: InferenceSession = await InferenceSession.create(file, { intraOpNumThreads: 1 });
  let worst = 0;
  for (const [seed, count] of [1, 2, 7].entries()) {
    const latents = gan.seededLatents(generator.latent, count, seed);
    const feeds: Record<string, OnnxTensor> = {
      latents: new Value('float32', latents.toTypedArray() as Float32Array, latents.shape),
    };
    if (generator.classes.length > 0) {
      const labels = Array.from({ length: count }, (_, index) => BigInt(index % generator.classes.length));
      feeds['labels'] = new Value('int64', BigInt64Array.from(labels), [count]);
    }
    const images = (await session.run(feeds))['images'] as OnnxTensor;
    const expected: Tensor = generator.generate(latents);
    expect(images.dims).toEqual(expected.shape);
    const given = torch.tensor(images.data as Float32Array, { shape: [...images.dims] });
    worst = Math.max(worst, Number(given.sub(expected).abs().max().item()));
    expect(Number(expected.abs().max().item())).toBeGreaterThan(0);
  }
  await session.release();
  return worst;
}
