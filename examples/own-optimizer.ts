// An optimizer of one's own: Lion (Chen et al., Symbolic discovery of optimization algorithms, 2023). npx tadpole train examples/own-optimizer.ts
import { defineRecipe, gan, nn, settings, type Tensor, torch } from 'tadpole';

class Lion implements gan.Optimizer {
  paramGroups: [{ params: Tensor[]; lr: number; betas: [number, number] }];
  private momenta: Tensor[];

  constructor(params: Tensor[], { lr = 1e-4, betas = [0.9, 0.99] as [number, number] } = {}) {
    this.paramGroups = [{ params, lr, betas }];
    this.momenta = torch.scope(() => params.map((param) => torch.keep(torch.zerosLike(param).detach())));
  }

  step(): void {
    const [{ params, lr, betas }] = this.paramGroups;
    torch.scope(() =>
      torch.noGrad(() => {
        for (const [index, param] of params.entries()) {
          const momentum = this.momenta[index] as Tensor;
          if (!param.grad) continue;
          param.sub_(torch.lerp(param.grad, momentum, betas[0]).sign_(), { alpha: lr });
          momentum.lerp_(param.grad, 1 - betas[1]);
        }
      }),
    );
  }

  stateDict() {
    return { momenta: this.momenta, lr: this.paramGroups[0].lr };
  }

  loadStateDict({ momenta, lr }: ReturnType<Lion['stateDict']>): void {
    for (const [index, momentum] of this.momenta.entries()) momentum.copy_(momenta[index] as Tensor);
    this.paramGroups[0].lr = lr;
  }

  dispose(): void {
    for (const momentum of this.momenta) momentum.dispose();
  }
}

const layers = (inputs: number, outputs: number) =>
  [new nn.Linear(inputs, 128), new nn.LeakyReLU(0.2), new nn.Linear(128, outputs)] as const;

export default defineRecipe({
  name: 'lion-digits',
  summary: 'GAN on MNIST that learns by Lion',
  settings: settings.define(settings.schedule({ steps: 4000, batchSize: 32 })),
  data: { dataset: 'mnist', order: 'shuffledEpochs', about: '60 000 MNIST training images, v / 127.5 - 1' },
  imageShape: [1, 28, 28],
  valueRange: [-1, 1],
  latent: () => ({ shape: [32], distribution: 'normal' }),
  generator: () => new nn.Sequential(...layers(32, 784), new nn.Tanh(), new nn.Unflatten(1, [1, 28, 28])),
  discriminator: () => new nn.Sequential(new nn.Flatten(), ...layers(784, 1)),
  generatorOptimizer: (network) => new Lion(network.parameters(), { lr: 1e-4 }),
  discriminatorOptimizer: (network) => new Lion(network.parameters(), { lr: 1e-4 }),
  step: () => gan.logistic(),
});
