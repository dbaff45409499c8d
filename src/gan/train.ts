// The training loop: steps, and at intervals log records, samples and checkpoints.
import { anyOf, currentGroup, joinShares, shareOf } from '../dist';
import { UsageError } from '../errors';
import { checkHooks, checkMethods, checkOptions, checkWhole, describeValue } from '../options';
import { scopeOfCallback, type Tensor, torch } from '../torch';
import type { Batch } from './batch';
import { type Losses, type LossTensors, readLosses, requireFiniteLosses } from './stepLosses';
import type { Progress, Trainer } from './trainer';

/** A source of batches. */
export interface BatchSource {
  /** The next batch of real images, all of one size; the caller owns it. */
  next(): Tensor | Batch;
  /** The position in the data, as plain JSON or tensors, from which training can continue. */
  state(): unknown;
  loadState(state: never): void;
}

/** How far training has come. */
export interface TrainProgress extends Progress {
  /** Training time so far, without the time of hooks. */
  seconds: number;
}

/** One step with its losses. */
export type StepRecord = TrainProgress & Losses;

/**
 * The hooks of the loop. The loop waits for hooks that return promises: an asynchronous one sees the networks as they
 * were at its step. An error in a hook ends training; tensors that it creates are freed.
 */
export interface TrainHooks {
  /** After every step. Its losses may not have been read yet. */
  step?(progress: TrainProgress): unknown;
  /** At the first step, every `logEvery` steps and at the last one. */
  log?(record: StepRecord): unknown;
  /** Every step since the last call, when their losses are read: where `log` is called, before a checkpoint, and about once per second. */
  losses?(records: readonly StepRecord[]): unknown;
  /** Every `sampleEvery` steps, before `sample`: the real and generated images of that step. Freed afterwards. */
  batch?(step: number, images: BatchImages): unknown;
  /** Every `sampleEvery` steps. */
  sample?(step: number): unknown;
  /** Every `checkpointEvery` steps, at the end, and when the run is interrupted. */
  checkpoint?(step: number, progress: TrainProgress): unknown;
}

/** The images of one step, in the value range. */
export interface BatchImages {
  readonly reals: Batch;
  /** The step's first generated images; absent when no phase made any. */
  readonly fakes?: Batch;
}

export interface TrainOptions {
  trainer: Trainer;
  batches: Pick<BatchSource, 'next'>;
  /** The number of the last step, counted from the trainer's first one. */
  steps: number;
  /** Earlier training time of a resumed run; default 0. */
  seconds?: number;
  /** Steps between logged ones; default 100. Reading losses waits for the device. */
  logEvery?: number;
  /** Steps between samples; 0 (the default) for none. */
  sampleEvery?: number;
  /** Steps between checkpoints; 0 (the default) for one at the end only. */
  checkpointEvery?: number;
  hooks?: TrainHooks;
  /** Ends training after the current step and a checkpoint. */
  signal?: AbortSignal;
}

/** How training ended. */
export interface TrainResult extends TrainProgress {
  interrupted: boolean;
}

const TRAIN_OPTIONS = [
  'trainer',
  'batches',
  'steps',
  'seconds',
  'logEvery',
  'sampleEvery',
  'checkpointEvery',
  'hooks',
  'signal',
] as const;

const HOOKS = ['step', 'log', 'losses', 'batch', 'sample', 'checkpoint'] as const;

// The event loop gets a turn this often, so that signals arrive while training runs.
const TURN_MILLISECONDS = 50;

// The longest time between readings of losses, so that a user sees them.
const READ_MILLISECONDS = 1000;

/**
 * Trains until `steps` steps are done or `signal` is aborted. Training runs where it is started; between steps the event
 * loop gets a turn about every 50 ms. A hook that throws ends training. With several processes (see `dist.join`) all end at
 * the same step, when the signal of any of them is aborted; each calls its own hooks, and all must be given the same numbers.
 *
 * @throws NotFiniteError when a loss is not finite, at the next time that losses are read
 */
export async function train(options: TrainOptions): Promise<TrainResult> {
  const loop = new Loop(options);
  try {
    return await loop.run();
  } finally {
    loop.dispose();
  }
}

/** A step whose losses are still on the device. */
interface Unread {
  progress: TrainProgress;
  losses: LossTensors;
}

class Loop {
  private readonly unread: Unread[] = [];
  private seconds: number;
  private lastRead = performance.now();
  /** Whether all processes read losses after the step, because of the time that has passed. */
  private readAgreed = false;
  private readonly logEvery: number;

  constructor(private readonly options: TrainOptions) {
    checkOptions('train', options, TRAIN_OPTIONS);
    const { trainer, batches, hooks = {}, signal, seconds = 0, logEvery = 100 } = options;
    checkMethods('train: trainer', trainer, ['advance'], 'a Trainer', 'see gan.Trainer');
    checkMethods('train: batches', batches, ['next'], 'an object with next()', 'for example a data.Loader');
    checkHooks('train: hooks', hooks, HOOKS);
    if (signal !== undefined && !(signal instanceof AbortSignal)) {
      throw new UsageError(
        `train: signal: expected an AbortSignal, got ${describeValue(signal)}`,
        'give the signal of an AbortController',
      );
    }
    if (!(seconds >= 0))
      throw new UsageError(`train: seconds: expected a number of at least 0, got ${seconds}`);
    checkWhole('train', 'logEvery', logEvery, 1);
    for (const name of ['sampleEvery', 'checkpointEvery'] as const)
      checkWhole('train', name, options[name] ?? 0, 0);
    checkWhole('train', 'steps', options.steps, 0);
    this.seconds = seconds;
    this.logEvery = logEvery;
  }

