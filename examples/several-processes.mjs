// The first GAN on several processes: five lines more than examples/first-gan.mjs. Started alone, it trains alone.
//   torchrun --no-python --nproc-per-node 2 node examples/several-processes.mjs
//   mpirun -n 2 node examples/several-processes.mjs
import { data, dist, gan, images, nn, optim, torch } from 'tadpole';

const { rank, size } = await dist.join();
if (size > 1) torch.setNumThreads(Math.max(1, Math.floor(torch.getNumThreads() / size)));

torch.manualSeed(1);
const hidden = [new nn.Linear(32, 256), new nn.BatchNorm1d(256), new nn.ReLU()];
const generator = new nn.Sequential(...hidden, new nn.Linear(256, 784), new nn.Tanh());
const layers = [new nn.Linear(784, 256), new nn.LeakyReLU(0.2), new nn.Linear(256, 1)];
const discriminator = new nn.Sequential(...layers);
const adam = (network) => new optim.Adam(network.parameters(), { lr: 4e-4, betas: [0.5, 0.999] });
const trainer = new gan.Trainer({
  model: {
    generator,
    discriminator,
    latent: { shape: [32], distribution: 'normal' },
    image: { shape: [784] },
  },
  optimizers: { generator: adam(generator), discriminator: adam(discriminator) },
});
// 64 images per step, of which each process loads its share.
const digits = data.load('mnist');
const batches = new data.Loader(digits, { batchSize: 64, range: [-1, 1], share: { rank, size } });
const hooks = rank === 0 ? { log: console.log } : {};
const steps = Number(process.argv[2] ?? 4000);
await gan.train({ trainer, batches, steps, logEvery: 500, hooks });
if (rank === 0) {
  images.saveGrid('digits.png', trainer.sample(64).reshape([-1, 1, 28, 28]), { range: [-1, 1] });
}
await dist.leave();
