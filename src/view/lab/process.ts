// The process of the latent lab's generators: separate from the server, with lower priority than training runs.
import os from 'node:os';
import { TadpoleError } from '../../errors';
import type { LoadGeneratorOptions } from '../../gan';
import { openGenerator, recipeOfRun } from '../../recipes';
import { dataOfRun } from '../../run';
import { torch } from '../../torch';
import type { LabFailure } from '../protocol';
import { Drawing } from './drawing';
import { nearestReals } from './nearest';
import type { LabRequest } from './request';

/** One request as the server sends it. */
export interface Job {
  id: number;
  request: LabRequest;
  /** Path of the generator's file, or of a checkpoint, as a reader would write it. */
  file: string;
  /** Changes when the file is written again. */
  version: number;
  /** The run that it comes from. */
  run?: string;
  /** What the file does not specify, for every request. */
  options?: LoadGeneratorOptions;
}

/** The answer to a job. */
export type JobResult = { id: number; value: object } | { id: number; failure: LabFailure };

// One generator at a time is open, and the images of one run.
let open: { key: string; drawing: Drawing } | undefined;
let reals: { run: string; dataset: ReturnType<typeof dataOfRun> } | undefined;

async function answer({ request, file, version, run, options = {} }: Job): Promise<object> {
  const { latentDim = options.latentDim } = request;
  const key = JSON.stringify([file, version, latentDim]);
  if (open?.key !== key) {
    open?.drawing.dispose();
    open = undefined;
    const { generator } = await openGenerator(file, { ...options, latentDim });
    open = { key, drawing: new Drawing(generator, file, { ...options, latentDim }) };
  }
  const { drawing } = open;
  if (request.what === 'describe') return drawing.describe();
  if (request.what !== 'nearest') return drawing.draw(request);
  if (run === undefined) {
    throw new TadpoleError(
      'the generator is of no run',
      'real images are found through the run that a generator comes from',
    );
  }
  const recipe = await recipeOfRun(run);
  if (reals?.run !== run) reals = { run, dataset: dataOfRun(recipe, run) };
  const { dataset } = reals;
  return torch.scope(() => nearestReals(drawing.images(request).select(0, request.index), recipe, dataset));
}

function failureOf(error: unknown): LabFailure {
  if (error instanceof TadpoleError) return { error: error.problem, hint: error.hint };
  return { error: error instanceof Error ? error.message : String(error), hint: '' };
}

try {
  os.setPriority(os.constants.priority.PRIORITY_LOW);
} catch {
  // Where it is not allowed the lab runs as everything else does.
}
torch.setNumThreads(Math.max(1, Math.floor(os.availableParallelism() / 2)));

let queue = Promise.resolve();
process.on('message', (job: Job) => {
  queue = queue.then(async () => {
    const result: JobResult = await answer(job).then(
      (value) => ({ id: job.id, value }),
      (error: unknown) => ({ id: job.id, failure: failureOf(error) }),
    );
    process.send?.(result);
  });
});
process.on('disconnect', () => process.exit());
