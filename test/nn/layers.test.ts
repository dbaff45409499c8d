// Every layer: output shape, names in the state dict, and values that can be checked by eye.
import { nn, type Tensor, torch } from 'tadpole';

beforeEach(() => torch.manualSeed(0));

const image = (channels = 4, size = 8) => torch.randn([2, channels, size, size]);

const shapes: [string, () => nn.Module, () => Tensor, number[]][] = [
  ['Linear', () => new nn.Linear(4, 7), () => torch.randn([2, 5, 4]), [2, 5, 7]],
  ['Conv1d', () => new nn.Conv1d(4, 6, 3, { padding: 1 }), () => torch.randn([2, 4, 9]), [2, 6, 9]],
  ['Conv2d', () => new nn.Conv2d(4, 6, [3, 5], { stride: [1, 2], groups: 2 }), image, [2, 6, 6, 2]],
  [
    'Conv2d reflect',
    () => new nn.Conv2d(4, 6, 3, { padding: 1, paddingMode: 'reflect' }),
    image,
    [2, 6, 8, 8],
  ],
  [
    'ConvTranspose1d',
    () => new nn.ConvTranspose1d(4, 6, 4, { stride: 2 }),
    () => torch.randn([2, 4, 5]),
    [2, 6, 12],
  ],
  [
    'ConvTranspose2d',
    () => new nn.ConvTranspose2d(4, 6, 4, { stride: 2, padding: 1 }),
    image,
    [2, 6, 16, 16],
  ],
  ['BatchNorm1d', () => new nn.BatchNorm1d(4), () => torch.randn([3, 4]), [3, 4]],
  ['BatchNorm2d', () => new nn.BatchNorm2d(4), image, [2, 4, 8, 8]],
  ['LayerNorm', () => new nn.LayerNorm([8, 8]), image, [2, 4, 8, 8]],
  ['GroupNorm', () => new nn.GroupNorm(2, 4), image, [2, 4, 8, 8]],
  ['InstanceNorm2d', () => new nn.InstanceNorm2d(4, { affine: true }), image, [2, 4, 8, 8]],
  ['Flatten', () => new nn.Flatten(), image, [2, 256]],
  ['Unflatten', () => new nn.Unflatten(1, [2, 2]), image, [2, 2, 2, 8, 8]],
  ['Upsample', () => new nn.Upsample({ scaleFactor: 2 }), image, [2, 4, 16, 16]],
  ['Upsample to a size', () => new nn.Upsample({ size: [5, 6], mode: 'bilinear' }), image, [2, 4, 5, 6]],
  ['PixelShuffle', () => new nn.PixelShuffle(2), image, [2, 1, 16, 16]],
  ['MaxPool2d', () => new nn.MaxPool2d(3, { stride: 2, padding: 1 }), image, [2, 4, 4, 4]],
  ['AvgPool2d', () => new nn.AvgPool2d(2), image, [2, 4, 4, 4]],
  ['AdaptiveAvgPool2d', () => new nn.AdaptiveAvgPool2d([1, null]), image, [2, 4, 1, 8]],
  ['Embedding', () => new nn.Embedding(5, 3), () => torch.tensor([[1, 4]], { dtype: 'int64' }), [1, 2, 3]],
  ['Identity', () => new nn.Identity(), image, [2, 4, 8, 8]],
  ['PReLU', () => new nn.PReLU({ numParameters: 4 }), image, [2, 4, 8, 8]],
  ['Dropout2d', () => new nn.Dropout2d(), image, [2, 4, 8, 8]],
];

test.each(shapes)('%s: shape and gradient', (_, layer, input, expected) => {
  const module = layer();
  const output = module.forward(input());
  expect(output.shape).toEqual(expected);
  if (module.parameters().length === 0) return;
  output.square().sum().backward();
  expect(module.parameters().every((parameter) => parameter.grad !== null)).toBe(true);
});

describe('activations', () => {
  const x = torch.tensor([-1, 0, 2], { dtype: 'float64' });
  const values: [nn.Module, number[]][] = [
    [new nn.ReLU(), [0, 0, 2]],
    [new nn.LeakyReLU(0.3), [-0.3, 0, 2]],
    [new nn.PReLU({ dtype: 'float64' }), [-0.25, 0, 2]],
    [new nn.ELU(0.5), [0.5 * Math.expm1(-1), 0, 2]],
    [new nn.SiLU(), [-1 / (1 + Math.E), 0, 2 / (1 + Math.exp(-2))]],
    [new nn.GELU(), [-0.15865525393145707, 0, 1.9544997361036416]],
    [new nn.GELU('tanh'), [-0.15880800939172324, 0, 1.954597694087775]],
    [new nn.Sigmoid(), [1 / (1 + Math.E), 0.5, 1 / (1 + Math.exp(-2))]],
    [new nn.Tanh(), [Math.tanh(-1), 0, Math.tanh(2)]],
    [new nn.Softplus(), [Math.log1p(Math.exp(-1)), Math.LN2, Math.log1p(Math.exp(2))]],
  ];
  test.each(values.map(([layer, expected]) => [String(layer), layer, expected] as const))(
    '%s',
    (_, layer, expected) => {
      const actual = layer.forward(x).tolist() as number[];
      for (const [i, value] of expected.entries()) expect(actual[i]).toBeCloseTo(value, 12);
    },
  );
});

