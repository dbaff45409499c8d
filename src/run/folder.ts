// The run folder: the paths of everything that a training run writes.
import fs from 'node:fs';
import path from 'node:path';
import { TadpoleError, UsageError } from '../errors';
import { makeFolder, standsFor, writeAtomically, writeFailure } from '../io';
import { isRunFolder } from '../places';
import { shellWord } from '../shell';
import { checkPath } from '../torch';
import { removeLeftovers } from './leftovers';
import { RunLock } from './lock';

const LOCK = '.lock';

/** The paths in a run folder. */
export class RunFolder {
  readonly root: string;
  private lock: RunLock | undefined;
  private isNew = false;
  /** Which folder is locked, whatever it is called meanwhile. */
  private identity: string | undefined;

  constructor(root: string) {
    checkPath('RunFolder', root);
    this.root = path.resolve(root);
  }

  /**
   * Makes a folder for a new run and takes its lock.
   *
   * @throws UsageError when it holds another run or other files; TadpoleError when another process uses it, or it cannot be
   * made
   */
  static create(root: string): RunFolder {
    const folder = new RunFolder(root);
    folder.isNew = !fs.existsSync(folder.root);
    makeFolder(folder.root);
    // Of a run that was killed while its folder was made.
    const isOurs = (name: string): boolean => [LOCK, 'samples', 'checkpoints'].includes(name);
    const names = fs.readdirSync(folder.root);
    if (!names.includes('config.json') && !names.every((name) => isOurs(name) || standsFor(name))) {
      throw new UsageError(
        `${root} is not empty and holds no run`,
        'choose a new or empty folder with --out',
      );
    }
    folder.takeLock(root);
    try {
      if (fs.existsSync(folder.config)) {
        throw new UsageError(
          `${root} already holds a run`,
          `resume it with --resume ${shellWord(root)}, or choose another --out`,
        );
      }
      removeLeftovers(folder.root);
      return folder.withParts();
    } catch (error) {
      folder.close();
      throw error;
    }
  }

