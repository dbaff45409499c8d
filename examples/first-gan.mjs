// A first GAN: two small networks, one training loop, a picture of digits.
import { data, gan, images, nn, optim, torch } from 'tadpole';

torch.manualSeed(1);
const generator = new nn.Sequential(
  new nn.Linear(32, 256), new nn.BatchNorm1d(256), new nn.ReLU(), new nn.Linear(256, 784), new nn.Tanh(), new nn.Unflatten(1, [1, 28, 28]));
const discriminator = new nn.Sequential(
  new nn.Flatten(), new nn.Linear(784, 256), new nn.LeakyReLU(0.2), new nn.Dropout(0.3), new nn.Linear(256, 1));
const adam = (network) => new optim.Adam(network.parameters(), { lr: 4e-4, betas: [0.5, 0.999] });
const model = new gan.Gan({
  generator, discriminator, generatorOptimizer: adam(generator), discriminatorOptimizer: adam(discriminator),
  latent: { shape: [32], distribution: 'normal' }, imageShape: [1, 28, 28], valueRange: [-1, 1], step: gan.logisticStep,
});
const batches = new data.Loader(data.load('mnist'), { batchSize: 64, range: [-1, 1] });
await gan.train({ gan: model, batches, steps: 4000, hooks: { step: (r) => r.step % 500 || console.log(r.step, r.dLoss, r.gLoss) } });
images.saveGrid('digits.png', model.sample(64), { range: [-1, 1] });
