// An evaluation in a program: its metrics, its subjects, and its leftovers.
import { type data, metrics, type Tensor, torch } from 'tadpole';

const bytes = (count: number, seed: number, most = 256): Tensor =>
  torch.randint(most, [count, 1, 4, 4], { dtype: 'uint8', generator: new torch.Generator({ seed }) });

/** Pixels as features, and brightness as logits of three classes. */
const pixels: metrics.FeatureNetwork = {
  name: 'pixels',
  hash: '00',
  size: 16,
  input: { shape: [1, 4, 4], range: [0, 1], resize: 'plain' },
  classes: ['dark', 'middle', 'bright'],
  device: 'cpu',
  answer: (images) => {
    const features = images.flatten(1);
    const brightness = features.mean([1], true);
    const centres = torch.tensor([[0.4, 0.5, 0.6]]);
    return { features, logits: brightness.sub(centres).abs().mul(-100) };
  },
  dispose: () => {},
};

const reals: data.Dataset = {
  name: 'noise',
  source: 'the test',
  images: bytes(80, 1),
  labels: torch.arange(80, { dtype: 'int64' }).remainder(3),
  classes: ['dark', 'middle', 'bright'],
};

const options = (more: Partial<metrics.EvaluateOptions> = {}): metrics.EvaluateOptions => ({
  network: pixels,
  samples: metrics.sourceOf(bytes(40, 2)),
  reals,
  folder: null,
  ...more,
});

test('every metric that the network allows, and how they were taken', async () => {
  const heldOut = { ...reals, images: bytes(30, 3) };
  const { values, protocol } = await metrics.evaluate(options({ heldOut, seed: 5 }));
  expect(Object.keys(values)).toEqual([
    'fid',
    'kid',
    'precision',
    'recall',
    'density',
    'coverage',
    'is',
    'classes',
    'memorisation',
  ]);
  expect(values.memorisation?.ratio).toBeCloseTo(1, 0);
  expect(values.classes?.dataShares).toEqual([27 / 80, 27 / 80, 26 / 80]);
  expect(protocol).toMatchObject({
    features: { name: 'pixels', hash: '00', size: 16, input: { resize: 'plain' } },
    samples: 40,
    reals: { name: 'noise', compared: 40, searched: 80, heldOut: 30, shape: [1, 4, 4] },
    constants: { precisionK: 3, coverageK: 5, splits: 10, kidSubsetSize: 20 },
    seed: 5,
  });
});

test('the same seed gives the same numbers', async () => {
  const [first, second, other] = [
    await metrics.evaluate(options({ seed: 1 })),
    await metrics.evaluate(options({ seed: 1 })),
    await metrics.evaluate(options({ seed: 2 })),
  ];
  expect(second).toEqual(first);
  expect(other?.values.fid).not.toBe(first?.values.fid);
  expect(() => metrics.compare(first as metrics.Evaluation, other as metrics.Evaluation)).toThrow(
    /seed \(1 and 2\)/,
  );
});

test('relative FID lies between other real images and dark ones', async () => {
  const control = metrics.sourceOf(bytes(40, 4, 64));
  const { values } = await metrics.evaluate(options({ metrics: ['rfid'], control }));
  expect(Object.keys(values)).toEqual(['rfid']);
  expect(Math.abs(values.rfid?.value as number)).toBeLessThan(0.2);
  const dark = await metrics.evaluate(options({ metrics: ['rfid'], control, samples: control }));
  expect(dark.values.rfid?.value).toBeCloseTo(1, 6);
});

test('a conditional generator: how often a sample is of the class that it was asked to be of', async () => {
  const labels = torch.tensor([0, 1], { dtype: 'int64' }).repeat([20]);
  const grey = torch
    .where(labels.eq(0).reshape([40, 1, 1, 1]), 90, 165)
    .to('uint8')
    .expand([40, 1, 4, 4]);
  const samples = metrics.sourceOf(grey.contiguous(), labels);
  const { values } = await metrics.evaluate(
    options({ samples, metrics: ['classes'], sampleClasses: ['bright', 'dark'] }),
  );
  expect(values.classes).toMatchObject({ histogram: [20, 0, 20], accuracy: [0, Number.NaN, 0] });
});

