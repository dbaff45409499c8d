// Watches a training run: says in words, with a remedy, when the generator collapses or the discriminator teaches nothing.

import { UsageError } from '../errors';
import { checkFields, checkOptions, checkWhole } from '../options';
import { type Tensor, torch } from '../torch';
import { Alarm, type AlarmState } from './alarm';
import { type Batch, checkBatch, toBatch } from './batch';
import { fakeLabels, generatorInputs } from './conditioning';
import { nearestDistance } from './diversity';
import { NotFiniteError, requireFiniteWeights } from './finite';
import { seededLatents } from './latent';
import { predict } from './predict';
import type { StepRecord } from './train';
import type { Trainer } from './trainer';

/** What can be wrong with a run that still runs. */
export type Trouble = 'collapse' | 'deadDiscriminator' | 'overpoweringDiscriminator';

/** Something that the watch has to say. */
export interface Finding {
  trouble: Trouble;
  /** The step of the check that raised it, or that saw it over. */
  step: number;
  /** The trouble is over. */
  recovered: boolean;
  /** What is wrong (or right again), in words. */
  message: string;
  /** What to do about it; empty for a recovery. */
  remedy: string;
  /** What was measured: `diversity` for a collapse, `spread` for a dead D, `meanLoss` for one that overpowers G. */
  measured: number;
}

/** What one check measures. */
export interface Measurements {
  /** How far samples lie apart, as a fraction of what reals do: 0 when all are alike, about 0.4 to 1 in good runs. */
  diversity: number;
  /** How much D's answers differ over samples and reals, as a fraction of the largest. */
  spread: number;
  /** What D answers on reals and on samples, on average. */
  realAnswer: number;
  fakeAnswer: number;
}

export interface WatchOptions {
  /** Steps between checks; default 100. */
  every?: number;
  /** Of the latents that every check draws its samples from; default 0. */
  seed?: number;
}

/** Where a watch stands; plain JSON. */
export interface WatchState {
  losses: { sum: number; count: number };
  checks: number;
  alarms: Record<Trouble, AlarmState>;
  /** See {@link Watch.lastGood}; absent in states of earlier versions. */
  lastGood?: number;
}

const EVERY = 100;

// Collapsed runs measure 0 to 0.03, good ones 0.35 and more, from their first check on.
const COLLAPSED = 0.05;

// An untrained generator's samples are alike too, and those of a deep one swing for its first hundreds of steps.
const BEGINNING = 4;

// Far below what a trained D shows (0.1 and more) and above the rounding of float32.
const DEAD_SPREAD = 1e-5;

// Answers below this are as good as 0, so that the rounding of a sigmoid that is shut does not look like a difference.
const LEAST_ANSWER = 0.1;

const OVERPOWERING_LOSS = 1e-3;

const percent = (share: number): string =>
  share < 0.001 ? 'less than 0.1 %' : `${(100 * share).toFixed(1)} %`;

/** Each trouble in words, and how many checks in a row it takes. */
const TROUBLES: Record<
  Trouble,
  { checks: number; problem: (measured: number) => string; remedy: string; over: string }
> = {
  collapse: {
    checks: 2,
    problem: (diversity) =>
      'the generator has collapsed: its samples are all alike ' +
      `(they lie ${percent(diversity)} as far apart as real images)`,
    remedy: 'start again with another --seed, a lower learning rate of the generator, or larger batches',
    over: 'the samples differ from each other again',
  },
  deadDiscriminator: {
    checks: 2,
    problem: () =>
      'the discriminator is dead: it says the same of every image, real or generated, and the generator learns nothing',
    remedy: 'start again with a lower learning rate of the discriminator or another --seed',
    over: 'the discriminator tells images apart again',
  },
  overpoweringDiscriminator: {
    checks: 3,
    problem: (loss) =>
      `the discriminator overpowers the generator: its loss is about zero (${loss.toExponential(1)}), ` +
      'which leaves the generator nothing to learn from',
    remedy:
      'start again with a lower learning rate of the discriminator, or give it more dropout or noisy labels',
    over: "the discriminator's loss is above zero again",
  },
};

