// TorchScript modules that call kernels which trust their arguments: calls that would end the process throw instead.
import { nn, type Tensor, torch } from 'tadpole';
import { aten, int32, int64, noIntegers, ones } from './aten';
import { temporaryFolder } from './temporary';

const inFolder = temporaryFolder();
/** The result of one overload, or the first of several. */
function call(name: string, ...inputs: unknown[]): Tensor {
  const result = aten(name)(...inputs) as Tensor | Tensor[];
  return Array.isArray(result) ? (result[0] as Tensor) : result;
}

/** A traced module of one formula. */
function traced(formula: (...inputs: Tensor[]) => Tensor, inputs: Tensor[]) {
  class Formula extends nn.Module {
    forward(...given: Tensor[]): Tensor {
      return formula(...given);
    }
  }
  return torch.jit.trace(new Formula(), inputs);
}

const rnnWeights = [ones(16, 3), ones(16, 4), ones(16), ones(16)];
const pool = [[2, 2], [2, 2], [0, 0], [1, 1], false];

/** By operator: a formula of it, inputs that it takes, and some that it does not. */
const cases: Record<string, [(...inputs: Tensor[]) => Tensor, Tensor[], Tensor[], RegExp]> = {
  lu_unpack: [
    (lu, pivots) => call('lu_unpack', lu, pivots),
    [torch.eye(3), int32(1, 2, 3)],
    [torch.eye(300), int32()],
    /'LU_pivots' must have the shape \[300\]/,
  ],
  ctc_loss: [
    (logProbs, targets) => call('ctc_loss.IntList', logProbs, targets, [5], [2]),
    [torch.rand([5, 1, 4]).logSoftmax(-1), int64(1, 2)],
    [torch.rand([5, 1, 4]).logSoftmax(-1), int64(1, 2 ** 40)],
    /'targets' must hold values of at least 0 and below 4/,
  ],
  lstm: [
    (input, state) => call('lstm.input', input, [state, state], rnnWeights, true, 1, 0, false, false, false),
    [ones(2, 5, 3), ones(1, 5, 4)],
    [ones(2, 5, 3), ones(1, 1, 4)],
    /'hx' must have the shape \[1, 5, 4\]/,
  ],
  max_pool2d_with_indices_backward: [
    (grad, self, indices) => call('max_pool2d_with_indices_backward', grad, self, ...pool, indices),
    [ones(1, 1, 2, 2), ones(1, 1, 4, 4), int64(0, 3, 5, 15).reshape([1, 1, 2, 2])],
    [ones(1, 1, 2, 2), ones(1, 1, 4, 4), int64(0, 3, 5, 2 ** 40).reshape([1, 1, 2, 2])],
    /'indices' must hold values of at least 0 and below 16/,
  ],
  embedding_bag: [
    (weight, indices, offsets) => call('embedding_bag', weight, indices, offsets),
    [ones(4, 2), int64(1, 2, 3), int64(0, 2)],
    [ones(4, 2), int64(1, 2, 3), noIntegers()],
    /'offsets' must say where each bag/,
  ],
  native_batch_norm: [
    (x, mean) => call('native_batch_norm', x, null, null, mean, mean, false, 0.1, 1e-5),
    [ones(3, 2, 4), ones(2)],
    [ones(3, 2, 4), ones(0)],
    /'running_mean' must hold 2 values/,
  ],
};

describe('a TorchScript module', () => {
  test.each(Object.entries(cases))('that calls %s', async (_, [formula, right, wrong, message]) => {
    using module = traced(formula, right);
    const expected = formula(...right);
    torch.testing.assertClose(module.forward(...right) as Tensor, expected);
    const refused = () => module.forward(...wrong);
    expect(refused).toThrow(RangeError);
    expect(refused).toThrow(/^forward\(\): ValueError: argument/);
    expect(refused).toThrow(message);
    await expect(module.forwardAsync(...wrong)).rejects.toThrow(message);
    // The module is as good as before.
    torch.testing.assertClose(module.forward(...right) as Tensor, expected);
  });

  test('is saved as if it were not checked, and checked when it is loaded', () => {
    const [formula, right, wrong, message] = cases['lu_unpack'] as (typeof cases)[string];
    const path = inFolder('unpack.pt');
    {
      using module = traced(formula, right);
      module.save(path);
    }
    using loaded = torch.jit.load(path);
    torch.testing.assertClose(loaded.forward(...right) as Tensor, formula(...right));
    expect(() => loaded.forward(...wrong)).toThrow(message);
  });
});
