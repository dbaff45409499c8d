// Layers refuse the settings and inputs that PyTorch's layers refuse, and accept those that it accepts.
import { nn, torch } from 'tadpole';

const x = (...shape: number[]) => torch.randn(shape, { generator: new torch.Generator({ seed: 1 }) });

describe('normalization over one value', () => {
  test.each<[string, () => nn.Module, number[]]>([
    ['BatchNorm1d', () => new nn.BatchNorm1d(3), [1, 3]],
    ['BatchNorm1d of sequences', () => new nn.BatchNorm1d(3), [1, 3, 1]],
    ['BatchNorm2d', () => new nn.BatchNorm2d(3), [1, 3, 1, 1]],
    [
      'BatchNorm2d in one piece',
      () => new nn.BatchNorm2d(1, { affine: false, momentum: null }),
      [1, 1, 1, 1],
    ],
    [
      'BatchNorm2d without statistics, in inference mode',
      () => new nn.BatchNorm2d(3, { trackRunningStats: false }).eval(),
      [1, 3, 1, 1],
    ],
    ['GroupNorm', () => new nn.GroupNorm(3, 3), [1, 3]],
    ['GroupNorm in inference mode', () => new nn.GroupNorm(3, 3, { affine: false }).eval(), [1, 3, 1, 1]],
  ])('%s', (_, make, shape) => {
    const layer = make();
    const before = layer.buffers().map((buffer) => buffer.clone());
    expect(() => layer.forward(x(...shape))).toThrow(
      `expected more than 1 value per channel when training, got input of shape [${shape.join(', ')}]`,
    );
    for (const [i, buffer] of layer.buffers().entries()) {
      expect(buffer.tolist()).toEqual(before[i]?.tolist());
    }
  });

  test.each<[string, () => nn.Module]>([
    ['in train mode', () => new nn.InstanceNorm2d(3, { trackRunningStats: true })],
    ['in inference mode without statistics', () => new nn.InstanceNorm2d(3, { affine: true }).eval()],
  ])('InstanceNorm2d %s', (_, make) => {
    expect(() => make().forward(x(4, 3, 1, 1))).toThrow('expected more than 1 spatial element when training');
  });

  test.each<[string, () => nn.Module, number[]]>([
    ['BatchNorm1d in inference mode', () => new nn.BatchNorm1d(3).eval(), [1, 3]],
    ['BatchNorm1d of one sequence', () => new nn.BatchNorm1d(3), [1, 3, 2]],
    ['BatchNorm2d of no images', () => new nn.BatchNorm2d(3), [0, 3, 2, 2]],
    ['BatchNorm2d in bfloat16', () => new nn.BatchNorm2d(3).to('bfloat16'), [2, 3, 1, 1]],
    [
      'InstanceNorm2d with statistics',
      () => new nn.InstanceNorm2d(3, { trackRunningStats: true }).eval(),
      [4, 3, 1, 1],
    ],
    [
      'InstanceNorm2d of one image without a batch',
      () => new nn.InstanceNorm2d(3, { affine: true }),
      [3, 2, 2],
    ],
    ['GroupNorm of two samples', () => new nn.GroupNorm(3, 3), [2, 3]],
    ['GroupNorm of larger groups', () => new nn.GroupNorm(1, 3), [1, 3]],
    ['LayerNorm of one value', () => new nn.LayerNorm(1), [2, 1]],
  ])('%s is taken', (_, make, shape) => {
    const layer = make();
    const dtype = layer.parameters()[0]?.dtype ?? 'float32';
    expect(layer.forward(x(...shape).to(dtype)).shape).toEqual(shape);
  });
});

test('momentum null leaves the statistics of InstanceNorm2d, and averages those of BatchNorm2d', () => {
  const [instance, batch] = [
    new nn.InstanceNorm2d(1, { momentum: null, trackRunningStats: true }),
    new nn.BatchNorm2d(1, { momentum: null }),
  ];
  for (const value of [1, 3]) {
    for (const layer of [instance, batch])
      layer.forward(torch.full([2, 1, 2, 2], value, { dtype: 'float32' }));
  }
  expect(instance.runningMean?.item()).toBe(0);
  expect(batch.runningMean?.item()).toBe(2);
  expect(String(instance)).toContain('momentum=None');
});

test('a BatchNorm without its counter uses its momentum', () => {
  const layer = new nn.BatchNorm1d(1, { momentum: 0.5 });
  layer.numBatchesTracked = null;
  layer.forward(torch.full([2, 1], 4, { dtype: 'float32' }));
  expect(layer.runningMean?.item()).toBe(2);
});

