// Unknown options of layers, losses and initializers are refused, with the nearest known name.
import { nn, torch } from 'tadpole';

const x = torch.ones([2, 2]);
const given = (options: object) => options as never;
const { functional: F, init } = nn;

test.each<[attempt: () => unknown, message: string]>([
  [() => new nn.Linear(2, 2, given({ bais: false })), "Linear: unknown option 'bais'; did you mean 'bias'?"],
  [() => new nn.Conv2d(1, 1, 3, given({ padding_mode: 'zeros' })), "did you mean 'paddingMode'?"],
  [
    () => new nn.Conv2d(1, 1, 3, 2 as never),
    'options must be an object such as { stride: ... }, got number 2',
  ],
  [() => new nn.ConvTranspose2d(1, 1, 3, given({ output_padding: 1 })), "did you mean 'outputPadding'?"],
  [() => new nn.BatchNorm2d(2, given({ momentun: 0.1 })), "did you mean 'momentum'?"],
  [() => new nn.InstanceNorm2d(2, given({ afine: true })), "did you mean 'affine'?"],
  [() => new nn.LayerNorm(2, given({ elementwise: true })), "did you mean 'elementwiseAffine'?"],
  [() => new nn.GroupNorm(1, 2, given({ epsilon: 1 })), "did you mean 'eps'?"],
  [() => new nn.Embedding(2, 2, given({ padding_idx: 0 })), "did you mean 'paddingIdx'?"],
  [() => new nn.PReLU(given({ num_parameters: 2 })), "did you mean 'numParameters'?"],
  [() => new nn.MaxPool2d(2, given({ ceil_mode: true })), "did you mean 'ceilMode'?"],
  [() => new nn.AvgPool2d(2, given({ strides: 2 })), "did you mean 'stride'?"],
  [() => nn.spectralNorm(new nn.Linear(2, 2), given({ n_power_iterations: 2 })), "'nPowerIterations'?"],
  [() => new nn.Linear(2, 2).to(given({ dtyp: 'float64' })), "did you mean 'dtype'?"],
  [() => new nn.Linear(2, 2).loadStateDict({}, given({ strikt: false })), "did you mean 'strict'?"],
  [() => nn.buffer(x.clone(), given({ persistant: false })), "did you mean 'persistent'?"],
  [
    () => new nn.ReLU().registerBuffer('b', x.clone(), given({ persist: false })),
    "did you mean 'persistent'?",
  ],
  [
    () => new nn.BatchNorm1d(2).forward(undefined as never),
    "BatchNorm1d: argument 'x' must be a Tensor, got undefined",
  ],
  [
    () => new nn.LeakyReLU(given({ negativeSlope: 0.2 })),
    'negativeSlope must be a finite number, got an object',
  ],
  [() => new nn.ELU(Number.NaN), 'ELU: alpha must be a finite number, got number NaN'],
  [() => new nn.Softplus(given({ beta: 2 })), 'Softplus: beta must be a finite number'],
  [() => new nn.PixelNorm(given({ eps: 1 })), 'PixelNorm: eps must be a finite number'],
  [() => new nn.GELU(given({ approximate: 'tanh' })), "GELU: approximate must be 'none' or 'tanh'"],
  [() => new nn.Flatten(given({ startDim: 1 })), 'Flatten: startDim must be a whole number'],
  [
    () => new nn.Upsample(given({ scale_factor: 2 })),
    "Upsample: unknown option 'scale_factor'; did you mean 'scaleFactor'?",
  ],
  [() => F.mseLoss(x, x, given({ reducton: 'sum' })), "did you mean 'reduction'?"],
  [() => F.l1Loss(x, x, 'sum' as never), "got string 'sum'"],
  [() => F.smoothL1Loss(x, x, given({ bta: 1 })), "did you mean 'beta'?"],
  [() => F.binaryCrossEntropy(x, x, given({ wieght: x })), "did you mean 'weight'?"],
  [() => F.binaryCrossEntropyWithLogits(x, x, given({ pos_weight: x })), "did you mean 'posWeight'?"],
  [() => F.crossEntropy(x, x, given({ label_smoothing: 0.1 })), "did you mean 'labelSmoothing'?"],
  [() => F.softplus(x, given({ treshold: 1 })), "did you mean 'threshold'?"],
  [() => F.normalize(x, given({ dims: 1 })), "did you mean 'dim'?"],
  [() => F.interpolate(x, given({ scale_factor: 2 })), "did you mean 'scaleFactor'?"],
  [() => init.uniform_(x, 0, 1, given({ generater: null })), "did you mean 'generator'?"],
  [() => init.kaimingNormal_(x, given({ non_linearity: 'relu' })), "did you mean 'nonlinearity'?"],
])('%#', (attempt, message) => {
  expect(attempt).toThrow(TypeError);
  expect(attempt).toThrow(message);
});

test.each(['channelsLast', 'channels_last', 'torch.channels_last'])(
  'a module moves to %s: its images, not its vectors',
  (memoryFormat) => {
    const layer = new nn.Conv2d(3, 4, 2).to({ memoryFormat: memoryFormat as never });
    expect([layer.weight.stride(1), layer.bias?.stride(0)]).toEqual([1, 1]);
  },
);
