// The networks of every tutorial, layer by layer: output shapes and numbers of parameters.
import { type gan, type nn, recipes, type Tensor, torch } from 'tadpole';

/** Name of the layer, output shape of one image, learned parameters. */
type Row = [layer: string, shape: string, parameters: number];

/** The recipes of published tutorials. */
type Tutorial = Exclude<keyof typeof recipes, 'digits' | 'frogs' | 'pictures'>;

const generators: Record<Tutorial, Row[]> = {
  'frogs-keras': frogGenerator('FromChannelsLast'),
  'frogs-cntk': frogGenerator('Unflatten'),
  'digits-mxnet': [
    ['ConvTranspose2d', '1024 4 4', 100 * 1024 * 16],
    ['BatchNorm2d', '1024 4 4', 1024],
    ['ReLU', '1024 4 4', 0],
    ['ConvTranspose2d', '512 8 8', 1024 * 512 * 16],
    ['BatchNorm2d', '512 8 8', 512],
    ['ReLU', '512 8 8', 0],
    ['ConvTranspose2d', '256 16 16', 512 * 256 * 16],
    ['BatchNorm2d', '256 16 16', 256],
    ['ReLU', '256 16 16', 0],
    ['ConvTranspose2d', '128 32 32', 256 * 128 * 16],
    ['BatchNorm2d', '128 32 32', 128],
    ['ReLU', '128 32 32', 0],
    ['ConvTranspose2d', '3 64 64', 128 * 3 * 16],
    ['Tanh', '3 64 64', 0],
  ],
  'digits-keras': [
    ['Linear', '256', 101 * 256],
    ['LeakyReLU', '256', 0],
    ['BatchNorm1d', '256', 2 * 256],
    ['Linear', '512', 257 * 512],
    ['LeakyReLU', '512', 0],
    ['BatchNorm1d', '512', 2 * 512],
    ['Linear', '1024', 513 * 1024],
    ['LeakyReLU', '1024', 0],
    ['BatchNorm1d', '1024', 2 * 1024],
    ['Linear', '784', 1025 * 784],
    ['Tanh', '784', 0],
    ['Unflatten', '1 28 28', 0],
  ],
  'digits-keras-cnn': [
    ['Linear', '6272', 101 * 6272],
    ['Unflatten', '128 7 7', 0],
    ['BatchNorm2d', '128 7 7', 2 * 128],
    ['ReLU', '128 7 7', 0],
    ['ConvTranspose2d', '64 14 14', 128 * 64 * 16 + 64],
    ['BatchNorm2d', '64 14 14', 2 * 64],
    ['ReLU', '64 14 14', 0],
    ['ConvTranspose2d', '32 28 28', 64 * 32 * 16 + 32],
    ['BatchNorm2d', '32 28 28', 2 * 32],
    ['ReLU', '32 28 28', 0],
    ['Conv2d', '1 28 28', 32 * 9 + 1],
    ['Tanh', '1 28 28', 0],
  ],
  'digits-tensorflow': [
    ['Linear', '256', 101 * 256],
    ['ReLU', '256', 0],
    ['Linear', '784', 257 * 784],
    ['Sigmoid', '784', 0],
    ['Unflatten', '1 28 28', 0],
  ],
};

