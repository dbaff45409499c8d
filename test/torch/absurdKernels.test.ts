// Operators whose kernels trust their arguments: calls that would crash libtorch throw instead.
import { readFileSync } from 'node:fs';
import { type Tensor, torch } from 'tadpole';
import { aten, ones } from './aten';
import { indices2d, kernels } from './kernelCases';
import { temporaryFolder } from './temporary';
import { formula } from './tracing';

// Threads of test files that run side by side would wait for each other.
torch.setNumThreads(1);

const inFolder = temporaryFolder();

describe('kernels that trust their arguments', () => {
  test.each(Object.entries(kernels))('%s', (name, { right, absurd }) => {
    const operator = aten(name);
    for (const inputs of right) expect(() => operator(...inputs)).not.toThrow();
    for (const [inputs, message] of absurd) {
      expect(() => operator(...inputs)).toThrow(message);
      expect(() => operator(...inputs)).toThrow(name.split('.')[0]);
    }
  });

  test('are left to themselves on other devices', () => {
    const meta = (...shape: number[]) => torch.ones(shape, { device: 'meta' });
    const indices = torch.zeros([1, 1, 2, 2], { dtype: 'int64', device: 'meta' });
    const gradient = aten('adaptive_max_pool2d_backward')(
      meta(1, 1, 2, 2),
      meta(1, 1, 4, 4),
      indices,
    ) as Tensor;
    expect(gradient.shape).toEqual([1, 1, 4, 4]);
  });

  test('leave nothing of their checks in a trace', () => {
    const backward = aten('adaptive_max_pool2d_backward');
    const indices = indices2d(0, 3, 5, 15);
    const pool = formula((grad) => backward(grad, ones(1, 1, 4, 4), indices) as Tensor);
    using traced = torch.jit.trace(pool, [ones(1, 1, 2, 2)]);
    expect(
      traced
        .forward(ones(1, 1, 2, 2))
        .sum()
        .item(),
    ).toBe(4);
    traced.save(inFolder('traced.pt'));
    expect(readFileSync(inFolder('traced.pt')).includes('aminmax')).toBe(false);
  });
});