  /**
   * Makes the first of `<parent>/<name>-001`, `-002`, ... that does not exist and takes its lock; runs that start together
   * get one each.
   */
  static createNext(parent: string, name: string): RunFolder {
    makeFolder(parent);
    for (let number = 1; ; number += 1) {
      const root = path.join(parent, `${name}-${String(number).padStart(3, '0')}`);
      try {
        fs.mkdirSync(root);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'EEXIST') continue;
        throw writeFailure(root, error);
      }
      const folder = new RunFolder(root);
      folder.isNew = true;
      folder.takeLock(root);
      return folder.withParts();
    }
  }

  /** The folder of an earlier run, to read it. @throws UsageError when it is not a run folder */
  static open(root: string): RunFolder {
    const folder = new RunFolder(root);
    if (fs.existsSync(folder.config)) return folder;
    const around = holdingRun(folder.root);
    throw new UsageError(
      fs.existsSync(root)
        ? `${root} is not a run folder: it has no config.json`
        : `there is no run folder ${root}`,
      around === undefined
        ? 'give the folder that `train` wrote'
        : `give the folder of the run: ${shellWord(path.relative('', around) || '.')}`,
    );
  }

  /**
   * {@link open} for a run to resume: takes the lock and removes temporary files that killed processes left.
   *
   * @throws UsageError when it is no run folder; TadpoleError when another process uses it, it cannot be written, or a folder
   * stands where a file belongs
   */
  static reopen(root: string): RunFolder {
    const folder = RunFolder.open(root);
    folder.requireParts();
    folder.takeLock(root);
    try {
      removeLeftovers(folder.root);
    } catch (error) {
      folder.close();
      throw writeFailure(folder.root, error);
    }
    return folder;
  }

  /** Releases the lock, so that another process can use the folder. Calling it again does nothing. */
  close(): void {
    this.lock?.release({ isGone: this.isGone });
  }

  /** Removes a new run whose training has not begun, and releases the lock. */
  discard(): void {
    for (const file of [this.config, this.reals, this.samples, this.checkpoints])
      fs.rmSync(file, { recursive: true, force: true });
    this.close();
    this.removeIfNew();
  }

  get config(): string {
    return path.join(this.root, 'config.json');
  }
  get events(): string {
    return path.join(this.root, 'events.jsonl');
  }
  /** What the run is doing. */
  get status(): string {
    return path.join(this.root, 'status.json');
  }
  /** Held by the process that trains. */
  get lockFile(): string {
    return path.join(this.root, LOCK);
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
  get metrics(): string {
    return path.join(this.root, 'metrics.png');
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

  /** The same, to be written: a user may have moved the earlier samples away, with their folder. */
  newSample(step: number): string {
    this.requireThere();
    makeFolder(this.samples);
    return this.sample(step);
  }

  /** The checkpoint of a step: `checkpoints/step-000200`. */
  checkpoint(step: number): string {
    return path.join(this.checkpoints, stepName(step));
  }

  /** Whether the folder that was locked is no longer at its path. */
  get isGone(): boolean {
    try {
      return this.identity !== undefined && identityOf(this.root) !== this.identity;
    } catch {
      // A file system that does not answer for a while.
      return false;
    }
  }

  /** @throws TadpoleError when the folder is no longer at its path, so that nothing is written into another one */
  requireThere(): void {
    if (!this.isGone) return;
    throw new TadpoleError(
      `the run folder ${this.root} was moved or deleted while the run trained`,
      'if it was moved, resume the run where it is now: npx tadpole train --resume <folder>',
    );
  }

  /** Before anything is changed: at the end of a run it would cost the run. */
  private requireParts(): void {
    const folders = [this.samples, this.checkpoints];
    const files = [this.config, this.events, this.status, this.reals, this.losses, this.metrics];
    for (const part of [...folders, ...files, this.comparison, this.generator]) {
      const found = fs.statSync(part, { throwIfNoEntry: false });
      if (found === undefined || found.isDirectory() === folders.includes(part)) continue;
      const [is, belongs] = found.isDirectory() ? ['folder', 'file'] : ['file', 'folder'];
      throw new TadpoleError(`${part} is a ${is}, where a run has a ${belongs}`, 'move it away, then resume');
    }
  }

  private takeLock(root: string): void {
    try {
      this.lock = RunLock.take(this.lockFile, root);
      this.identity = identityOf(this.root);
    } catch (error) {
      this.removeIfNew();
      throw error;
    }
  }

  private removeIfNew(): void {
    // Another process may have put its lock there meanwhile.
    if (this.isNew && fs.readdirSync(this.root).length === 0) fs.rmdirSync(this.root);
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

function identityOf(folder: string): string {
  const { dev, ino } = fs.statSync(folder, { bigint: true, throwIfNoEntry: false }) ?? {};
  return `${dev}:${ino}`;
}

/** The run folder that a file or folder of it lies in. */
function holdingRun(file: string): string | undefined {
  const parents = [path.dirname(file), path.dirname(path.dirname(file))];
  return parents.find(isRunFolder);
}

/** `step-000200`: names that sort in the order of the steps. */
export function stepName(step: number): string {
  return `step-${String(step).padStart(6, '0')}`;
}

/** The step of a checkpoint, whose folder {@link stepName} names. */
export function stepOf(checkpoint: string): number {
  return Number(path.basename(path.resolve(checkpoint)).slice('step-'.length));
}

/** Writes a value as readable JSON, whole or not at all. */
export function writeJson(file: string, value: unknown): void {
  writeAtomically(file, (temporary) => fs.writeFileSync(temporary, `${JSON.stringify(value, null, 2)}\n`));
}

/** @throws TadpoleError when the file is missing or not JSON */
export function readJson(file: string): unknown {
  checkPath('readJson', file);
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8').replace(/^\ufeff/, ''));
  } catch (error) {
    throw new TadpoleError(
      `${file} cannot be read as JSON: ${(error as Error).message}`,
      'the file is damaged; repair it, or start a new run',
      { cause: error },
    );
  }
}
