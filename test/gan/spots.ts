// A data set of bright spots, and a GAN that learns it in a second.
import { gan, nn, optim, type Tensor, torch } from 'tadpole';

/** Height and width of the images. */
export const SIDE = 8;

/** Bright spots at random places: images that a small GAN learns in a second. */
export function spots(count: number, generator: torch.Generator): Tensor {
  return torch.scope(() => {
    const centres = torch
      .rand([count, 2], { generator })
      .mul(SIDE - 3)
      .add(1);
    const line = torch.arange(SIDE).to('float32');
    const [rows, columns] = [0, 1].map((axis) => line.sub(centres.narrow(1, axis, 1)).square()) as [
      Tensor,
      Tensor,
    ];
    const distance = rows.reshape([count, SIDE, 1]).add(columns.reshape([count, 1, SIDE]));
    return distance.div(-3).exp().mul(2).sub(1).reshape([count, 1, SIDE, SIDE]);
  });
}

interface Parts {
  generatorLr?: number;
  discriminatorLr?: number;
}

/** A small trainer of such images. */
export function pairOf({ generatorLr = 2e-3, discriminatorLr = 2e-3 }: Parts = {}): gan.Trainer {
  torch.manualSeed(1);
  const generator = new nn.Sequential(
    new nn.Linear(4, 64),
    new nn.BatchNorm1d(64),
    new nn.ReLU(),
    new nn.Linear(64, SIDE * SIDE),
    new nn.Tanh(),
    new nn.Unflatten(1, [1, SIDE, SIDE]),
  );
  const discriminator = new nn.Sequential(
    new nn.Flatten(),
    new nn.Linear(SIDE * SIDE, 64),
    new nn.LeakyReLU(0.2),
    new nn.Dropout(0.2),
    new nn.Linear(64, 1),
  );
  const adam = (network: nn.Module, lr: number) =>
    new optim.Adam(network.parameters(), { lr, betas: [0.5, 0.999] });
  return new gan.Trainer({
    model: {
      generator,
      discriminator,
      latent: { shape: [4], distribution: 'normal' },
      image: { shape: [1, SIDE, SIDE] },
    },
    optimizers: {
      generator: adam(generator, generatorLr),
      discriminator: adam(discriminator, discriminatorLr),
    },
    random: new torch.Generator({ seed: 1 }),
  });
}

export function batches(): gan.BatchSource {
  const generator = new torch.Generator({ seed: 2 });
  return { next: () => spots(32, generator), state: () => null, loadState: () => {} };
}
