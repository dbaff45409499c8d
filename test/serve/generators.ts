// A folder with small generators for the tests of `tadpole serve`, and requests for them.
import fs from 'node:fs';
import path from 'node:path';
import { images, nn, torch } from 'tadpole';
import type { Handler } from 'tadpole/serve';
import { makeFolder } from '../view/runs';

const CLASSES = ['zero', 'one', 'two'];
const LATENT = 6;

/** Draws 28 x 28 pixels, dark and bright ones, from latents and perhaps a class. */
class Drawer extends nn.Module {
  private readonly layers: nn.Sequential;

  constructor(
    generator: torch.Generator,
    private readonly classes: number,
  ) {
    super();
    const first = new nn.Linear(LATENT + classes, 2 * 14 * 14, { generator });
    const second = new nn.ConvTranspose2d(2, 1, 4, { stride: 2, padding: 1, generator });
    this.layers = new nn.Sequential(first, new nn.Unflatten(1, [2, 14, 14]), second, new nn.Tanh());
    torch.noGrad(() => {
      for (const parameter of this.parameters()) parameter.mul_(3);
    });
  }

  forward(latents: torch.Tensor, labels?: torch.Tensor): torch.Tensor {
    if (labels === undefined) return this.layers.forward(latents);
    return this.layers.forward(torch.cat([latents, torch.oneHot(labels, this.classes).to(latents.dtype)], 1));
  }
}

/** Holds digits.pt, and classes.pt, which is asked for its classes; removed after the tests of its file. */
export class Generators {
  readonly folder: string = makeFolder();

  constructor() {
    save(this.file('digits.pt'), []);
    save(this.file('classes.pt'), CLASSES);
    afterAll(() => fs.rmSync(this.folder, { recursive: true, force: true }));
  }

  /** A path in the folder. */
  file(name: string): string {
    return path.join(this.folder, name);
  }
}

function save(file: string, classes: string[]): void {
  torch.scope(() => {
    const drawer = new Drawer(new torch.Generator({ seed: 1 }), classes.length).eval();
    const labels = classes.length > 0 ? [torch.tensor([0, 1], { dtype: 'int64' })] : [];
    const description = {
      latentShape: [LATENT],
      distribution: 'normal',
      valueRange: [-1, 1],
      imageShape: [1, 28, 28],
      ...(classes.length > 0 ? { classes } : {}),
      recipe: 'digits',
      step: 12,
    };
    const script = torch.jit.trace(drawer, [torch.ones([2, LATENT]), ...labels]);
    script.save(file, { extraFiles: { 'tadpole.json': JSON.stringify(description) } });
    script.dispose();
    drawer.dispose();
  });
}

/** A request as a client makes it. */
export function request(address: string, init: RequestInit = {}): Request {
  return new Request(new URL(address, 'http://127.0.0.1/'), init);
}

/** POST of JSON. */
export function post(address: string, body: unknown, init: RequestInit = {}): Request {
  return request(address, { method: 'POST', body: JSON.stringify(body), ...init });
}

/** The answer as JSON, which must have this status. */
export async function json<T>(handler: Handler, asked: Request, status = 200): Promise<T> {
  const response = await handler(asked);
  const value = (await response.json()) as T;
  expect([response.status, value]).toEqual([status, expect.anything()]);
  return value;
}

/** The answer as bytes, which must be there. */
export async function bytes(handler: Handler, asked: Request): Promise<Buffer> {
  const response = await handler(asked);
  expect(response.status).toBe(200);
  return Buffer.from(await response.arrayBuffer());
}

/** No byte may differ by more than one: kernels round differently from batch size to batch size. */
export function expectAlike(png: Buffer, expected: images.Picture): void {
  const { data, ...size } = images.decodePng(png);
  const { data: wanted, ...wantedSize } = expected;
  expect(size).toEqual(wantedSize);
  expect(data.every((value, index) => Math.abs(value - (wanted[index] as number)) <= 1)).toBe(true);
}
