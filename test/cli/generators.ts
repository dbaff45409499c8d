// A folder with generators for the tests of `tadpole sample` and `tadpole inspect`.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { images, nn, recipes, torch } from 'tadpole';

/** Holds own.pt, made here, and foreign.pt, as from elsewhere; removed after the tests of its file. */
export class Generators {
  readonly folder: string = fs.mkdtempSync(path.join(os.tmpdir(), 'tadpole-sample-'));

  constructor() {
    const pair = recipes['digits-tensorflow'].create({ seed: 1, overrides: { hiddenSize: 8 } });
    pair.saveGenerator(this.file('own.pt'), { recipe: 'digits-tensorflow', step: 12 });
    pair.dispose();
    torch.scope(() => {
      const foreign = new nn.Sequential(new nn.ConvTranspose2d(6, 3, 4), new nn.Tanh());
      torch.jit.trace(foreign.eval(), [torch.ones([2, 6, 1, 1])]).save(this.file('foreign.pt'));
      foreign.dispose();
    });
    afterAll(() => fs.rmSync(this.folder, { recursive: true, force: true }));
  }

  /** A path in the folder. */
  file(...parts: string[]): string {
    return path.join(this.folder, ...parts);
  }

  /** The values of a picture in the folder. */
  pixels(name: string): Buffer {
    return Buffer.from(images.readPng(this.file(name)).data);
  }
}

/** A generator of the fixtures, made in Python. */
export function madeInPython(name: string): string {
  return path.resolve(__dirname, '../fixtures/generators', name);
}
