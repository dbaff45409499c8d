// A fixed network with random weights: features where there are neither labels nor published weights.
import * as nn from '../nn';
import { type Device, type Tensor, torch } from '../torch';
import { type FeatureModule, type FeatureNetwork, networkOf } from './featureNetwork';
import { checkImageShape } from './imageSource';

const WIDTHS = [32, 64, 128];
const SEED = 0;

/** Convolutions of 3 x 3 with stride 2; the features are mean and standard deviation of every map of the last layer. */
class RandomNetwork extends nn.Module implements FeatureModule {
  readonly body: nn.Sequential;

  constructor(channels: number) {
    super();
    const random = new torch.Generator({ seed: SEED });
    const layers = WIDTHS.flatMap((maps, index) => {
      const from = WIDTHS[index - 1] ?? channels;
      const conv = new nn.Conv2d(from, maps, 3, { stride: 2, padding: 1, bias: false });
      // The bound keeps the variance from layer to layer (He et al., 2015).
      const bound = Math.sqrt(6 / (from * 9));
      // The same on every processor: numbers of 24 bits, of which 2 x - 1 is exact, and one rounding. Normal numbers, and uniform
      // ones between other bounds, differ in the last digit where a processor multiplies and adds in one operation.
      torch.noGrad(() => conv.weight.uniform_(0, 1, { generator: random }).mul_(2).sub_(1).mul_(bound));
      return [conv, new nn.ReLU()];
    });
    this.body = new nn.Sequential(...layers);
  }

  forward(images: Tensor): Tensor {
    const maps = this.body.forward(images).flatten(2);
    return torch.cat([maps.mean([2]), maps.var([2], { correction: 0 }).sqrt()], 1);
  }
}

/**
 * The same network on every machine. Its features tell textures, colours and coarse shapes apart, not what a picture shows: good
 * enough to see a generator improve, no measure to publish.
 *
 * Random weights as an embedding for such metrics: M. F. Naeem et al., "Reliable fidelity and diversity metrics for generative
 * models", 2020 (section 4).
 *
 * @param shape of the images; larger ones than 64 x 64 are taken in this size
 */
export function randomFeatures(
  shape: readonly [channels: number, height: number, width: number],
  device: Device = 'cpu',
): FeatureNetwork {
  checkImageShape('randomFeatures', shape);
  const [channels, height, width] = shape;
  const colours = channels === 1 ? 1 : 3;
  return networkOf(new RandomNetwork(colours), {
    name: 'random weights',
    size: 2 * (WIDTHS.at(-1) as number),
    input: {
      shape: [colours, Math.min(height, 64), Math.min(width, 64)],
      range: [-1, 1],
      resize: 'antialias',
    },
    classes: [],
    device,
  });
}
