// A first GAN: two small networks learn to draw digits; the picture is digits.png.
import { data, gan, images, nn, optim } from 'tadpole';

const hidden = [new nn.Linear(32, 256), new nn.BatchNorm1d(256), new nn.ReLU()];
const generator = new nn.Sequential(...hidden, new nn.Linear(256, 784), new nn.Tanh());
const judge = [new nn.Linear(784, 256), new nn.LeakyReLU(0.2), new nn.Linear(256, 1)];
const discriminator = new nn.Sequential(...judge);
const adam = (network) => new optim.Adam(network.parameters(), { lr: 4e-4, betas: [0.5, 0.999] });
const model = new gan.Gan({
  generator,
  discriminator,
  generatorOptimizer: adam(generator),
  discriminatorOptimizer: adam(discriminator),
  latent: { shape: [32], distribution: 'normal' },
  imageShape: [784],
});
const batches = new data.Loader(data.load('mnist'), { batchSize: 64, range: [-1, 1] });
const step = (record) => record.step % 500 === 0 && console.log(record);
await gan.train({ gan: model, batches, steps: 4000, hooks: { step } });
images.saveGrid('digits.png', model.sample(64).reshape([-1, 1, 28, 28]), { range: [-1, 1] });
