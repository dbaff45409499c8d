// Values of the metrics that are known without a formula, and what they refuse.
import { metrics, TadpoleError, type Tensor, torch, UsageError } from 'tadpole';

const normal = (count: number, size = 4, seed = 1): Tensor =>
  torch.randn([count, size], { generator: new torch.Generator({ seed }) });

const fid = (first: Tensor, second: Tensor): number =>
  metrics.frechetDistance(metrics.statisticsOf(first), metrics.statisticsOf(second));

test('FID of a set and itself is 0; of a shifted one the square of the shift', () => {
  const features = normal(50).to('float64');
  expect(fid(features, features)).toBeCloseTo(0, 9);
  expect(fid(features, features.add(3))).toBeCloseTo(4 * 9, 9);
});

test('FID never becomes imaginary: features without any variance in some direction', () => {
  const flat = torch.cat([normal(50, 2), torch.zeros([50, 2])], 1);
  const other = torch.cat([torch.zeros([50, 2]), normal(50, 2, 2)], 1);
  expect(fid(flat, flat)).toBeCloseTo(0, 6);
  expect(fid(flat, other)).toBeGreaterThan(1);
});

test('too few images are refused', () => {
  expect(() => fid(normal(4), normal(50))).toThrow(
    /FID: images: 4 images are too few, at least 5 are needed/,
  );
  expect(() => metrics.kernelDistance(normal(1), normal(5))).toThrow(/KID: first: 1 images are too few/);
  expect(() => metrics.precisionRecall(normal(3), normal(9))).toThrow(
    /reals: 3 images are too few, at least 4/,
  );
  expect(() => metrics.densityCoverage(normal(5), normal(9))).toThrow(
    /reals: 5 images are too few, at least 6/,
  );
  expect(() => metrics.memorisation(normal(1), normal(9))).toThrow(/training: 1 images are too few/);
  const halves = torch.full([3, 2], 0.5);
  expect(() => metrics.inceptionScore(halves)).toThrow(/3 images are too few, at least 10/);
});

test('features that are no rows of finite numbers, or of different length, are refused', () => {
  expect(() => metrics.statisticsOf(torch.zeros([3]))).toThrow(
    /expected floats of shape \[images, features\]/,
  );
  expect(() => metrics.statisticsOf(torch.full([3, 2], Number.NaN))).toThrow(/not finite/);
  expect(() => metrics.precisionRecall(normal(9, 4), normal(9, 3))).toThrow(/4 and 3 features per image/);
  expect(() => metrics.inceptionScore(torch.ones([20, 2]))).toThrow(
    /rows of values of at least 0 with the sum 1/,
  );
});

test('KID of two halves of one set is about 0, and of other sets far from it', () => {
  const options = { subsets: 10, subsetSize: 50 };
  const same = metrics.kernelDistance(normal(200), normal(200, 4, 2), options);
  const other = metrics.kernelDistance(normal(200), normal(200, 4, 2).add(1), options);
  expect(Math.abs(same.mean)).toBeLessThan(3 * same.std + 0.1);
  expect(other.mean).toBeGreaterThan(10 * Math.abs(same.mean));
});

test('a copy of the reals has precision, recall and coverage 1; one image drawn again and again has no recall', () => {
  const reals = normal(60);
  expect(metrics.precisionRecall(reals, reals)).toEqual({ precision: 1, recall: 1 });
  expect(metrics.densityCoverage(reals, reals).coverage).toBe(1);
  const collapsed = reals.narrow(0, 0, 1).expand([40, 4]);
  const { precision, recall } = metrics.precisionRecall(reals, collapsed);
  expect(precision).toBe(1);
  expect(recall).toBe(1 / 60);
  expect(metrics.densityCoverage(reals, collapsed).coverage).toBeLessThan(0.3);
});

test('what is as far as the edge of a reach is within it, whatever rounding makes of the two distances', () => {
  const images = 257;
  const reals = normal(images, 65);
  const distance = squaredDistances(reals);
  const nearest = distance.map((row, one) => Math.min(...row.filter((_, other) => other !== one)));
  const within = distance.flatMap((row) =>
    row.filter((squared, real) => squared <= (nearest[real] as number)),
  );
  expect(metrics.densityCoverage(reals, reals.clone(), { k: 1 }).density).toBe(within.length / images);
});

function squaredDistances(rows: Tensor): number[][] {
  const values = rows.tolist() as number[][];
  const square = (value: number): number => value * value;
  return values.map((one) =>
    values.map((other) => one.reduce((sum, value, at) => sum + square(value - (other[at] as number)), 0)),
  );
}

