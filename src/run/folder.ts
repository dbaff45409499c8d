// The run folder: where everything that a training run leaves behind has its place.
import fs from 'node:fs';
import path from 'node:path';
import { TadpoleError, UsageError } from '../errors';
import { writeAtomically } from '../torch/atomic';
import { makeFolder } from './makeFolder';

/** The places in a run folder. */
export class RunFolder {
  readonly root: string;

  constructor(root: string) {
    this.root = path.resolve(root);
  }

  /**
   * Makes a folder for a new run.
   *
   * @throws TadpoleError when it cannot be made, or when it holds another run or other files
   */
  static create(root: string): RunFolder {
    const folder = new RunFolder(root);
    if (fs.existsSync(folder.config)) {
      throw new UsageError(
        `${root} already holds a run`,
        `go on with --resume ${root}, or choose another --out`,
      );
    }
    makeFolder(folder.root);
    if (fs.readdirSync(folder.root).length > 0) {
      throw new UsageError(
        `${root} is not empty and holds no run`,
        'choose a new or empty folder with --out',
      );
    }
    return folder.withParts();
  }

  /** Makes the first of `<parent>/<name>-001`, `-002`, ... that does not exist; runs that start together get one each. */
  static createNext(parent: string, name: string): RunFolder {
    makeFolder(parent);
    for (let number = 1; ; number += 1) {
      const root = path.join(parent, `${name}-${String(number).padStart(3, '0')}`);
      try {
        fs.mkdirSync(root);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'EEXIST') continue;
        throw error;
      }
      return new RunFolder(root).withParts();
    }
  }

  /** Opens the folder of an earlier run. */
  static open(root: string): RunFolder {
    const folder = new RunFolder(root);
    if (!fs.existsSync(folder.config)) {
      throw new UsageError(
        `${root} is not a run folder: it has no config.json`,
        'give the folder that `train` wrote',
      );
    }
    return folder;
  }

  get config(): string {
    return path.join(this.root, 'config.json');
  }
  get events(): string {
    return path.join(this.root, 'events.jsonl');
  }
  get samples(): string {
    return path.join(this.root, 'samples');
  }
  get checkpoints(): string {
    return path.join(this.root, 'checkpoints');
  }
  get reals(): string {
    return path.join(this.root, 'reals.png');
  }
  get losses(): string {
    return path.join(this.root, 'losses.png');
  }
  /** Samples of the end of the run beside reals. */
  get comparison(): string {
    return path.join(this.root, 'comparison.png');
  }
  get generator(): string {
    return path.join(this.root, 'generator.pt');
  }

  /** The sample grid of a step: `samples/step-000200.png`. */
  sample(step: number): string {
    return path.join(this.samples, `${stepName(step)}.png`);
  }

  private withParts(): this {
    for (const part of [this.samples, this.checkpoints]) makeFolder(part);
    return this;
  }

  /** Any other file, by its path inside the folder; its parent folder is made. */
  file(name: string): string {
    const file = path.join(this.root, name);
    makeFolder(path.dirname(file));
    return file;
  }
}

/** `step-000200`: names that sort in the order of the steps. */
export function stepName(step: number): string {
  return `step-${String(step).padStart(6, '0')}`;
}

/** Writes a value as readable JSON, whole or not at all. */
export function writeJson(file: string, value: unknown): void {
  writeAtomically(file, (temporary) => fs.writeFileSync(temporary, `${JSON.stringify(value, null, 2)}\n`));
}

/** @throws TadpoleError when the file is missing or no JSON */
export function readJson(file: string): unknown {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8'));
  } catch (error) {
    throw new TadpoleError(
      `${file} cannot be read as JSON: ${(error as Error).message}`,
      'the file is damaged; start a new run',
      { cause: error },
    );
  }
}
