/** @jest-environment ./test/export/environment.cjs */
// Every family of operators, exported to ONNX, gives what libtorch gives.
import path from 'node:path';
import { type Tensor, torch } from 'tadpole';
import { saveOnnx } from '../../dist/export';
import { Around, CASES, LATENT_SHAPE, made } from './operatorCases';
import { pageDifference } from './pageEngine';
import { difference, generatorOf, testFolder, withRuntime } from './runtime';

const folder = testFolder();
beforeAll(() => {
  torch.setNumThreads(1);
  torch.manualSeed(0);
});

withRuntime('ONNX, within 1e-5', () => {
  test.each(CASES)('$name', async ({ name, change, layers }) => {
    const generator = made({ change, layers });
    const file = path.join(folder, `${name.replace(/\W+/g, '-')}.onnx`);
    expect(await difference(generator, file)).toBeLessThan(1e-5);
    generator.dispose();
  });
});

describe('the engine of the page, within 1e-5', () => {
  test.each(CASES)('$name', async ({ change, layers }) => {
    const generator = made({ change, layers });
    expect(await pageDifference(generator)).toBeLessThan(1e-5);
    generator.dispose();
  });
});

describe('refuses', () => {
  const refusal = (change: (x: Tensor) => Tensor): string => {
    const generator = generatorOf(new Around(change, []), { shape: LATENT_SHAPE, image: [1, 1, 1] });
    try {
      saveOnnx(generator, path.join(folder, 'refused.onnx'));
      return '';
    } catch (error) {
      return (error as Error).message;
    } finally {
      generator.dispose();
    }
  };

  test('an operator that is not exported, by name', () => {
    expect(refusal((x) => torch.cumsum(x, 1))).toMatch(
      /the generator calls aten::cumsum, which is not exported to ONNX/,
    );
  });

  test('what writes in place where others see it; where none does, it is as good as another operator', () => {
    const seen = (x: Tensor): Tensor => {
      const part = torch.flatten(x, 1);
      part.relu_();
      return x.add(1);
    };
    expect(refusal(seen)).toMatch(/calls aten::relu_, which is not exported/);
    expect(refusal((x) => torch.flatten(x.mul(2), 1).relu_().add(1))).toBe('');
  });

  test('random numbers', () => {
    expect(refusal((x) => torch.dropout(x, 0.5, true))).toMatch(/random numbers with aten::dropout/);
  });
});
