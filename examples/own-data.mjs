// A custom data source, in a program that resumes where it stopped: node examples/own-data.mjs [steps]
import { gan, images, nn, optim, run, torch } from 'tadpole';

/** Discs of random size and place, drawn on demand. Its state is that of its random numbers. */
class Discs {
  constructor(batchSize, seed = 0) {
    this.batchSize = batchSize;
    this.random = new torch.Generator({ seed });
  }

  next() {
    return torch.scope(() => {
      const draw = () => torch.rand([this.batchSize, 1, 1, 1], { generator: this.random });
      const line = torch.linspace(0, 1, 16);
      const across = line.reshape([1, 1, 1, 16]).sub(draw()).square();
      const down = line.reshape([1, 1, 16, 1]).sub(draw()).square();
      const radius = draw().mul(0.2).add(0.1);
      return { images: across.add(down).sqrt().sub(radius).mul(-30).tanh() };
    });
  }

  state() {
    return { random: this.random.getState() };
  }

  loadState({ random }) {
    this.random.setState(random);
  }
}

function makeTrainer() {
  torch.manualSeed(0);
  const hidden = [new nn.Linear(8, 128), new nn.BatchNorm1d(128), new nn.ReLU()];
  const generator = new nn.Sequential(...hidden, new nn.Linear(128, 256), new nn.Tanh());
  const layers = [new nn.Linear(256, 128), new nn.LeakyReLU(0.2), new nn.Linear(128, 1)];
  const discriminator = new nn.Sequential(new nn.Flatten(), ...layers);
  const adam = (network) => new optim.Adam(network.parameters(), { lr: 1e-3, betas: [0.5, 0.99] });
  const latent = { shape: [8], distribution: 'normal' };
  return new gan.Trainer({
    model: { generator, discriminator, latent, image: { shape: [1, 16, 16] } },
    optimizers: { generator: adam(generator), discriminator: adam(discriminator) },
    random: new torch.Generator({ seed: 1 }),
  });
}

const [trainer, batches] = [makeTrainer(), new Discs(32)];
trainer.register('data', batches);
const saved = run.loadLatestCheckpoint('discs');
if (saved) trainer.loadState(saved);
const checkpoint = (step) => run.saveCheckpoint('discs', step, trainer.state());
const steps = trainer.progress.step + Number(process.argv[2] ?? 2000);
await gan.train({ trainer, batches, steps, checkpointEvery: 500, hooks: { checkpoint, log: console.log } });
images.saveGrid('discs.png', trainer.sample(64), { range: [-1, 1] });
