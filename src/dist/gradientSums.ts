// Sums of gradients over the ranks: those of large networks travel while the backward pass still runs.
import { native, type Tensor } from '../torch';
import { sumGradients } from './collectives';
import { asDistError, isLoss } from './errors';
import { collective, currentGroup, type Joined, LOST } from './group';

const BUCKET_BYTES = 2 * 2 ** 20;
const BUCKETS_FROM = 2 * BUCKET_BYTES;

/** How gradients are summed; the same on all ranks. */
export interface GradientSumsOptions {
  /** Bytes of gradients from which they travel in buckets; fewer take one operation at the end, which costs less. Default 4 MiB. */
  bucketsFrom?: number;
  /** Bytes of a bucket. Default 2 MiB. */
  bucketBytes?: number;
}

/** How the buckets of one execution travelled. */
export interface Travelled {
  buckets: number;
  /** Those that left during the backward passes. */
  early: number;
  /** Those that were summed again, because gradients changed after they had left. */
  again: number;
}

/** The addon's buckets of one group. */
class Buckets {
  constructor(readonly group: Joined) {
    native.distAttachSums(this, group.handle);
  }
}

/**
 * Sums gradients over the ranks. Small ones take one operation after the last backward pass. Large ones travel in buckets, each as soon as
 * its parameters have got as many gradients as in the last execution of the same name. That is a guess: a bucket whose gradients changed
 * afterwards is summed again, so that guesses cost time alone. Results do not depend on when a bucket left.
 *
 * ```js
 * const sums = new dist.GradientSums();
 * const loss = sums.around('step', parameters, () => { ...; loss.backward(); return loss; });
 * ```
 */
export class GradientSums {
  /** Of the last execution; undefined where nothing travelled in buckets. */
  travelled: Travelled | undefined;
  private buckets: Buckets | undefined;
  private readonly from: number;
  private readonly bucketBytes: number;

  constructor({ bucketsFrom = BUCKETS_FROM, bucketBytes = BUCKET_BYTES }: GradientSumsOptions = {}) {
    this.from = bucketsFrom;
    this.bucketBytes = bucketBytes;
  }

  /**
   * Runs `accumulate`, whose backward passes add to the gradients of the parameters, and replaces these by their sums over the ranks; a
   * missing gradient counts as zero. In a process that is alone it only runs `accumulate`.
   *
   * @param name of what accumulates them: what has one name makes as many backward passes each time, as a rule
   * @throws DistError when another rank has gone or does not answer
   */
  around<T>(name: string, parameters: readonly Tensor[], accumulate: () => T): T {
    const group = currentGroup();
    this.travelled = undefined;
    if (!group) return accumulate();
    if (this.buckets?.group !== group) this.buckets = new Buckets(group);
    const { buckets, from, bucketBytes } = this;
    const isLarge = native.distBeginSums(buckets, name, parameters, from, bucketBytes);
    try {
      const result = accumulate();
      if (isLarge) this.finish(buckets);
      else sumGradients(parameters);
      return result;
    } catch (error) {
      throw isLoss(error) ? asDistError(error, LOST) : error;
    } finally {
      if (isLarge) native.distAbandonSums(buckets);
    }
  }

  private finish(sums: Buckets): void {
    collective(
      () => {
        const [buckets, early, again] = native.distFinishSums(sums);
        this.travelled = { buckets, early, again };
      },
      () => {},
    );
  }
}