test('too few images are refused before any work', async () => {
  const samples = metrics.sourceOf(bytes(9, 2));
  await expect(metrics.evaluate(options({ samples }))).rejects.toThrow(
    /fid: 9 samples are too few, at least 17 are needed: more than the 16 features/,
  );
  await expect(metrics.evaluate(options({ samples, metrics: ['kid'] }))).resolves.toBeDefined();
});

test('a metric that there is not, or that the network does not serve, is refused', async () => {
  const names = ['fidd'] as unknown as metrics.MetricName[];
  await expect(metrics.evaluate(options({ metrics: names }))).rejects.toThrow(
    /no metric 'fidd'; did you mean 'fid'\?/,
  );
  const network = { ...pixels, classes: [] };
  await expect(metrics.evaluate(options({ network, metrics: ['classes'] }))).rejects.toThrow(
    /'classes' needs/,
  );
});

test('features that tell no real images apart are refused, and probabilities of metrics of classes', async () => {
  const same = {
    ...pixels,
    answer: (images: Tensor) => ({ ...pixels.answer(images), features: torch.ones([images.size(0), 16]) }),
  };
  await expect(metrics.evaluate(options({ network: same }))).rejects.toThrow(
    /all 40 real images have the same features \(pixels\)/,
  );
  await expect(
    metrics.evaluate(options({ network: same, metrics: ['is', 'classes'] })),
  ).resolves.toBeDefined();
  const unsure = {
    ...pixels,
    answer: (images: Tensor) => ({ ...pixels.answer(images), logits: torch.zeros([images.size(0), 3]) }),
  };
  await expect(metrics.evaluate(options({ network: unsure }))).rejects.toThrow(
    /real images of different classes have the same probabilities \(pixels\).*leave out is and classes/,
  );
  await expect(metrics.evaluate(options({ network: unsure, metrics: ['kid'] }))).resolves.toBeDefined();
  // What is the same are the samples: the metrics say so.
  const collapsed = metrics.sourceOf(bytes(1, 2).expand([40, 1, 4, 4]).contiguous());
  const { values } = await metrics.evaluate(options({ samples: collapsed, metrics: ['fid', 'recall'] }));
  expect(values.fid).toBeGreaterThan(0.1);
  expect(values.recall).toBe(0);
});

test('a result that this one cannot be compared with is refused before any image is shown', async () => {
  const against = await metrics.evaluate(options({ metrics: ['kid'], seed: 1 }));
  let passes = 0;
  const network = {
    ...pixels,
    answer: (images: Tensor) => {
      passes += 1;
      return pixels.answer(images);
    },
  };
  const wanted = options({ network, metrics: ['kid'], against });
  await expect(metrics.evaluate(wanted)).rejects.toThrow(/these differ: seed \(1 and 0\)|seed \(0 and 1\)/);
  expect(passes).toBe(0);
  await expect(metrics.evaluate({ ...wanted, seed: 1 })).resolves.toEqual(against);
});

