// How a run is watched: the real images that its samples are compared with, and remedies in the recipe's own settings.
import type { Dataset } from '../data';
import { type Finding, type NetworkName, type StepRecord, type Trainer, type Trouble, Watch } from '../gan';
import { torch } from '../torch';
import type { RunEvent } from './events';
import { realsFor } from './reals';
import type { Recipe } from './recipe';
import { LOWERED, NO_ROLLBACKS } from './rollbacks';
import { streamSeed } from './seeds';

// So many reals, and as many samples.
const COUNT = 32;

/** The network whose learning rate is too high. */
const HASTY: Record<Trouble, NetworkName> = {
  collapse: 'generator',
  deadDiscriminator: 'discriminator',
  overpoweringDiscriminator: 'discriminator',
};

/** Watches a run of a recipe; undefined when the data is a single image, with which nothing can be compared. */
export function watchRun(
  recipe: Recipe,
  trainer: Trainer,
  dataset: Dataset,
  seed: number,
): Watch | undefined {
  const images = dataset.images.size(0);
  const count = Math.min(COUNT, images);
  if (count < 2) return undefined;
  return torch.scope(() => {
    // From all over the data, which may be sorted by class.
    const indices = Int32Array.from({ length: count }, (_, index) => Math.floor((index * images) / count));
    const at = torch.tensor(indices, { device: dataset.images.device });
    const chosen = dataset.images.indexSelect(0, at);
    const labels = trainer.batchSpec.classes > 0 ? (dataset.labels?.indexSelect(0, at) ?? null) : null;
    return new Watch(trainer, realsFor(recipe, { images: chosen, labels }), {
      seed: streamSeed(seed, 'samples'),
    });
  });
}

/**
 * A finding with a remedy that names the run's own setting, where the recipe declares one that helps.
 *
 * @param rates what the learning rates are multiplied with since the run has gone back
 */
export function inWordsOf(
  recipe: Recipe,
  settings: Readonly<Record<string, unknown>>,
  finding: Finding,
  rates = NO_ROLLBACKS.rates,
): Finding {
  const network = HASTY[finding.trouble];
  const rate = recipe.describe().find(({ learningRateOf }) => learningRateOf.includes(network));
  const value = rate && settings[rate.name];
  if (typeof value !== 'number' || finding.recovered) return finding;
  const present = value * rates[network];
  const short = (number: number): number => Number(number.toPrecision(2));
  const now = present === value ? value : `${short(present)}, after roll-backs`;
  const example = `--set ${rate?.name}=${short(present * LOWERED)} (now ${now})`;
  return { ...finding, remedy: `${finding.remedy}; for example ${example}` };
}

/** The line of a finding in `events.jsonl`. */
export function eventOf({ trouble, step, recovered, message, remedy, measured }: Finding): RunEvent {
  if (recovered) return { step, event: 'recovered', trouble, message, measured };
  return { step, event: trouble, message, remedy, measured };
}

type Position = Pick<StepRecord, 'images' | 'seconds'>;

/** How quickly a run trains. */
export class Pace {
  constructor(private last: Position) {}

  /** Real images per second of training time since the last position; 0 when no time has passed. */
  to({ images, seconds }: Position): number {
    const { last } = this;
    this.last = { images, seconds };
    return seconds > last.seconds ? (images - last.images) / (seconds - last.seconds) : 0;
  }
}

/** The line of what a check measured. */
export function measuredOf(record: StepRecord, { latest }: Watch, pace: Pace): RunEvent {
  const { step, images, seconds } = record;
  const { diversity = 1, realAnswer = 0, fakeAnswer = 0 } = latest ?? {};
  const memory = Math.round(process.memoryUsage.rss() / 2 ** 20);
  const imagesPerSecond = Number(pace.to(record).toPrecision(4));
  return { step, images, seconds, diversity, realAnswer, fakeAnswer, imagesPerSecond, memory };
}

/** Steps between readings of losses: the watch looks at the networks when it is given the step, so at its steps, too. */
export function readEvery(logEvery: number, watch: Watch | undefined): number {
  return watch ? commonDivisor(logEvery, watch.every) : logEvery;
}

/** The largest number that divides both. */
export function commonDivisor(a: number, b: number): number {
  return b === 0 ? a : commonDivisor(b, a % b);
}
