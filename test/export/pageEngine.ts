// The page's own engine, run here: what it draws is compared with what the generator gives.
import fs from 'node:fs';
import path from 'node:path';
import { gan, torch } from 'tadpole';
import wabt from 'wabt';
import { convertToOnnx } from '../../dist/export';
import { type Bits, packConstants } from '../../dist/export/html/pack';
import type { Product } from '../../src/export/html/page/engine';
import { type PackedGenerator, PageGenerator } from '../../src/export/html/page/generator';

const WAT = path.resolve(__dirname, '../../src/export/html/page/engine/gemm.wat');

// The types of Node do not know it.
const { WebAssembly } = globalThis as unknown as {
  WebAssembly: { instantiate(code: Uint8Array): Promise<{ instance: { exports: Product } }> };
};

const code = wabt().then((compiler) => {
  const module = compiler.parseWat(WAT, fs.readFileSync(WAT, 'utf8'), { simd: true });
  return Uint8Array.from(module.toBinary({}).buffer);
});

/** What the page makes of a generator whose weights are written in so many bits. */
export async function pageOf(generator: gan.SavedGenerator, bits: Bits = 32): Promise<PageGenerator> {
  const { instance } = await WebAssembly.instantiate(await code);
  return torch.scope(() => {
    const model = convertToOnnx(generator);
    const { packed, bytes } = packConstants(model.constants, bits);
    const about = {
      title: '',
      nodes: model.nodes,
      constants: packed,
      latentShape: generator.latent.shape,
      distribution: generator.latent.distribution,
      valueRange: generator.valueRange,
      imageShape: model.outputs[0]?.shape.slice(1),
      classes: generator.classes,
    } as unknown as PackedGenerator;
    return new PageGenerator(about, Uint8Array.from(bytes).buffer, instance.exports);
  });
}

/** The largest difference between a generator's images and the page's, for three latents. */
export async function pageDifference(generator: gan.SavedGenerator, bits: Bits = 32): Promise<number> {
  const page = await pageOf(generator, bits);
  const latents = gan.seededLatents(generator.latent, 3, 1);
  const rows = [0, 1, 2].map((row) =>
    Float32Array.from(latents.select(0, row).flatten().toTypedArray() as Float32Array),
  );
  const classes = rows.map((_, index) => index % Math.max(1, generator.classes.length));
  const first = page.images(rows, classes);
  // The second time, values lie in memory that holds what others left.
  const { shape, data } = page.images(rows, classes);
  expect(data).toEqual(first.data);
  const expected = generator.generate(latents);
  expect(shape).toEqual(expected.shape);
  const given = torch.tensor(Float32Array.from(data), { shape: [...shape] });
  return Number(given.sub(expected).abs().max().item());
}