describe("'same' padding", () => {
  test.each([
    [1, 5, 7, 7],
    [1, 4, 7, 7],
    [2, 4, 7, 4],
    [2, 3, 8, 4],
    [3, 2, 8, 3],
  ])('Conv2d, stride %i, kernel %i: %i pixels become %i', (stride, kernel, size, expected) => {
    const layer = new nn.Conv2d(1, 1, kernel, { stride, padding: 'same' });
    expect(layer.forward(image(1, size)).shape).toEqual([2, 1, expected, expected]);
  });

  test('the odd pixel of padding goes to the end, as in Keras', () => {
    const layer = new nn.Conv1d(1, 1, 2, { padding: 'same', bias: false });
    nn.init.ones_(layer.weight);
    expect(
      layer
        .forward(torch.tensor([[[1, 2, 3]]], { dtype: 'float32' }))
        .detach()
        .tolist(),
    ).toEqual([[[3, 5, 3]]]);
  });

  test.each([
    [4, 2],
    [5, 2],
    [3, 1],
    [2, 3],
    [3, 3],
  ])('ConvTranspose2d, kernel %i: the size is multiplied by the stride %i', (kernel, stride) => {
    const layer = new nn.ConvTranspose2d(1, 1, kernel, { stride, padding: 'same' });
    expect(layer.forward(image(1, 6)).shape).toEqual([2, 1, 6 * stride, 6 * stride]);
  });

  test('ConvTranspose cuts the odd pixel from the end', () => {
    const layer = new nn.ConvTranspose1d(1, 1, 3, { stride: 2, padding: 'same', bias: false });
    layer.weight.detach().copy_(torch.tensor([[[1, 2, 3]]]));
    expect(
      layer
        .forward(torch.tensor([[[1, 10]]], { dtype: 'float32' }))
        .detach()
        .tolist(),
    ).toEqual([[[1, 2, 13, 20]]]);
  });
});

describe('BatchNorm', () => {
  test('train mode normalizes with the batch and moves the running statistics', () => {
    const layer = new nn.BatchNorm1d(1, { momentum: 0.2 });
    const y = layer.forward(torch.tensor([[1], [3]], { dtype: 'float32' })).detach();
    expect(y.flatten().tolist()).toEqual([expect.closeTo(-1, 4), expect.closeTo(1, 4)]);
    expect(layer.runningMean?.item()).toBeCloseTo(0.4);
    expect(layer.runningVar?.item()).toBeCloseTo(0.8 + 0.2 * 2);
    expect(layer.numBatchesTracked?.item()).toBe(1);
  });

  test('inference mode uses the running statistics and leaves them alone', () => {
    const layer = new nn.BatchNorm1d(1).eval();
    expect(layer.forward(torch.tensor([[5]], { dtype: 'float32' })).item()).toBeCloseTo(5, 3);
    expect(layer.runningMean?.item()).toBe(0);
  });

  test('momentum null averages over all batches', () => {
    const layer = new nn.BatchNorm1d(1, { momentum: null });
    for (const value of [2, 4, 9]) layer.forward(torch.full([2, 1], value, { dtype: 'float32' }));
    expect(layer.runningMean?.item()).toBeCloseTo(5);
  });

  test('a fixed gamma stays in the state dict but is never trained', () => {
    const layer = new nn.BatchNorm2d(3, { fixedGamma: true });
    expect(layer.namedParameters().map(([name]) => name)).toEqual(['bias']);
    expect(Object.keys(layer.stateDict()).sort()).toEqual(
      Object.keys(new nn.BatchNorm2d(3).stateDict()).sort(),
    );
    layer.requiresGrad_(true);
    expect(layer.weight?.requiresGrad).toBe(false);
  });

  test('one value per channel in train mode is an error with a remedy', () => {
    expect(() => new nn.BatchNorm1d(3).forward(torch.zeros([1, 3]))).toThrow('use a larger batch, or eval()');
  });
});