  async run(): Promise<TrainResult> {
    const { trainer, steps, hooks = {}, sampleEvery = 0, checkpointEvery = 0 } = this.options;
    let lastTurn = performance.now();
    let saved = trainer.progress.step;
    const checkpoint = async (): Promise<void> => {
      await this.read();
      saved = trainer.progress.step;
      await scopeOfCallback(() => hooks.checkpoint?.(saved, this.progress));
    };
    while (trainer.progress.step < steps && !this.isEnded()) {
      const sampling = isDue(trainer.progress.step + 1, sampleEvery);
      const shown = this.step(sampling && hooks.batch !== undefined);
      const { step } = trainer.progress;
      try {
        // Only where there is something to wait for: each `await` costs a step some microseconds.
        const ended = hooks.step && scopeOfCallback(() => hooks.step?.(this.progress));
        if (ended) await ended;
        const late = currentGroup() ? this.readAgreed : this.isLate();
        if (this.isLogged(step) || late) await this.read();
        if (shown) await scopeOfCallback(() => hooks.batch?.(step, shown));
      } finally {
        disposeImages(shown);
      }
      if (sampling) await scopeOfCallback(() => hooks.sample?.(step));
      if (isDue(step, checkpointEvery)) await checkpoint();
      if (performance.now() - lastTurn > TURN_MILLISECONDS) {
        await new Promise((resolve) => setImmediate(resolve));
        lastTurn = performance.now();
      }
    }
    if (saved !== trainer.progress.step) await checkpoint();
    return { ...this.progress, interrupted: trainer.progress.step < steps };
  }

  dispose(): void {
    for (const { losses } of this.unread.splice(0)) {
      for (const loss of Object.values(losses)) loss.dispose();
    }
  }

  /** Whether training ends before the next step. Several processes decide it together, for one small operation per step. */
  private isEnded(): boolean {
    const aborted = this.options.signal?.aborted ?? false;
    if (!currentGroup()) return aborted;
    const [ended = false, late = false] = anyOf([aborted, this.isLate()]);
    this.readAgreed = late;
    return ended;
  }

  /** Whether it is long ago that losses were read. */
  private isLate(): boolean {
    return performance.now() - this.lastRead > READ_MILLISECONDS;
  }

  private get progress(): TrainProgress {
    return { ...this.options.trainer.progress, seconds: this.seconds };
  }

  /** One step. Returns copies of its images when they are wanted. */
  private step(wanted: boolean): BatchImages | undefined {
    const { trainer, batches } = this.options;
    return torch.scope(() => {
      const started = performance.now();
      const reals = batches.next();
      const shown: { fakes?: Batch } = {};
      const onFakes = (fakes: Batch): void => {
        shown.fakes = keepBatch(joinBatch(fakes, wholeOf(reals)));
      };
      const losses = trainer.advance(reals, {
        nextBatch: () => batches.next(),
        ...(wanted ? { onFakes } : {}),
      });
      for (const loss of Object.values(losses)) torch.keep(loss);
      this.seconds += (performance.now() - started) / 1000;
      this.unread.push({ progress: this.progress, losses });
      if (!wanted) return undefined;
      const given = reals instanceof torch.Tensor ? { images: reals } : reals;
      return { reals: keepBatch(joinBatch(given, wholeOf(reals))), ...shown };
    });
  }

  private isLogged(step: number): boolean {
    return step === 1 || step === this.options.steps || isDue(step, this.logEvery);
  }

  /** Reads the losses of all steps since the last time, and hands them on up to one that is not finite. */
  private async read(): Promise<void> {
    this.lastRead = performance.now();
    if (this.unread.length === 0) return;
    const steps = this.unread.map(({ progress }) => progress);
    const losses = readLosses(this.unread.map((unread) => unread.losses));
    this.dispose();
    const broken = losses.findIndex((all) => !Object.values(all).every(Number.isFinite));
    const records = steps.map((progress, index) => ({ ...progress, ...(losses[index] as Losses) }));
    await this.handOn(broken < 0 ? records : records.slice(0, broken));
    if (broken >= 0) requireFiniteLosses(losses[broken] as Losses, (steps[broken] as TrainProgress).step);
  }

  private async handOn(records: readonly StepRecord[]): Promise<void> {
    const { hooks = {} } = this.options;
    const last = records.at(-1);
    if (!last) return;
    await scopeOfCallback(() => hooks.losses?.(records));
    if (this.isLogged(last.step)) await scopeOfCallback(() => hooks.log?.(last));
  }
}

function isDue(step: number, every: number): boolean {
  return every > 0 && step % every === 0;
}

/** Images of the whole batch. */
function wholeOf(batch: Tensor | Batch): number {
  if (batch instanceof torch.Tensor) return batch.size(0);
  return batch.whole ?? batch.images.size(0);
}

/** The images of all processes, where each has its share of a batch; parts of a share stay as they are. */
function joinBatch(batch: Batch, whole: number): Batch {
  const group = currentGroup();
  if (!group || batch.images.size(0) === whole) return batch;
  const share = shareOf(whole, group);
  if (batch.images.size(0) !== share.count) return batch;
  return { images: joinShares(batch.images, share), labels: batch.labels && joinShares(batch.labels, share) };
}

function keepBatch({ images, labels }: Batch): Batch {
  const copy = (tensor: Tensor): Tensor => torch.keep(tensor.detach().clone());
  return { images: copy(images), labels: labels && copy(labels) };
}

function disposeImages(images: BatchImages | undefined): void {
  for (const batch of [images?.reals, images?.fakes]) {
    batch?.images.dispose();
    batch?.labels?.dispose();
  }
}
