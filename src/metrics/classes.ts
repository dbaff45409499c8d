// The classes of samples according to a classifier: frequencies, confidence, and agreement with the requested classes.
import { UsageError } from '../errors';
import { checkOptions, describeValue } from '../options';
import { checkTensor, type Tensor, torch } from '../torch';
import { checkProbabilities } from './inceptionScore';

/** What is known of the samples and of the data. */
export interface ClassOptions {
  /** How often each class occurs in the data, as fractions with the sum 1; default: equally often. */
  dataShares?: readonly number[];
  /** int64, N: the class that each sample was asked to be of; default: none was asked for. */
  asked?: Tensor;
  /** A prediction of at least this probability counts as confident; default 0.9. */
  confidence?: number;
}

/** How the samples spread over the classes. */
export interface ClassReport {
  /** Samples of each class, by the classifier's most likely class. */
  readonly histogram: readonly number[];
  /** KL(samples || data) of the class frequencies, in nats: 0 when samples have the data's; infinite when they have a class that it lacks. */
  readonly kl: number;
  /** Fraction of samples whose likeliest class has at least the probability `confidence`. */
  readonly confident: number;
  /** Fraction of the samples asked to be of a class that are; NaN where none was. Absent when nothing was asked for. */
  readonly accuracy?: readonly number[];
}

/**
 * Counts a classifier's predictions.
 *
 * @param probabilities floats, N x classes, each row with the sum 1
 * @throws UsageError for shares or classes that do not fit
 */
export function classReport(probabilities: Tensor, options: ClassOptions = {}): ClassReport {
  checkOptions('classes', options, ['dataShares', 'asked', 'confidence']);
  checkProbabilities('classes', probabilities, 1);
  const [count, classes] = probabilities.shape as [number, number];
  const { confidence = 0.9, asked, dataShares = new Array<number>(classes).fill(1 / classes) } = options;
  checkShares(dataShares, classes);
  if (!(confidence > 0 && confidence <= 1)) {
    throw new UsageError(`classes: confidence: expected a number above 0 and at most 1, got ${confidence}`);
  }
  return torch.noGrad(() =>
    torch.scope(() => {
      const [surest, answers] = probabilities.max(1);
      const histogram = countsOf(answers, classes);
      const report = {
        histogram,
        kl: divergence(
          histogram.map((samples) => samples / count),
          dataShares,
        ),
        confident: Number(surest.ge(confidence).sum().item()) / count,
      };
      if (asked === undefined) return report;
      checkAsked(asked, count, classes);
      const right = countsOf(asked.at(asked.eq(answers)), classes);
      const all = countsOf(asked, classes);
      return { ...report, accuracy: all.map((total, index) => (right[index] as number) / total) };
    }),
  );
}

function checkShares(shares: readonly number[], classes: number): void {
  const isArray = Array.isArray(shares);
  const sum = isArray ? shares.reduce((total, share) => total + share, 0) : Number.NaN;
  const isRow = isArray && shares.length === classes && shares.every((share) => share >= 0);
  if (isRow && Math.abs(sum - 1) < 1e-3) return;
  throw new UsageError(
    `classes: dataShares: expected an array of ${classes} fractions with the sum 1, got ${isArray ? `[${shares.join(', ')}]` : describeValue(shares)}`,
    'give the number of images of each class, divided by that of all',
  );
}

/** How often each class occurs among `labels` (int64). */
export function countsOf(labels: Tensor, classes: number): number[] {
  return torch.scope(() =>
    Array.from(torch.bincount(labels, null, classes).cpu().toTypedArray() as BigInt64Array, Number),
  );
}

/** `sum p log(p / q)`, in nats; 0 log 0 is 0. */
function divergence(p: readonly number[], q: readonly number[]): number {
  return p.reduce((sum, share, index) => {
    return share === 0 ? sum : sum + share * Math.log(share / (q[index] as number));
  }, 0);
}

/** Called in a scope. */
function checkAsked(asked: Tensor, count: number, classes: number): void {
  checkTensor('classes', 'asked', asked);
  const isRow = asked.dtype === 'int64' && asked.dim() === 1 && asked.size(0) === count;
  if (isRow && Number(asked.min().item()) >= 0 && Number(asked.max().item()) < classes) return;
  throw new UsageError(
    `classes: asked: expected int64 of shape [${count}] from 0 to ${classes - 1}, got ${asked.dtype} [${asked.shape.join(', ')}]`,
    'give the number of the class that each sample was asked to be of',
  );
}
