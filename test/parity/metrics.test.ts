// Metrics equal numpy's by the formulas of their papers; Inception equals its graph, written in Python.
import { metrics, type Tensor, torch } from 'tadpole';
import { expectClose, Fixture, type TensorRef } from './fixtures';

type Value = { mean: number; std: number };

interface MetricsCase {
  name: 'metrics';
  reals: TensorRef;
  samples: TensorRef;
  heldOut: TensorRef;
  probabilities: TensorRef;
  mean: TensorRef;
  covariance: TensorRef;
  fid: number;
  kid: Value & { subsets: number; subsetSize: number; seed: number };
  precision: number;
  recall: number;
  density: number;
  coverage: number;
  inceptionScore: Value & { splits: number };
  classes: { dataShares: number[]; histogram: number[]; kl: number; confident: number };
  memorisation: { samples: number; heldOut: number; others: number };
}

interface InceptionCase {
  name: 'inception';
  weights: { name: string; shape: number[]; low: number; high: number }[];
  side: number;
  imageSeed: number;
  features: TensorRef;
  logits: TensorRef;
}

const fixture = new Fixture<MetricsCase | InceptionCase, { numpy: string }>('metrics');
const known = fixture.cases.find((each) => each.name === 'metrics') as MetricsCase;
const reals = fixture.tensor(known.reals);
const samples = fixture.tensor(known.samples);

describe(`as numpy ${fixture.head.numpy} has it`, () => {
  test('mean and covariance', () => {
    const { count, mean, covariance } = metrics.statisticsOf(reals);
    expect(count).toBe(60);
    expectClose(mean, fixture.tensor(known.mean), 'mean');
    expectClose(covariance, fixture.tensor(known.covariance), 'covariance');
  });

  test('FID', () => {
    const [first, second] = [reals, samples].map(metrics.statisticsOf);
    const distance = metrics.frechetDistance(first as metrics.Statistics, second as metrics.Statistics);
    expect(distance).toBeCloseTo(known.fid, 9);
  });

  test('KID of the same subsets, and its spread', () => {
    const { subsets, subsetSize, seed, mean, std } = known.kid;
    const found = metrics.kernelDistance(reals, samples, { subsets, subsetSize, seed });
    expect(found.mean).toBeCloseTo(mean, 10);
    expect(found.std).toBeCloseTo(std, 10);
  });

  test('precision, recall, density and coverage', () => {
    const { precision, recall, density, coverage } = known;
    const found = { ...metrics.precisionRecall(reals, samples), ...metrics.densityCoverage(reals, samples) };
    expect(found.precision).toBeCloseTo(precision, 12);
    expect(found.recall).toBeCloseTo(recall, 12);
    expect(found.density).toBeCloseTo(density, 12);
    expect(found.coverage).toBeCloseTo(coverage, 12);
  });

  test('inception score', () => {
    const { splits, mean, std } = known.inceptionScore;
    const found = metrics.inceptionScore(fixture.tensor(known.probabilities), { splits });
    expect(found.mean).toBeCloseTo(mean, 6);
    expect(found.std).toBeCloseTo(std, 6);
  });

  test('what a classifier says', () => {
    const { dataShares, histogram, kl, confident } = known.classes;
    const probabilities = fixture.tensor(known.probabilities);
    const found = metrics.classReport(probabilities, { dataShares, confidence: 0.6 });
    expect(found.histogram).toEqual(histogram);
    expect(found.kl).toBeCloseTo(kl, 12);
    expect(found.confident).toBeCloseTo(confident, 12);
  });

  test('memorisation, beside held-out images and beside the other training images', () => {
    const { samples: near, heldOut, others } = known.memorisation;
    const held = metrics.memorisation(reals, samples, { heldOut: fixture.tensor(known.heldOut) });
    expect(held.samples).toBeCloseTo(near, 10);
    expect(held.heldOut).toBeCloseTo(heldOut, 10);
    expect(held.ratio).toBeCloseTo(near / heldOut, 10);
    expect(metrics.memorisation(reals, samples).ratio).toBeCloseTo(near / others, 10);
  });
});

test('Inception, with weights that both sides draw, gives the features and the logits of its graph in Python', () => {
  const { weights, side, imageSeed, features, logits } = fixture.cases.find(
    (each) => each.name === 'inception',
  ) as InceptionCase;
  torch.scope(() => {
    using network = new metrics.Inception();
    const uniform = (shape: readonly number[], low: number, high: number, seed: number): Tensor =>
      torch.empty(shape).uniform_(low, high, { generator: new torch.Generator({ seed }) });
    const drawn = weights.map(({ name, shape, low, high }, seed) => [name, uniform(shape, low, high, seed)]);
    const { missing, unexpected } = network.loadStateDict(Object.fromEntries(drawn), { strict: false });
    expect(unexpected).toEqual([]);
    expect(missing.filter((name) => !name.endsWith('num_batches_tracked'))).toEqual([]);
    network.eval();
    torch.noGrad(() => {
      const rows = network.forward(uniform([2, 3, side, side], -1, 1, imageSeed));
      // Ninety layers in float32, whose sums are taken in another order on other processors.
      const tolerance = { relative: 1e-3, absolute: 1e-3 };
      expectClose(rows, fixture.tensor(features), 'features', tolerance);
      expectClose(network.classify(rows), fixture.tensor(logits), 'logits', tolerance);
    });
  });
});