describe('Dropout', () => {
  test('train mode drops and rescales; inference mode does nothing', () => {
    torch.manualSeed(0);
    const layer = new nn.Dropout(0.5);
    const kept = (layer.forward(torch.ones([1000])).tolist() as number[]).filter((value) => value !== 0);
    expect(new Set(kept)).toEqual(new Set([2]));
    expect(kept.length).toBeGreaterThan(400);
    expect(
      layer
        .eval()
        .forward(torch.ones([3]))
        .tolist(),
    ).toEqual([1, 1, 1]);
  });

  test('Dropout2d drops whole channels', () => {
    torch.manualSeed(0);
    const sums = new nn.Dropout2d(0.5)
      .forward(torch.ones([1, 64, 2, 2]))
      .sum([2, 3])
      .flatten()
      .tolist() as number[];
    expect(new Set(sums)).toEqual(new Set([0, 8]));
  });
});

describe('state dict names and layouts', () => {
  const shapesOf = (module: nn.Module) =>
    Object.fromEntries(Object.entries(module.stateDict()).map(([name, tensor]) => [name, tensor.shape]));

  test('convolutions', () => {
    expect(shapesOf(new nn.Conv2d(4, 6, 3, { groups: 2 }))).toEqual({ weight: [6, 2, 3, 3], bias: [6] });
    expect(shapesOf(new nn.ConvTranspose2d(4, 6, 3, { groups: 2, bias: false }))).toEqual({
      weight: [4, 3, 3, 3],
    });
  });

  test('batch normalization', () => {
    expect(shapesOf(new nn.BatchNorm2d(2))).toEqual({
      weight: [2],
      bias: [2],
      running_mean: [2],
      running_var: [2],
      num_batches_tracked: [],
    });
  });
});

describe('errors name the layer and the argument', () => {
  test.each([
    [
      () => new nn.Conv2d(3, 4, 0),
      'Conv2d: kernelSize must be a whole number or 2 of them, at least 1, got 0',
    ],
    [() => new nn.Conv2d(3, 4, 3, { groups: 2 }), 'Conv2d: inChannels (3) must be divisible by groups (2)'],
    [
      () => new nn.Conv2d(3, 4, 3, { padding: 'full' as 'same' }),
      "Conv2d: padding must be whole numbers, 'same' or",
    ],
    [
      () => new nn.ConvTranspose2d(3, 4, 3, { padding: 'same', outputPadding: 1 }),
      'outputPadding does not go with',
    ],
    [() => new nn.GroupNorm(3, 4), 'GroupNorm: numChannels (4) must be divisible by numGroups (3)'],
    [() => new nn.Dropout(1.5), 'Dropout: p must be a probability between 0 and 1, got 1.5'],
    [() => new nn.Upsample({}), 'Upsample: give either size or scaleFactor'],
    [
      () => new nn.BatchNorm2d(3).forward(torch.zeros([2, 3])),
      'BatchNorm2d: expected input [batch, channels, height',
    ],
    [
      () => new nn.Embedding(3, 2, { paddingIdx: 3 }),
      'Embedding: paddingIdx must be a row of the 3 embeddings, got 3',
    ],
    [() => new nn.ModuleList().forward(), 'ModuleList: has no forward'],
    [() => new nn.Sequential({} as nn.Module), 'Sequential: expected modules, got an object'],
    [() => new nn.MaxPool2d(-1), 'MaxPool2d: kernelSize must be'],
  ])('%#', (build, message) => {
    expect(build).toThrow(message);
  });

  test('a wrong input shape is told by libtorch with the shapes', () => {
    expect(() => new nn.Linear(3, 2).forward(torch.zeros([1, 4]))).toThrow(/1x4 and 3x2/);
  });
});

test('Embedding: the padding row starts at zero and gets no gradient', () => {
  const layer = new nn.Embedding(3, 2, { paddingIdx: -1 });
  layer
    .forward(torch.tensor([0, 2], { dtype: 'int64' }))
    .sum()
    .backward();
  expect(layer.weight.detach().select(0, 2).tolist()).toEqual([0, 0]);
  expect(layer.weight.grad?.tolist()).toEqual([
    [1, 1],
    [0, 0],
    [0, 0],
  ]);
});

test('containers are iterable and indexable', () => {
  const list = new nn.ModuleList([new nn.ReLU(), new nn.Linear(1, 1)]);
  list.append(new nn.Tanh());
  expect([...list].map((module) => module.constructor.name)).toEqual(['ReLU', 'Linear', 'Tanh']);
  expect(list.at(-1)).toBeInstanceOf(nn.Tanh);
  expect(Object.keys(list.stateDict())).toEqual(['1.weight', '1.bias']);
  expect(() => list.at(3)).toThrow('ModuleList: no module 3, there are 3');
});