const discriminators: Record<Tutorial, Row[]> = {
  'frogs-keras': frogDiscriminator(),
  'frogs-cntk': frogDiscriminator(),
  'digits-mxnet': [
    ['Conv2d', '128 32 32', 3 * 128 * 16],
    ['LeakyReLU', '128 32 32', 0],
    ['Conv2d', '256 16 16', 128 * 256 * 16],
    ['BatchNorm2d', '256 16 16', 256],
    ['LeakyReLU', '256 16 16', 0],
    ['Conv2d', '512 8 8', 256 * 512 * 16],
    ['BatchNorm2d', '512 8 8', 512],
    ['LeakyReLU', '512 8 8', 0],
    ['Conv2d', '1024 4 4', 512 * 1024 * 16],
    ['BatchNorm2d', '1024 4 4', 1024],
    ['LeakyReLU', '1024 4 4', 0],
    ['Conv2d', '1 1 1', 1024 * 16],
    ['Flatten', '1', 0],
  ],
  'digits-keras': [
    ['Flatten', '784', 0],
    ['Linear', '512', 785 * 512],
    ['LeakyReLU', '512', 0],
    ['Linear', '256', 513 * 256],
    ['LeakyReLU', '256', 0],
    ['Linear', '1', 257],
    ['Sigmoid', '1', 0],
  ],
  'digits-keras-cnn': [
    ['Conv2d', '32 14 14', 9 * 32 + 32],
    ['LeakyReLU', '32 14 14', 0],
    ['Dropout', '32 14 14', 0],
    ['Conv2d', '64 7 7', 32 * 64 * 9 + 64],
    ['LeakyReLU', '64 7 7', 0],
    ['Dropout', '64 7 7', 0],
    ['Conv2d', '128 4 4', 64 * 128 * 9 + 128],
    ['LeakyReLU', '128 4 4', 0],
    ['Dropout', '128 4 4', 0],
    ['Flatten', '2048', 0],
    ['Linear', '1', 2049],
    ['Sigmoid', '1', 0],
  ],
  'digits-tensorflow': [
    ['Flatten', '784', 0],
    ['Linear', '256', 785 * 256],
    ['ReLU', '256', 0],
    ['Linear', '1', 257],
    ['Sigmoid', '1', 0],
  ],
};

function frogGenerator(reshape: string): Row[] {
  return [
    ['Linear', '32768', 33 * 32768],
    ['LeakyReLU', '32768', 0],
    [reshape, '128 16 16', 0],
    ['Conv2d', '256 16 16', 128 * 256 * 25 + 256],
    ['LeakyReLU', '256 16 16', 0],
    ['ConvTranspose2d', '256 32 32', 256 * 256 * 16 + 256],
    ['LeakyReLU', '256 32 32', 0],
    ['Conv2d', '256 32 32', 256 * 256 * 25 + 256],
    ['LeakyReLU', '256 32 32', 0],
    ['Conv2d', '256 32 32', 256 * 256 * 25 + 256],
    ['LeakyReLU', '256 32 32', 0],
    ['Conv2d', '3 32 32', 256 * 3 * 49 + 3],
    ['Tanh', '3 32 32', 0],
  ];
}

function frogDiscriminator(): Row[] {
  return [
    ['Conv2d', '128 30 30', 3 * 128 * 9 + 128],
    ['LeakyReLU', '128 30 30', 0],
    ['Conv2d', '128 14 14', 128 * 128 * 16 + 128],
    ['LeakyReLU', '128 14 14', 0],
    ['Conv2d', '128 6 6', 128 * 128 * 16 + 128],
    ['LeakyReLU', '128 6 6', 0],
    ['Conv2d', '128 2 2', 128 * 128 * 16 + 128],
    ['LeakyReLU', '128 2 2', 0],
    ['Flatten', '512', 0],
    ['Dropout', '512', 0],
    ['Linear', '1', 513],
    ['Sigmoid', '1', 0],
  ];
}

/** Runs the layers one after another on two inputs. */
function layers(network: nn.Module, input: Tensor): Row[] {
  let values = input;
  return network.children().map((layer) => {
    values = torch.noGrad(() => layer.forward(values));
    const learned = layer.parameters().reduce((sum, parameter) => sum + parameter.numel(), 0);
    return [layer.typeName, values.shape.slice(1).join(' '), learned];
  });
}

describe.each(Object.keys(generators) as Tutorial[])('%s', (name) => {
  let pair: gan.Trainer;
  beforeAll(() => {
    pair = recipes[name].create({ seed: 1 });
  });
  afterAll(() => pair.dispose());

  test('generator', () => {
    const shape = [2, ...pair.latent.shape];
    expect(torch.scope(() => layers(pair.generator, torch.zeros(shape)))).toEqual(generators[name]);
  });

  test('discriminator', () => {
    const shape = [2, ...recipes[name].imageShape];
    expect(torch.scope(() => layers(pair.discriminator, torch.zeros(shape)))).toEqual(discriminators[name]);
  });
});
