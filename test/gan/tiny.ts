// A GAN so small that a step takes a millisecond: 4 latent values, images of 1 x 4 x 4.
import { gan, nn, optim, type Tensor, torch } from 'tadpole';

/** Options of {@link tinyGan}. */
export interface TinyOptions {
  seed?: number;
  step?: gan.Step;
  averageDecay?: number;
  lr?: number;
  precision?: 'fp32' | 'bf16';
}

export function tinyGenerator(): nn.Module {
  return new nn.Sequential(
    new nn.Linear(4, 8),
    new nn.BatchNorm1d(8),
    new nn.ReLU(),
    new nn.Linear(8, 16),
    new nn.Tanh(),
    new nn.Unflatten(1, [1, 4, 4]),
  );
}

export function tinyDiscriminator(): nn.Module {
  return new nn.Sequential(
    new nn.Flatten(),
    new nn.Linear(16, 8),
    new nn.LeakyReLU(0.2),
    new nn.Linear(8, 1),
  );
}

export function tinyGan({
  seed = 1,
  step = gan.logisticStep,
  averageDecay,
  lr = 1e-2,
  precision,
}: TinyOptions = {}): gan.Gan {
  torch.manualSeed(seed);
  const generator = tinyGenerator();
  const discriminator = tinyDiscriminator();
  return new gan.Gan({
    generator,
    discriminator,
    latent: { shape: [4], distribution: 'normal' },
    imageShape: [1, 4, 4],
    valueRange: [-1, 1],
    generatorOptimizer: new optim.Adam(generator.parameters(), { lr }),
    discriminatorOptimizer: new optim.Adam(discriminator.parameters(), { lr }),
    step,
    random: new torch.Generator({ seed }),
    precision,
    average: averageDecay === undefined ? undefined : { network: tinyGenerator(), decay: averageDecay },
  });
}

/** The values of all parameters of a network, one after the other. */
export function weights(network: nn.Module): number[] {
  return network.parameters().flatMap((parameter) => [...(parameter.toTypedArray() as Float32Array)]);
}

/** Repeatable images in [-1, 1]. */
export function images(count: number, seed = 5): Tensor {
  return torch.empty([count, 1, 4, 4]).uniform_(-1, 1, { generator: new torch.Generator({ seed }) });
}
