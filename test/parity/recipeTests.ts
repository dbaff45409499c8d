// The tests of parity/recipes*.test.ts: a recipe gives the losses and weights of its tutorial written in PyTorch, step by step.
import { type nn, type Tensor, torch } from 'tadpole';
import { expectNumbersClose, Fixture, numbers } from './fixtures';
import { float32Losses } from './rounding';
import { type FinalWeight, type TutorialCase, train } from './tutorials';

const fixture = new Fixture<TutorialCase>('recipes');

// Training multiplies what float64 rounds off, 2^-53, but over these steps it leaves half of the digits as they are.
const HALF_OF_FLOAT64 = 2 ** -26.5;
// A loss of the second step has been through the gradients and updates of both networks.
const FLOAT32_STEPS = 2;

/** Declares the tests of these recipes. */
export function testRecipes(...recipes: TutorialCase['recipe'][]): void {
  const cases = fixture.cases.filter(({ recipe }) => recipes.includes(recipe));
  describe.each(cases.map((entry) => [entry.recipe, entry] as const))('%s', (_, expected) => {
    const { losses } = expected;

    test(`float64: losses of ${losses.length} steps and the weights after them`, () => {
      const got = train(expected, {
        dtype: 'float64',
        steps: losses.length,
        after: (pair) => {
          compareWeights(pair.generator, expected.generator, 'generator');
          compareWeights(pair.discriminator, expected.discriminator, 'discriminator');
        },
      });
      for (const [step, name, value] of everyLoss()) {
        const tolerance = { relative: HALF_OF_FLOAT64, absolute: 0 };
        const found = got[step]?.[name] ?? Number.NaN;
        expectNumbersClose([found], [value], `${name} of step ${step + 1}`, tolerance);
      }
    });

    test('float32: losses of two steps, as close as rounding lets them be', () => {
      const got = float32Losses(expected, FLOAT32_STEPS);
      for (const [step, name, value] of everyLoss().filter(([step]) => step < FLOAT32_STEPS)) {
        const { value: rounded, margin } = got[step]?.[name] ?? { value: Number.NaN, margin: 0 };
        const tolerance = { relative: 0, absolute: margin };
        expectNumbersClose([rounded], [value], `${name} of step ${step + 1}`, tolerance);
      }
    });

    function everyLoss(): [step: number, name: string, value: number][] {
      return losses.flatMap((ofStep, step) =>
        Object.entries(ofStep).map(([name, value]): [number, string, number] => [step, name, value]),
      );
    }
  });
}

function compareWeights(network: nn.Module, expected: Record<string, FinalWeight>, part: string): void {
  const state = network.stateDict();
  const shapes = (tensors: Record<string, { shape: number[] }>): [string, number[]][] =>
    Object.entries(tensors).map(([key, { shape }]) => [key, shape]);
  expect(shapes(state).sort()).toEqual(shapes(expected).sort());
  for (const [key, { mean, rms, values }] of Object.entries(expected)) {
    torch.scope(() => {
      const all = (state[key] as Tensor).detach().to('float64').flatten();
      const stride = Math.max(1, Math.floor(all.numel() / 64));
      const some = all.at(`::${stride}`).at(':64');
      const tolerance = { relative: HALF_OF_FLOAT64, absolute: HALF_OF_FLOAT64 };
      expectNumbersClose(numbers(some), numbers(fixture.tensor(values)), `${part} ${key}`, tolerance);
      const [average, size] = [all.mean().item(), all.square().mean().sqrt().item()];
      const what = `${part} ${key}, mean and root mean square`;
      expectNumbersClose([average, size] as number[], [mean, rms], what, tolerance);
    });
  }
}
