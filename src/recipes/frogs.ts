// The networks and the step that the two frog tutorials share: Keras' original and its port to CNTK.
import { clippedBinaryCrossEntropy, type Gan, predict, type Step, update, updateOnOneBatch } from '../gan';
import * as nn from '../nn';
import { type Tensor, torch } from '../torch';
import { dense, glorot } from './keras';

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
export function frogStep(noise: LabelNoise, amount: number): Step {
  return ({ gan, real, latents, show }) => {
    // The discriminator learns fakes and reals as one batch; its labels are noisy.
    const fakes = predict(gan.generator, latents());
    show(fakes);
    const noisy = (target: number, count: number): Tensor | number =>
      amount === 0 ? target : draw(noise, count, gan).mul(amount).add(target);
    const { loss: dLoss } = updateOnOneBatch(gan.judging, clippedBinaryCrossEntropy, [
      { images: fakes, targets: noisy(1, fakes.shape[0] as number) },
      { images: real, targets: noisy(0, real.shape[0] as number) },
    ]);

    // The generator, through the frozen discriminator, is told that new fakes are real.
    const judged = gan.discriminator.forward(gan.generator.forward(latents()));
    const gLoss = clippedBinaryCrossEntropy(judged, 0);
    update(gan.generating, gLoss);
    return { dLoss, gLoss };
  };
}

function draw(noise: LabelNoise, count: number, { random, device }: Gan): Tensor {
  const options = { device, ...(random ? { generator: random } : {}) };
  return noise === 'uniform' ? torch.rand([count], options) : torch.randn([count], options);
}