test('where all images of both sets are the same, no metric is taken for that of perfect samples', () => {
  const [first, second] = [torch.full([60, 3], 0.1), torch.full([41, 3], 0.1)];
  for (const dtype of ['float16', 'float32', 'float64'] as const) {
    const [reals, samples] = [first.to(dtype), second.to(dtype)];
    for (const take of [
      () => fid(reals, samples),
      () => metrics.kernelDistance(reals, samples),
      () => metrics.precisionRecall(reals, samples),
      () => metrics.densityCoverage(reals, samples),
    ]) {
      expect(take).toThrow(/all images of both sets have the same features/);
    }
  }
  // Points apart are as far as they are.
  expect(fid(first, second.add(2))).toBeCloseTo(12, 5);
  expect(metrics.precisionRecall(first, second.add(2))).toEqual({ precision: 0, recall: 0 });
});

test('features far from 0 are told apart as those around it, and squares that are not finite are refused', () => {
  const [reals, samples] = [normal(60).to('float64'), normal(41, 4, 2).to('float64')];
  const far = [reals, samples].map((rows) => rows.add(1e7)) as [Tensor, Tensor];
  expect(metrics.precisionRecall(...far)).toEqual(metrics.precisionRecall(reals, samples));
  expect(metrics.densityCoverage(...far)).toEqual(metrics.densityCoverage(reals, samples));
  const [there, here] = [metrics.memorisation(...far), metrics.memorisation(reals, samples)];
  expect(there.ratio).toBeCloseTo(here.ratio as number, 6);
  const huge = [reals, samples].map((rows) => rows.mul(1e200)) as [Tensor, Tensor];
  for (const take of [
    () => fid(...huge),
    () => metrics.kernelDistance(...huge),
    () => metrics.precisionRecall(...huge),
    () => metrics.densityCoverage(...huge),
    () => metrics.memorisation(...huge),
  ]) {
    expect(take).toThrow(/not finite/);
  }
});

test('relative FID is 0 for other reals and 1 for the control; a control that is no worse is refused', () => {
  expect(metrics.relativeFid({ samples: 3, floor: 1, control: 5 })).toBe(0.5);
  expect(() => metrics.relativeFid({ samples: 3, floor: 1, control: 1 })).toThrow(UsageError);
});

test('a classifier that is sure and varied gives as high a score as there are classes, one that is not 1', () => {
  const sure = torch.eye(5).repeat([4, 1]);
  expect(metrics.inceptionScore(sure, { splits: 4 })).toEqual({
    mean: expect.closeTo(5, 6),
    std: expect.closeTo(0, 6),
  });
  expect(metrics.inceptionScore(torch.full([20, 5], 0.2), { splits: 4 }).mean).toBeCloseTo(1, 6);
});

test('classes: samples of the classes that were asked for, and classes that the data lacks', () => {
  const probabilities = torch.tensor([
    [0.95, 0.05, 0],
    [0.6, 0.4, 0],
    [0.1, 0.9, 0],
    [0.2, 0.8, 0],
  ]);
  const asked = torch.tensor([0, 1, 1, 1], { dtype: 'int64' });
  const report = metrics.classReport(probabilities, { asked, dataShares: [0.5, 0.5, 0] });
  expect(report).toEqual({ histogram: [2, 2, 0], kl: 0, confident: 0.5, accuracy: [1, 2 / 3, Number.NaN] });
  expect(metrics.classReport(probabilities, { dataShares: [0, 1, 0] }).kl).toBe(Number.POSITIVE_INFINITY);
  expect(() => metrics.classReport(probabilities, { dataShares: [1] })).toThrow(
    /expected an array of 3 fractions/,
  );
});

test('memorisation: copies of training images are found, with what they are copies of', () => {
  const training = normal(50);
  const heldOut = normal(30, 4, 2);
  const samples = torch.cat([normal(10, 4, 3), training.narrow(0, 7, 3)]);
  const { nearest, ratio } = metrics.memorisation(training, samples, { heldOut, pairs: 3 });
  expect(nearest.map(({ sample, training: at }) => [sample, at]).sort()).toEqual([
    [10, 7],
    [11, 8],
    [12, 9],
  ]);
  expect(ratio).toBeLessThan(1);
  expect(metrics.memorisation(training, training).ratio).toBe(0);
});

test('memorisation is not defined where all training images have duplicates', () => {
  const twice = torch.cat([normal(20), normal(20)]);
  const found = metrics.memorisation(twice, normal(10, 4, 3), { pairs: 2 });
  expect(found).toMatchObject({ ratio: null, heldOut: 0 });
  expect(found.samples).toBeGreaterThan(0);
  expect(found.nearest).toHaveLength(2);
  expect(metrics.memorisation(twice, twice).ratio).toBeNull();
});

test('what is no number is not compared, nor taken for 0 once it was written and read', () => {
  const classes = {
    names: ['a', 'b'],
    dataShares: [1, 0],
    histogram: [1, 1],
    kl: Number.POSITIVE_INFINITY,
    confident: 1,
  };
  const result = {
    values: {
      classes: { ...classes, accuracy: [0.5, Number.NaN] },
      memorisation: metrics.memorisation(torch.zeros([4, 2]), normal(3, 2)),
    },
    protocol: {} as metrics.Protocol,
  };
  const read = JSON.parse(JSON.stringify(result)) as metrics.Evaluation;
  const compared = metrics.compare(result, read);
  expect(compared.map(({ name, value, other }) => [name, value, other])).toEqual([
    ['confident', 1, 1],
    ['classAccuracy', 0.5, 0.5],
  ]);
});

