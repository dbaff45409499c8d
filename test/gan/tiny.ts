// A GAN so small that a step takes a millisecond: 4 latent values, images of 1 x 4 x 4.
import { gan, nn, optim, type Tensor, torch } from 'tadpole';

/** Options of {@link tinyTrainer}; what is left out is the trainer's default. */
export interface TinyOptions extends Partial<Omit<gan.TrainerOptions, 'optimizers' | 'average' | 'random'>> {
  seed?: number;
  averageDecay?: gan.Scheduled;
  lr?: number;
  /** Makes the optimizers; default Adam. */
  optimizer?: (network: nn.Module) => gan.Optimizer;
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

export function tinyTrainer({
  seed = 1,
  averageDecay,
  lr = 1e-2,
  optimizer = (network) => new optim.Adam(network.parameters(), { lr }),
  model,
  ...options
}: TinyOptions = {}): gan.Trainer {
  torch.manualSeed(seed);
  const { generator, discriminator } = model ?? {
    generator: tinyGenerator(),
    discriminator: tinyDiscriminator(),
  };
  return new gan.Trainer({
    model: model ?? {
      generator,
      discriminator,
      latent: { shape: [4], distribution: 'normal' },
      image: { shape: [1, 4, 4], range: [-1, 1] },
    },
    optimizers: { generator: optimizer(generator), discriminator: optimizer(discriminator) },
    average: averageDecay === undefined ? undefined : { network: tinyGenerator(), decay: averageDecay },
    random: new torch.Generator({ seed }),
    ...options,
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

/** A source of repeatable batches, each of its own, that can be put back to where it was. */
export class TinyBatches implements gan.BatchSource {
  private drawn = 0;

  constructor(private readonly size = 4) {}

  next(): Tensor {
    this.drawn += 1;
    return images(this.size, 100 + this.drawn);
  }

  state(): { drawn: number } {
    return { drawn: this.drawn };
  }

  loadState({ drawn }: { drawn: number }): void {
    this.drawn = drawn;
  }
}