test.each<[() => unknown, string]>([
  [
    () => new nn.Linear(3, undefined as unknown as number),
    'Linear: outFeatures must be a whole number, at least 0, got undefined',
  ],
  [() => new nn.Linear(1.5, 2), 'Linear: inFeatures must be a whole number'],
  [() => new nn.Embedding(-1, 2), 'Embedding: numEmbeddings must be a whole number, at least 0, got -1'],
  [
    () => new nn.Embedding(3, 2, { paddingIdx: 0.5 }),
    'Embedding: paddingIdx must be a row of the 3 embeddings, got 0.5',
  ],
  [() => new nn.BatchNorm2d(0), 'BatchNorm2d: numFeatures must be a whole number, at least 1, got 0'],
  [() => new nn.InstanceNorm2d(NaN), 'InstanceNorm2d: numFeatures must be'],
  [() => new nn.GroupNorm(0, 3), 'GroupNorm: numGroups must be a whole number, at least 1, got 0'],
  [() => new nn.LayerNorm([2, -1]), 'LayerNorm: a size in normalizedShape must be'],
  [() => new nn.Conv2d(3, 4, 3, { groups: 0 }), 'Conv2d: groups must be a whole number, at least 1, got 0'],
  [() => new nn.Dropout('0.5' as unknown as number), 'Dropout: p must be a probability between 0 and 1'],
  [() => new nn.Dropout2d(NaN), 'Dropout2d: p must be a probability between 0 and 1, got NaN'],
  [
    () => new nn.AdaptiveAvgPool2d([1] as unknown as [number, number]),
    'AdaptiveAvgPool2d: outputSize must be',
  ],
  [() => new nn.AdaptiveAvgPool2d(-1), 'outputSize must be a whole number, or [height, width]'],
  [
    () => new nn.Unflatten(1, undefined as unknown as number[]),
    'Unflatten: expected a dimension and an array',
  ],
  [
    () => nn.init.kaimingUniform_(x(2, 2), { mode: 'fan_in' as 'fanIn' }),
    "mode must be 'fanIn' or 'fanOut', got 'fan_in'",
  ],
])('settings: %#', (make, message) => {
  expect(make).toThrow(message);
});

test.each<[string, () => unknown, string]>([
  [
    'GroupNorm',
    () => new nn.GroupNorm(1, 3).forward(x(3)),
    'GroupNorm: expected input [batch, channels, ...], got shape [3]',
  ],
  [
    'InstanceNorm2d',
    () => new nn.InstanceNorm2d(3, { affine: true }).forward(x(2, 4, 2, 2)),
    'expected 3 channels',
  ],
  [
    'BatchNorm2d',
    () => new nn.BatchNorm2d(3).forward(x(2, 3)),
    'BatchNorm2d: expected input [batch, channels, height, width]',
  ],
  ['BatchNorm1d', () => new nn.BatchNorm1d(3).forward(x(2, 4)), 'should contain 4 elements not 3'],
  [
    'Upsample',
    () => new nn.Upsample({ scaleFactor: 2 }).forward(x(1, 2, 2)),
    'interpolate: expected input [batch, channels, height, width]',
  ],
  ['Upsample', () => new nn.Upsample({ size: [4] }).forward(x(1, 1, 2, 2)), 'two sizes or factors'],
  [
    'Upsample',
    () => new nn.Upsample({ scaleFactor: 2, alignCorners: true }).forward(x(1, 1, 2, 2)),
    "alignCorners goes with 'bilinear' and 'bicubic' only",
  ],
  [
    'Embedding',
    () => new nn.Embedding(3, 2).forward(torch.tensor([3], { dtype: 'int64' })),
    'index out of range',
  ],
  ['Embedding', () => new nn.Embedding(3, 2).forward(torch.tensor([0.5])), 'Long'],
  [
    'MaxPool2d',
    () => new nn.MaxPool2d(2, { padding: 2 }).forward(x(1, 1, 4, 4)),
    'pad should be at most half',
  ],
  [
    'Conv2d',
    () => new nn.Conv2d(1, 1, 3, { padding: 4, paddingMode: 'reflect' }).forward(x(1, 1, 4, 4)),
    'Padding size should be less',
  ],
  [
    'ConvTranspose2d',
    () => new nn.ConvTranspose2d(1, 1, 3, { stride: 2, outputPadding: 2 }).forward(x(1, 1, 4, 4)),
    'output padding must be smaller',
  ],
  [
    'a loss',
    () => nn.functional.mseLoss(x(2), x(2), { reduction: 'toString' as 'mean' }),
    "reduction must be 'mean', 'sum' or 'none'",
  ],
])('inputs of %s: %#', (_, use, message) => {
  expect(use).toThrow(message);
});

test('layers without inputs or outputs are taken, as in PyTorch', () => {
  expect(new nn.Linear(0, 2).forward(torch.zeros([3, 0])).shape).toEqual([3, 2]);
  expect(new nn.Embedding(3, 2).forward(torch.zeros([0], { dtype: 'int64' })).shape).toEqual([0, 2]);
  expect(new nn.Conv2d(1, 2, 3).forward(torch.zeros([0, 1, 4, 4])).shape).toEqual([0, 2, 2, 2]);
});
