// `tadpole train` on a folder of pictures: runs inside that folder are not data, and a resumed run finds the same pictures.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { images } from 'tadpole';
import { command } from './command';

const SMALL = ['--batch-size', '2', '--grid', '1x2', '--set', 'hiddenSize=4', '--seed', '3'];
let folder: string;

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tadpole-train-pictures-'));
  for (let i = 0; i < 5; i++) {
    const picture = { width: 2, height: 2, channels: 1, data: new Uint8Array(4).fill(50 * i) } as const;
    images.writePng(path.join(folder, `${i}.png`), picture);
  }
});

afterEach(() => fs.rmSync(folder, { recursive: true }));

test('a run in the folder of its data is not part of the data of the next run, nor of its own when resumed', async () => {
  const train = (...words: string[]) => command(folder, 'train', ...words);
  const source = `5 images from ${fs.realpathSync(folder)} (5 pictures)`;
  for (const run of ['first', 'second']) {
    const words = ['digits-tensorflow', ...SMALL, '--steps', '2', '--data', '.', '--out', `runs/${run}`];
    expect(await train(...words)).toMatchObject({ code: 0, stderr: expect.stringContaining(source) });
  }
  const resumed = await train('--resume', 'runs/first', '--steps', '3');
  expect(resumed).toMatchObject({ code: 0, stderr: expect.stringContaining(source) });
  expect(resumed.stderr).toContain('left out: 2 of a training run (runs/first, runs/second)');
});
