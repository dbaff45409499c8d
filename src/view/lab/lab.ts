// The server's side of the latent lab: checks requests, and passes them to a separate process.
import { type ChildProcess, fork } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { TadpoleError } from '../../errors';
import { RunFolder, stepName } from '../../run';
import { readInside } from '../confined';
import type { Place } from '../library';
import type { LabFailure } from '../protocol';
import type { Job, JobResult } from './process';
import { type LabRequest, readRequest } from './request';

const MOST_WAITING = 8;

// Without requests the process ends, and with it the memory of its generator.
const IDLE_MILLISECONDS = 5 * 60_000;

/** An answer, to be sent as JSON. */
export interface LabAnswer {
  status: number;
  value: object;
}

/** Answers `api/lab?what=...&of=...`. */
export class Lab {
  private child: ChildProcess | undefined;
  private idle: NodeJS.Timeout | undefined;
  private readonly waiting = new Map<number, (result: JobResult) => void>();
  private next = 0;

  /** @param find gives what is drawn from, by the id in a request */
  constructor(private readonly find: (id: string) => Place | undefined) {}

  /** @throws UsageError for a request that does not fit */
  async answer(parameters: URLSearchParams): Promise<LabAnswer> {
    const request = readRequest(parameters);
    const place = this.find(request.of);
    const source = place && sourceOf(place, request);
    if (source === undefined) return refused(404, { error: 'there is no such generator', hint: '' });
    const recipeFile = place?.kind === 'run' && needsRecipe(request) ? recipeFileOf(place.root) : undefined;
    if (recipeFile !== undefined && request.trust !== 'yes') {
      return refused(403, {
        error: `this runs the recipe file ${recipeFile}`,
        hint: 'agree only if you know what is in it',
        runs: recipeFile,
      });
    }
    if (this.waiting.size >= MOST_WAITING) {
      return refused(503, { error: 'the lab is busy', hint: 'wait until it has drawn' });
    }
    const result = await this.work({ request, ...source });
    return 'failure' in result ? refused(422, result.failure) : { status: 200, value: result.value };
  }

  /** Ends the process. */
  close(): void {
    clearTimeout(this.idle);
    this.child?.kill();
  }

  private work(job: Omit<Job, 'id'>): Promise<JobResult> {
    clearTimeout(this.idle);
    const id = this.next++;
    const child = this.started();
    return new Promise((resolve) => {
      this.waiting.set(id, resolve);
      child.send({ id, ...job } satisfies Job);
    });
  }

  private started(): ChildProcess {
    if (this.child) return this.child;
    const child = fork(path.join(__dirname, 'process.js'), { serialization: 'advanced' });
    child.on('message', (result: JobResult) => this.settle(result));
    child.on('exit', () => {
      if (this.child === child) this.child = undefined;
      const failure = {
        error: 'the process of the latent lab ended',
        hint: 'try again; it is started again',
      };
      for (const id of [...this.waiting.keys()]) this.settle({ id, failure });
    });
    this.child = child;
    return child;
  }

  private settle(result: JobResult): void {
    this.waiting.get(result.id)?.(result);
    this.waiting.delete(result.id);
    if (this.waiting.size > 0) return;
    clearTimeout(this.idle);
    this.idle = setTimeout(() => this.child?.kill(), IDLE_MILLISECONDS);
    this.idle.unref();
  }
}

function refused(status: number, failure: LabFailure): LabAnswer {
  return { status, value: failure };
}

/** Where the generator is that is asked for; undefined when there is none. */
function sourceOf(place: Place, { checkpoint }: LabRequest): Omit<Job, 'id' | 'request'> | undefined {
  if (place.kind === 'generator') {
    return { file: place.path, version: versionOf(place.root), options: place.options };
  }
  const name = checkpoint === undefined ? 'generator.pt' : path.join('checkpoints', stepName(checkpoint));
  if (!fs.existsSync(path.join(place.root, name))) return undefined;
  requireInside(place.root, name);
  const version = versionOf(path.join(place.root, name));
  return { file: path.join(place.path, name), version, run: place.root };
}

/** Changes when the file is written again. */
function versionOf(file: string): number {
  return fs.statSync(file).mtimeMs;
}

function requireInside(root: string, name: string): void {
  const inside = path.relative(fs.realpathSync(root), fs.realpathSync(path.join(root, name)));
  if (!inside.startsWith('..') && !path.isAbsolute(inside)) return;
  throw new TadpoleError(`${name} leads out of the run folder`, 'name the file itself');
}

/** Whether answering takes more than the file of a generator. */
function needsRecipe({ what, checkpoint }: LabRequest): boolean {
  return checkpoint !== undefined || what === 'nearest';
}

/** The file of the user's own recipe that a run was made with. */
function recipeFileOf(root: string): string | undefined {
  const file = path.relative(root, new RunFolder(root).config);
  const { recipeFile } = JSON.parse(readInside(root, file)?.toString('utf8') ?? '{}') as {
    recipeFile?: string;
  };
  return recipeFile;
}