const NAMES = Object.keys(TROUBLES) as Trouble[];

/**
 * Checks a run every 100 steps, on samples from the same latents and at the same real images, and finds
 *
 * - `collapse`: the samples are all alike. Their median distance to the nearest other sample is below 5 % of the same for
 *   the reals at two checks in a row. The first four checks do not count: the samples of an untrained generator are alike
 *   too, and those of a deep one swing for its first hundreds of steps.
 * - `deadDiscriminator`: D's answers over samples and reals are the same at two checks in a row.
 * - `overpoweringDiscriminator`: the mean of |dLoss| between checks was below 0.001 three times in a row.
 *
 * Each is said once, and again only after it was over. What it checks is the network that is trained, in inference mode,
 * not the moving average, which lags behind by many steps. Training is not changed: networks come back in the mode they
 * were in, and no random number is drawn.
 *
 * @example
 * const watch = new gan.Watch(trainer, reals);
 * const losses = (records) =>
 *   records.flatMap((record) => watch.step(record)).forEach(({ message }) => console.warn(message));
 * await gan.train({ trainer, batches, steps, logEvery: watch.every, hooks: { losses } });
 */
export class Watch {
  /** Steps between checks. */
  readonly every: number;
  private readonly latents: Tensor;
  private readonly reals: Tensor;
  /** The classes of the reals and of the samples, where the model has classes. */
  private readonly labels: readonly Tensor[];
  /** The classes of the samples, which are those of the reals unless the generator draws them. */
  private readonly sampleLabels: readonly Tensor[];
  private readonly realDistance: number;
  private readonly alarms = Object.fromEntries(
    NAMES.map((name) => [name, new Alarm(TROUBLES[name].checks)]),
  ) as Record<Trouble, Alarm>;
  private losses = { sum: 0, count: 0 };
  private checks = 0;
  /** What was measured last; undefined before the first check. */
  latest: Measurements | undefined;
  private good = 0;

  /**
   * @param reals N images in the value range (and labels, for a model with classes), N at least 2; 32 that show what the data
   *   holds are enough. Copied. As many samples are drawn, of the same classes.
   */
  constructor(
    private readonly trainer: Trainer,
    reals: Tensor | Batch,
    options: WatchOptions = {},
  ) {
    checkFields('Watch', 'trainer', trainer, ['batchSpec', 'generator', 'discriminator']);
    checkOptions('Watch', options, ['every', 'seed']);
    const { every = EVERY, seed = 0 } = options;
    const [count = 0] = checkBatch('reals', reals).images.shape;
    if (count < 2) {
      throw new UsageError(`reals: expected at least 2 images, got ${count}`, 'give about 32 of the data');
    }
    checkWhole('Watch', 'every', every, 1);
    this.every = every;
    const { images, labels } = torch.scope(() => {
      const batch = toBatch(reals, trainer.batchSpec);
      return { images: batch.images.detach().clone(), labels: batch.labels?.clone() };
    });
    this.reals = torch.keep(images);
    this.labels = labels === undefined ? [] : [torch.keep(labels)];
    this.latents = torch.keep(seededLatents(trainer.latent, count, seed, trainer.device));
    const drawn = trainer.model.drawnClasses > 0;
    this.sampleLabels = drawn
      ? [torch.keep(torch.scope(() => fakeLabels(trainer.model, this.latents) as Tensor))]
      : this.labels;
    this.realDistance = nearestDistance(this.reals);
  }

  /**
   * Takes a step in; call it for every one. Every 100 steps this is a check, of the networks as they are then.
   *
   * @returns what is new
   * @throws NotFiniteError when weights or samples are no longer finite
   */
  step(record: Pick<StepRecord, 'step' | 'dLoss'>): Finding[] {
    checkFields('Watch.step', 'record', record, ['step', 'dLoss']);
    const { step, dLoss } = record;
    this.losses.sum += Math.abs(dLoss);
    this.losses.count += 1;
    if (step % this.every !== 0) return [];
    const { diversity, spread } = this.measure(step);
    const meanLoss = this.losses.sum / this.losses.count;
    this.losses = { sum: 0, count: 0 };
    this.checks += 1;
    const collapsed = diversity < COLLAPSED && this.checks > BEGINNING;
    const dead = spread < DEAD_SPREAD;
    if (diversity >= COLLAPSED && !dead) this.good = step;
    return [
      this.take('collapse', collapsed, diversity, step),
      this.take('deadDiscriminator', dead, spread, step),
      // A dead D can have a loss of zero too; it is not strong.
      this.take('overpoweringDiscriminator', meanLoss < OVERPOWERING_LOSS && !dead, meanLoss, step),
    ].flat();
  }

