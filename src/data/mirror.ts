// Mirroring: whether an image is flipped left to right is decided anew each time that it is returned.
import { UsageError } from '../errors';
import { type Tensor, torch } from '../torch';
import { UNTOUCHED } from './orders';
import { RandomIndices, type RandomState } from './random';

/** Decides for each image at random. Its state is four numbers, which fit into a loader's cursor. */
export class Mirror {
  private readonly coin: RandomIndices;

  /** @param seed of the loader, whose order draws other numbers from it */
  constructor(seed: number) {
    this.coin = new RandomIndices(seed < OTHER ? seed + OTHER : seed - OTHER);
  }

  get state(): RandomState {
    return this.coin.state;
  }

  set state(state: RandomState) {
    this.coin.state = state;
  }

  /** The decisions for so many images: 1 for those to flip, else 0. */
  toss(sides: Uint8Array): void {
    for (let i = 0; i < sides.length; i++) sides[i] = this.coin.below(2);
  }
}

/** @throws UsageError when it is no state that {@link Mirror} gave */
export function checkCoin(state: unknown): RandomState {
  const isWord = (word: unknown) => Number.isInteger(word) && Number(word) >= 0 && Number(word) < 2 ** 32;
  if (Array.isArray(state) && state.length === 4 && state.every(isWord) && state.some(Boolean)) {
    return state as unknown as RandomState;
  }
  throw new UsageError(
    `state.mirror: expected four 32-bit words, as the loader mirrors images, got ${JSON.stringify(state)}`,
    UNTOUCHED,
  );
}

// Half of the seeds that there are.
const OTHER = 2 ** 52;

/** N x C x H x W with the images whose side is 1 mirrored left to right. */
export function mirrored(images: Tensor, sides: Uint8Array): Tensor {
  const turned = torch.tensor(sides, { device: images.device }).to('bool').reshape([-1, 1, 1, 1]);
  return torch.where(turned, images.flip([3]), images);
}
