// A small classifier of pictures, whose last hidden layer gives features for metrics.
import * as nn from '../nn';
import { type Generator, type Tensor, torch } from '../torch';
import type { FeatureModule } from './featureNetwork';

/** What the network is built for. */
export interface ClassifierShape {
  /** Of the images that it takes: 1 or 3 channels, height, width. */
  readonly input: readonly [channels: number, height: number, width: number];
  /** How many classes there are. */
  readonly classes: number;
  /** Feature maps of the first layer; each halving of the picture doubles them, up to four times as many. */
  readonly width: number;
  /** Features per image. */
  readonly features: number;
}

// Pictures are halved down to grids of at most this height and width.
const GRID = 8;

/** Pictures of at most 64 x 64 in their own size, larger ones in this; colour takes twice as many features as grey. */
export function classifierFor(
  [channels, height, width]: readonly [channels: number, height: number, width: number],
  classes: number,
): ClassifierShape {
  const isGrey = channels === 1;
  const side = (pixels: number): number => Math.min(pixels, 64);
  return {
    input: [isGrey ? 1 : 3, side(height), side(width)],
    classes,
    width: isGrey ? 24 : 48,
    features: isGrey ? 128 : 256,
  };
}

/** Convolutions of 3 x 3, each with batch normalization, ReLU and a halving, then the mean over the grid. */
export class Classifier extends nn.Module implements FeatureModule {
  readonly body: nn.Sequential;
  readonly head: nn.Linear;

  /** @param random draws the weights; default: the generator that layers draw from */
  constructor({ input, classes, width, features }: ClassifierShape, random?: Generator) {
    super();
    const unit = (from: number, to: number): nn.Module[] => [
      new nn.Conv2d(from, to, 3, { padding: 1, bias: false, generator: random }),
      new nn.BatchNorm2d(to),
      new nn.ReLU(),
    ];
    const layers: nn.Module[] = [];
    let [channels, ...grid] = input;
    for (let maps = width; Math.max(...grid) > GRID; maps = Math.min(2 * maps, 4 * width)) {
      layers.push(...unit(channels, maps), new nn.MaxPool2d(2, { ceilMode: true }));
      grid = [Math.ceil(grid[0] / 2), Math.ceil(grid[1] / 2)];
      channels = maps;
    }
    layers.push(...unit(channels, 4 * width), ...unit(4 * width, features));
    this.body = new nn.Sequential(...layers);
    this.head = new nn.Linear(features, classes, { generator: random });
  }

  forward(images: Tensor): Tensor {
    return torch.mean(this.body.forward(images), [2, 3]);
  }

  classify(features: Tensor): Tensor {
    return this.head.forward(features);
  }
}