  /**
   * Measures the networks as they are.
   *
   * @param step for the error
   * @throws NotFiniteError when weights or samples are not finite
   */
  measure(step?: number): Measurements {
    const { trainer, latents, reals, labels, sampleLabels } = this;
    requireFiniteWeights(trainer, step);
    return torch.scope(() => {
      const inputs = generatorInputs(trainer.model, latents, sampleLabels[0]);
      const samples = predict(trainer.generator, ...inputs).reshape(reals.shape);
      const ofReals = predict(trainer.discriminator, reals, ...labels);
      const ofSamples = predict(trainer.discriminator, samples, ...sampleLabels);
      const answers = torch.cat([ofReals, ofSamples]);
      requireFinite({ samples, "the discriminator's answers": answers }, step);
      // Reals that are copies of one image have no diversity to compare with.
      const diversity = this.realDistance > 0 ? nearestDistance(samples) / this.realDistance : 1;
      const mean = (of: Tensor): number => Number(of.mean().item());
      this.latest = {
        diversity,
        spread: relativeSpread(answers),
        realAnswer: mean(ofReals),
        fakeAnswer: mean(ofSamples),
      };
      return this.latest;
    });
  }

  /** The troubles that were found and are not over, and the step at which each was found. */
  get standing(): { trouble: Trouble; since: number }[] {
    return NAMES.flatMap((trouble) => {
      const { since } = this.alarms[trouble];
      return since === undefined ? [] : [{ trouble, since }];
    });
  }

  /** The step of the newest check at which samples differed and the discriminator told images apart; 0 before the first. */
  get lastGood(): number {
    return this.good;
  }

  /** What a run that goes on from here needs to find the same. */
  state(): WatchState {
    const alarms = Object.fromEntries(NAMES.map((name) => [name, this.alarms[name].save()]));
    const { losses, checks, lastGood } = this;
    return { losses: { ...losses }, checks, alarms: alarms as Record<Trouble, AlarmState>, lastGood };
  }

  loadState(state: WatchState): void {
    checkFields('Watch.loadState', 'state', state, ['losses', 'checks', 'alarms']);
    this.losses = { ...state.losses };
    this.checks = state.checks;
    this.good = state.lastGood ?? 0;
    for (const name of NAMES) this.alarms[name].load(state.alarms[name]);
  }

  /** Frees the copies of the reals and the latents. */
  dispose(): void {
    this.reals.dispose();
    this.latents.dispose();
    for (const labels of new Set([...this.labels, ...this.sampleLabels])) labels.dispose();
  }

  private take(trouble: Trouble, bad: boolean, measured: number, step: number): Finding[] {
    const change = this.alarms[trouble].take(bad, step);
    if (change === undefined) return [];
    const { problem, remedy, over } = TROUBLES[trouble];
    const recovered = change === 'ended';
    const words = recovered ? { message: over, remedy: '' } : { message: problem(measured), remedy };
    return [{ trouble, step, recovered, ...words, measured }];
  }
}

function requireFinite(tensors: Record<string, Tensor>, step?: number): void {
  for (const [name, tensor] of Object.entries(tensors)) {
    if (!tensor.isfinite().all().item()) throw new NotFiniteError(`${name} are not finite`, step);
  }
}

/** Standard deviation over the images, of the answer where it is largest, as a fraction of the largest answer. */
function relativeSpread(answers: Tensor): number {
  const rows = answers
    .detach()
    .to('float32')
    .reshape([answers.size(0), -1]);
  const largest = Number(rows.abs().max().item());
  return Number(rows.std([0]).max().item()) / Math.max(largest, LEAST_ANSWER);
}
