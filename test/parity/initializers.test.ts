// Initializers and the layers' defaults draw from the distributions that PyTorch draws from.
import { nn, type Tensor, torch } from 'tadpole';
import { buildLayer, type LayerSpec } from './build';
import { expectClose, Fixture, numbers, type TensorRef } from './fixtures';

interface Distribution {
  distribution: 'uniform' | 'normal' | 'constant';
  mean: number;
  std: number;
  /** Half the width of a uniform distribution. */
  bound?: number;
}

interface InitializerCase {
  initializer?: string;
  args?: unknown[];
  build?: LayerSpec;
  expected: Distribution | Record<string, Distribution>;
  orthogonal?: TensorRef;
  gain?: number;
}

const fixture = new Fixture<InitializerCase, { shape: number[] }>('initializers');
const init = nn.init as unknown as Record<string, (tensor: Tensor, ...args: unknown[]) => Tensor>;

beforeEach(() => torch.manualSeed(7));

for (const { initializer, args = [], build, expected } of fixture.cases) {
  if (initializer !== undefined) {
    test(`nn.init.${initializer}(${args.map((arg) => JSON.stringify(arg)).join(', ')})`, () => {
      const tensor = torch.empty(fixture.head.shape);
      expect(init[initializer]?.(tensor, ...args)).toBe(tensor);
      expectDistribution(tensor, expected as Distribution, initializer);
    });
  }
  if (build !== undefined) {
    test(`nn.${build[0]}(${build
      .slice(1)
      .map((arg) => JSON.stringify(arg))
      .join(', ')})`, () => {
      const state = buildLayer(build).stateDict();
      expect(Object.keys(state)).toEqual(Object.keys(expected));
      for (const [key, distribution] of Object.entries(expected as Record<string, Distribution>)) {
        expectDistribution(state[key] as Tensor, distribution, key);
      }
    });
  }
}

test('nn.init.orthogonal_ gives the matrices that PyTorch makes from the same seed', () => {
  torch.manualSeed(3);
  for (const { orthogonal, gain } of fixture.cases) {
    if (!orthogonal) continue;
    const expected = fixture.tensor(orthogonal);
    expectClose(
      nn.init.orthogonal_(torch.empty(expected.shape), gain),
      expected,
      `shape [${expected.shape}]`,
    );
  }
});

// Five standard errors: the seed is fixed, so a right initializer passes always.
function expectDistribution(tensor: Tensor, { mean, std, bound }: Distribution, what: string): void {
  const values = numbers(tensor);
  const count = values.length;
  const average = values.reduce((sum, value) => sum + value, 0) / count;
  const deviation = Math.sqrt(
    values.reduce((sum, value) => sum + (value - average) ** 2, 0) / Math.max(count - 1, 1),
  );
  expectNear(average, mean, (5 * std) / Math.sqrt(count), `${what}: mean`);
  expectNear(deviation, std, (5 * std) / Math.sqrt(2 * count), `${what}: standard deviation`);
  if (bound === undefined) return;
  const reach = values.reduce((most, value) => Math.max(most, Math.abs(value - mean)), 0);
  expect(reach).toBeLessThanOrEqual(bound * (1 + 1e-6));
  expect(reach).toBeGreaterThan(bound * (1 - 20 / count));
}

function expectNear(actual: number, expected: number, margin: number, what: string): void {
  if (Math.abs(actual - expected) <= margin + 1e-7) return;
  throw new Error(
    `${what} is ${actual} instead of ${expected} (allowed difference ${margin.toExponential(2)})`,
  );
}
