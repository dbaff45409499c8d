// Images that the discriminator is shown within one update, and what it says of them, for whoever asks.
import type { Tensor } from '../torch';
import type { Batch } from './batch';
import type { PhaseContext } from './phase';

/** Images and D's scores of them; both are made when they are first asked for, and once. */
export class Shown {
  private images: Batch | undefined;
  private answers: Tensor | undefined;

  /** @param source gives the images; where gradients in them are wanted, as a leaf of the graph (see `PhaseContext.leaf`) */
  constructor(
    private readonly context: Pick<PhaseContext, 'discriminator'>,
    private readonly source: () => Batch,
  ) {}

  get batch(): Batch {
    this.images ??= this.source();
    return this.images;
  }

  /** What D says of the images: N x 1, or whatever it gives. */
  get scores(): Tensor {
    this.answers ??= this.context.discriminator(this.batch);
    return this.answers;
  }
}

/** What D is shown in one update. */
export interface ShownPair {
  readonly reals: Shown;
  readonly fakes: Shown;
}
