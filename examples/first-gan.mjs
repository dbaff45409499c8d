// A first GAN: two small networks, one training loop, a picture of digits.
import { data, gan, images, nn, optim, torch } from 'tadpole';

torch.manualSeed(1);
const dense = (inputs, outputs) => new nn.Linear(inputs, outputs);
const hidden = new nn.Sequential(dense(32, 256), new nn.BatchNorm1d(256), new nn.ReLU(), dense(256, 784));
const generator = new nn.Sequential(hidden, new nn.Tanh(), new nn.Unflatten(1, [1, 28, 28]));
const judge = [dense(784, 256), new nn.LeakyReLU(0.2), new nn.Dropout(0.3), dense(256, 1)];
const discriminator = new nn.Sequential(new nn.Flatten(), ...judge);

const adam = (network) => new optim.Adam(network.parameters(), { lr: 4e-4, betas: [0.5, 0.999] });
const optimizers = { generatorOptimizer: adam(generator), discriminatorOptimizer: adam(discriminator) };
const latent = { shape: [32], distribution: 'normal' };
const space = { latent, imageShape: [1, 28, 28], valueRange: [-1, 1] };
const model = new gan.Gan({ generator, discriminator, ...optimizers, ...space, step: gan.logisticStep });

const batches = new data.Loader(data.load('mnist'), { batchSize: 64, range: [-1, 1] });
const step = ({ step, dLoss, gLoss }) => step % 500 === 0 && console.log(step, dLoss, gLoss);
await gan.train({ gan: model, batches, steps: 4000, hooks: { step } });
images.saveGrid('digits.png', model.sample(64), { range: [-1, 1] });
