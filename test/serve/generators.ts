// A folder with small generators for the tests of `tadpole serve`, and requests for them.
import fs from 'node:fs';
import path from 'node:path';
import { images, recipes } from 'tadpole';
import type { Handler } from 'tadpole/serve';
import { makeFolder } from '../view/runs';

const SMALL = { channels: 4, latentSize: 6 };
const CLASSES = ['zero', 'one', 'two'];

/** Holds digits.pt, and classes.pt, which is asked for its classes; removed after the tests of its file. */
export class Generators {
  readonly folder: string = makeFolder();

  constructor() {
    save(this.file('digits.pt'), { seed: 1, overrides: SMALL });
    save(this.file('classes.pt'), { seed: 2, overrides: SMALL, classes: CLASSES, conditional: true });
    afterAll(() => fs.rmSync(this.folder, { recursive: true, force: true }));
  }

  /** A path in the folder. */
  file(name: string): string {
    return path.join(this.folder, name);
  }
}

function save(file: string, options: Parameters<typeof recipes.digits.create>[0]): void {
  const trainer = recipes.digits.create(options);
  trainer.saveGenerator(file, { recipe: 'digits', step: 12 });
  trainer.dispose();
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