test('a list of metrics that is none or empty, and a control that is none or too small, are refused', async () => {
  const anything = <Value>(value: unknown): Value => value as Value;
  for (const [wrong, message] of [
    [{ metrics: anything('kid') }, /argument 'metrics' must be an array, got string 'kid'/],
    [{ metrics: [] }, /metrics: expected at least one name/],
    [{ control: anything({}) }, /argument 'control' must be a source of images/],
    [{ control: metrics.sourceOf(bytes(9, 4)), metrics: ['rfid'] }, /rfid: 9 control images are too few/],
    [{ realCount: 81 }, /realCount: expected a whole number from 1 to 80, got 81 \(there are 80 real images/],
  ] as [Partial<metrics.EvaluateOptions>, RegExp][]) {
    await expect(metrics.evaluate(options(wrong))).rejects.toThrow(message);
  }
});

test('networks and sources that do not give what they should are refused, not read as something else', async () => {
  const anything = <Value>(value: unknown): Value => value as Value;
  const samples = metrics.sourceOf(bytes(40, 2));
  const answering = (answer: (images: Tensor) => unknown) => ({
    network: { ...pixels, answer: anything<typeof pixels.answer>(answer) },
  });
  const flat = (images: Tensor): Tensor => images.flatten(1);
  const cases: [Partial<metrics.EvaluateOptions>, RegExp][] = [
    [
      answering(() => undefined),
      /pixels: expected features of 2 images as floats of shape \[2, 16\], got undefined/,
    ],
    [answering((images) => flat(images)), /expected features of 2 images .* got undefined/],
    [answering(() => ({ features: torch.zeros([1, 16]) })), /shape \[2, 16\], got float32 \[1, 16\]/],
    [
      answering((images) => ({ features: flat(images).narrow(0, 0, Math.min(2, images.size(0))) })),
      /of 40 images .* got float32 \[2, 16\]/,
    ],
    [answering((images) => ({ features: flat(images).to('int64') })), /got int64 \[2, 16\]/],
    [
      answering((images) => ({ features: flat(images), logits: flat(images).narrow(1, 0, 2) })),
      /expected logits .* \[2, 3\], got float32 \[2, 2\]/,
    ],
    [
      answering((images) => ({
        features: flat(images),
        logits: torch.full([images.size(0), 3], Number.NaN),
      })),
      /pixels gives logits that are not finite for 40 of 40 images/,
    ],
    [
      { network: { ...pixels, size: anything('16') } },
      /network.size: expected a whole number of at least 1, got string '16'/,
    ],
    [{ network: { ...pixels, input: anything({}) } }, /'input' must be an object with shape, range, resize/],
    [{ network: { ...pixels, classes: anything(undefined) } }, /'network' must be a feature network/],
    [{ samples: { ...samples, count: 0 } }, /samples.count: expected a whole number of at least 1, got 0/],
    [
      { samples: { ...samples, part: (start) => samples.part(start, start + 1) } },
      /expected 40 of them as uint8 .* got uint8 \[1, 1, 4, 4\]/,
    ],
    [
      { samples: { ...samples, part: (start, end) => samples.part(start, end).to('float32') } },
      /got float32 \[40, 1, 4, 4\]/,
    ],
    [
      { reals: { ...reals, images: reals.images.to('float32') } },
      /evaluate: reals: images: expected a uint8 tensor/,
    ],
    [
      { reals: { ...reals, labels: torch.zeros([3], { dtype: 'int64' }) } },
      /reals: labels: expected int64 of shape \[80\]/,
    ],
    [
      { reals: { ...reals, classes: ['dark', 'middle'] } },
      /reals: expected labels from 0 to 1, .* got 0 to 2/,
    ],
    [{ progress: anything(3) }, /argument 'progress' must be a function, got number 3/],
  ];
  for (const [wrong, message] of cases) {
    await expect(metrics.evaluate(options({ metrics: ['kid'], ...wrong }))).rejects.toThrow(message);
  }
  for (const batchSize of [0, -1, 1.5]) {
    await expect(metrics.extract(pixels, samples, { batchSize })).rejects.toThrow(
      /batchSize: expected a whole number/,
    );
  }
});

test('tensors do not pile up', async () => {
  await metrics.evaluate(options());
  const before = torch.memory().tensors;
  await metrics.evaluate(options());
  expect(torch.memory().tensors - before).toBeLessThanOrEqual(1);
});

test('the picture of the nearest pairs: samples above training images', () => {
  const samples = metrics.sourceOf(bytes(10, 2));
  const pairs = Array.from({ length: 10 }, (_, index) => ({ sample: index, training: index, distance: 1 }));
  const { width, height } = metrics.nearestPicture(samples, reals, pairs);
  expect([width, height]).toEqual([8 * 6 + 2, 4 * 6 + 2]);
});