test('distances come out the same in blocks of rows and columns as all at once', () => {
  // Wide features: more than one block of columns.
  const [reals, samples] = [normal(70, 2 ** 17, 4), normal(9, 2 ** 17, 5)];
  const found = metrics.memorisation(reals, samples, { pairs: 1 }).nearest[0] as metrics.NearestPair;
  const all = torch.cdist(samples.to('float64'), reals.to('float64'));
  expect(found.distance).toBeCloseTo(Number(all.min().item()), 6);
});

test('nothing that a metric makes is left behind', () => {
  const [reals, samples] = [normal(40), normal(30, 4, 2)];
  const before = torch.memory().tensors;
  fid(reals, samples);
  metrics.kernelDistance(reals, samples, { subsets: 2, subsetSize: 10 });
  metrics.precisionRecall(reals, samples);
  metrics.densityCoverage(reals, samples);
  metrics.memorisation(reals, samples);
  // The statistics of fid are tensors of the caller.
  expect(torch.memory().tensors - before).toBeLessThanOrEqual(4);
});

test('results of different protocols are compared by nobody without an error that names what differs', () => {
  const result = (samples: number, seed: number, searched = 0): metrics.Evaluation => ({
    values: { fid: seed + 1, recall: 0.5 },
    protocol: {
      features: {
        name: 'a',
        hash: '12',
        size: 4,
        input: { shape: [1, 8, 8], range: [0, 1], resize: 'antialias' },
      },
      samples,
      reals: { name: 'mnist', crc32: 'ab', compared: 10, searched, heldOut: 0, shape: [1, 8, 8] },
      constants: {},
      seed,
    },
  });
  expect(metrics.compare(result(10, 0), result(10, 0))[0]).toEqual({
    name: 'fid',
    value: 1,
    other: 1,
    better: 'lower',
  });
  const mismatch = (): unknown => metrics.compare(result(10, 0), result(20, 1));
  expect(mismatch).toThrow(metrics.ProtocolMismatch);
  expect(mismatch).toThrow(TadpoleError);
  expect(mismatch).toThrow(/these differ: samples \(10 and 20\), seed \(0 and 1\)/);
  // How many images memorisation searched counts where both results have it.
  expect(metrics.compare(result(10, 0, 100), result(10, 0))).toHaveLength(2);
  expect(() => metrics.compare(result(10, 0, 100), result(10, 0, 90))).toThrow(
    /reals.searched \(100 and 90\)/,
  );
});

test('arguments that are something else are named, with what they should be', async () => {
  const anything = <Value>(value: unknown): Value => value as Value;
  const statistics = metrics.statisticsOf(normal(9));
  const single = { ...statistics, covariance: statistics.covariance.to('float32') };
  const infinite = { ...statistics, mean: statistics.mean.div(0) };
  const asked = (dataShares: number[]): (() => unknown) => {
    return () => metrics.classReport(torch.full([9, 3], 1 / 3), { dataShares });
  };
  const refused: [() => unknown, RegExp][] = [
    [() => metrics.frechetDistance(statistics, anything(normal(9))), /'second' must be mean and covariance/],
    [() => metrics.frechetDistance(single, statistics), /first: expected float64 of shapes/],
    [() => metrics.frechetDistance(statistics, infinite), /second: mean or covariance is not finite/],
    [
      () => metrics.kernelDistance(normal(9), anything(undefined)),
      /argument 'second' must be a Tensor, got und/,
    ],
    [
      () => metrics.kernelDistance(torch.tensor(1), normal(9)),
      /first: expected floats of shape \[images, feat/,
    ],
    [asked([1, 1, 1]), /dataShares: expected an array of 3 fractions with the sum 1, got \[1, 1, 1\]/],
    [asked([Number.NaN, 0.5, 0.5]), /dataShares: expected .*got \[NaN, 0.5, 0.5\]/],
    [asked(anything('abc')), /dataShares: expected .*got string 'abc'/],
    [
      () => metrics.compare(anything(undefined), anything({})),
      /'first' must be a result of metrics.evaluate/,
    ],
    [() => metrics.randomFeatures(anything(7)), /shape: expected \[channels, height, width\], got 7/],
  ];
  for (const [call, words] of refused) expect(call).toThrow(words);
  const network = metrics.randomFeatures([1, 8, 8]);
  await expect(metrics.extract(network, anything(undefined))).rejects.toThrow(
    /'source' must be a source of im/,
  );
  await expect(metrics.evaluate(anything({}))).rejects.toThrow(/'network' must be a feature network/);
  await expect(metrics.classifierFeatures(anything({}))).rejects.toThrow(/'dataset' must be a dataset/);
});
