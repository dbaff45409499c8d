// The networks and the step that the two frog tutorials share: Keras' original and its port to CNTK.
import type { Objective, PhaseContext } from '../../gan';
import { saveImage } from '../../images';
import * as nn from '../../nn';
import type { RecipeOutput } from '../../run';
import { type Tensor, torch } from '../../torch';
import { clippedBinaryCrossEntropy, dense, glorot } from './keras';

/** Values of one latent vector, a setting of both recipes. */
export const LATENT_SIZE = 32;

/**
 * 32 x 32 colour images from latents: a dense layer to 128 maps of 16 x 16, doubled in size by a transposed convolution.
 *
 * @param slope of every leaky ReLU
 * @param toMaps shapes rows of 128 * 16 * 16 values into maps
 */
export function frogGenerator(latentSize: number, slope: number, toMaps: nn.Module): nn.Module {
  return new nn.Sequential(
    dense(latentSize, 128 * 16 * 16),
    new nn.LeakyReLU(slope),
    toMaps,
    glorot(new nn.Conv2d(128, 256, 5, { padding: 'same' })),
    new nn.LeakyReLU(slope),
    glorot(new nn.ConvTranspose2d(256, 256, 4, { stride: 2, padding: 'same' })),
    new nn.LeakyReLU(slope),
    glorot(new nn.Conv2d(256, 256, 5, { padding: 'same' })),
    new nn.LeakyReLU(slope),
    glorot(new nn.Conv2d(256, 256, 5, { padding: 'same' })),
    new nn.LeakyReLU(slope),
    glorot(new nn.Conv2d(256, 3, 7, { padding: 'same' })),
    new nn.Tanh(),
  );
}

/** Probability that a 32 x 32 colour image is a fake. */
export function frogDiscriminator(slope: number, dropout: number): nn.Module {
  return new nn.Sequential(
    glorot(new nn.Conv2d(3, 128, 3, { padding: 'valid' })),
    new nn.LeakyReLU(slope),
    glorot(new nn.Conv2d(128, 128, 4, { stride: 2, padding: 'valid' })),
    new nn.LeakyReLU(slope),
    glorot(new nn.Conv2d(128, 128, 4, { stride: 2, padding: 'valid' })),
    new nn.LeakyReLU(slope),
    glorot(new nn.Conv2d(128, 128, 4, { stride: 2, padding: 'valid' })),
    new nn.LeakyReLU(slope),
    new nn.Flatten(),
    new nn.Dropout(dropout),
    dense(128 * 2 * 2, 1),
    new nn.Sigmoid(),
  );
}

/** Maps [N, 128, 16, 16] from rows whose values go pixel by pixel, 128 channels each, as Keras' Reshape lays them out. */
export class FromChannelsLast extends nn.Module {
  forward(rows: Tensor): Tensor {
    return torch.unflatten(rows, 1, [16, 16, 128]).permute([0, 3, 1, 2]).contiguous();
  }
}

/** How the noise on labels is spread: over [0, 1), or normally with standard deviation 1. */
export type LabelNoise = 'uniform' | 'normal';

/**
 * The step of both tutorials. Labels are 1 for fakes and 0 for reals.
 *
 * @param amount what the noise on D's labels is multiplied with; 0: no noise is drawn
 */
export function frogObjective(noise: LabelNoise, amount: number): Objective {
  return [
    {
      name: 'discriminator',
      network: 'discriminator',
      // Fakes and reals as one batch, with noisy labels.
      accumulate: (context) => {
        const { discriminator, reals, newFakes, backward } = context;
        const fakes = newFakes({ training: false });
        const labels = [fakes, reals].map(({ images }, index) => {
          const labels = torch.full([images.size(0), 1], 1 - index, {
            dtype: images.dtype,
            device: images.device,
          });
          return amount === 0 ? labels : noiseFor(noise, labels, context).mul(amount).add(labels);
        });
        const probabilities = discriminator({ images: torch.cat([fakes.images, reals.images]) });
        const dLoss = clippedBinaryCrossEntropy(probabilities, torch.cat(labels));
        backward(dLoss);
        return { dLoss };
      },
    },
    {
      name: 'generator',
      network: 'generator',
      // New fakes, through the frozen discriminator, are to be called real.
      accumulate: ({ discriminator, newFakes, backward }) => {
        const gLoss = clippedBinaryCrossEntropy(discriminator(newFakes()), 0);
        backward(gLoss);
        return { gLoss };
      },
    },
  ];
}

/** Noise for labels of this shape, in float32. */
function noiseFor(noise: LabelNoise, { shape }: Tensor, { draw, device }: PhaseContext): Tensor {
  const [count = 0, ...rest] = shape;
  return draw(count, (all, generator) => {
    const options = { device, generator };
    return noise === 'uniform' ? torch.rand([all, ...rest], options) : torch.randn([all, ...rest], options);
  });
}

/** Saves the first generated and the first real image of a step under the tutorial's names. */
export function saveFirstImages(
  names: Record<'fake' | 'real', (step: number) => string>,
): RecipeOutput['batch'] {
  return ({ reals, fakes }, { step, range, file }) => {
    if (fakes) saveImage(file(names.fake(step)), fakes.images.select(0, 0), { range });
    saveImage(file(names.real(step)), reals.images.select(0, 0), { range });
  };
}
