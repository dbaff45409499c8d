// A first GAN: two small networks learn to draw digits; the picture is digits.png.
import { data, gan, images, nn, optim } from 'tadpole';

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
const batches = new data.Loader(data.load('mnist'), { batchSize: 64, range: [-1, 1] });
await gan.train({ trainer, batches, steps: 4000, logEvery: 500, hooks: { log: console.log } });
images.saveGrid('digits.png', trainer.sample(64).reshape([-1, 1, 28, 28]), { range: [-1, 1] });
