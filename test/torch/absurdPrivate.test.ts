// Private operators of libtorch whose kernels trust their arguments: calls that would crash it throw instead.
import { torch } from 'tadpole';
import { aten, int64, noIntegers, ones } from './aten';

// Some of the cases below are drawn when they are written down.
torch.manualSeed(0);

// Threads of test files that run side by side would wait for each other.
torch.setNumThreads(1);

type Inputs = readonly unknown[];

const logProbs = torch.rand([5, 1, 4]).logSoftmax(-1);
const label = (last: number) => int64(1, last).reshape([1, 2]);

/** By operator: arguments that it takes, and absurd ones with what the error says. */
const kernels: Record<string, { right: Inputs[]; absurd: [Inputs, RegExp][] }> = {
  _embedding_bag: {
    right: [
      [ones(4, 2), int64(1, 2, 3), int64(0, 2)],
      [ones(4, 2), int64(1, 2, 3), int64(0, 3), false, 0, false, null, true],
    ],
    absurd: [
      [[ones(4, 2), int64(1, 2, 3), noIntegers()], /'offsets' must say where each bag/],
      [[ones(4, 2), int64(1, 2, 3), int64(0), false, 0, false, null, true], /'offsets'/],
    ],
  },
  _embedding_bag_dense_backward: {
    right: [[ones(1, 5), int64(3), int64(0), int64(1), noIntegers(), 10, false, 0, null]],
    absurd: [
      [
        [ones(1, 5), int64(10), int64(0), int64(1), noIntegers(), 10, false, 0, null],
        /'indices' must hold .* below 10, got 10/,
      ],
      [
        [ones(1, 5), int64(3), int64(1), int64(1), noIntegers(), 10, false, 0, null],
        /'offset2bag' .* below 1/,
      ],
      [[ones(1, 5), int64(3), noIntegers(), int64(1), noIntegers(), 10, false, 0, null], /'offset2bag'/],
    ],
  },
  _adaptive_avg_pool2d_backward: {
    right: [[ones(1, 2, 1, 1), ones(1, 2, 3, 3)]],
    absurd: [[[ones(1, 200000, 1, 1), ones(1, 1, 1, 1)], /'grad_output' must have the batch and channels/]],
  },
  avg_pool2d_backward: {
    right: [[ones(3, 2, 2, 2), ones(3, 2, 4, 4), [2, 2], [2, 2], [0, 0], false, true, null]],
    absurd: [
      [[ones(30000, 2, 2, 2), ones(1, 2, 4, 4), [2, 2], [2, 2], [0, 0], false, true, null], /'grad_output'/],
    ],
  },
  avg_pool3d_backward: {
    right: [[ones(3, 2, 2, 2, 2), ones(3, 2, 4, 4, 4), [2, 2, 2], [2, 2, 2], [0, 0, 0], false, true, null]],
    absurd: [
      [
        [ones(0, 2, 2, 2, 2), ones(3000, 2, 4, 4, 4), [2, 2, 2], [2, 2, 2], [0, 0, 0], false, true, null],
        /'grad_output'/,
      ],
    ],
  },
  _pdist_forward: {
    right: [[ones(4, 3), 2]],
    absurd: [[[ones(11, 15, 0), 2], /'self' must have 2 dimensions/]],
  },
  _pdist_backward: {
    right: [[ones(3), ones(3, 2), 2, ones(3)]],
    absurd: [
      [[ones(1), ones(100, 3), 2, ones(4950)], /'grad' must hold 4950 values/],
      [[ones(0), ones(0, 3), 2, ones(0)], /'self' must have rows/],
    ],
  },
  lstm_cell: {
    right: [[ones(2, 3), [ones(2, 4), ones(2, 4)], ones(16, 3), ones(16, 4)]],
    absurd: [
      [[ones(1, 3), [ones(1, 3, 3), ones(1, 3, 3)], ones(12, 3), ones(12, 3)], /'hx' must have 2 dimensions/],
    ],
  },
  _ctc_loss: {
    right: [[logProbs, label(2), [5], [2]]],
    absurd: [[[logProbs, label(2 ** 40), [5], [2]], /'targets' must hold/]],
  },
  _ctc_loss_backward: {
    right: [[ones(1), logProbs, label(2), [5], [2], ones(1), ones(1, 5, 5), 0]],
    absurd: [
      [[ones(1), logProbs, label(9), [5], [2], ones(1), ones(1, 5, 5), 0], /'targets' must hold/],
      [
        [ones(1), logProbs, label(2), [50], [2], ones(1), ones(1, 5, 5), 0],
        /'input_lengths' must be at most 5/,
      ],
      [[ones(1), logProbs, label(2), [5], [2], ones(1), ones(1, 1, 1), 0], /'log_alpha' must be that of/],
    ],
  },
  _segment_reduce_backward: {
    right: [[ones(2), ones(2), ones(5), 'sum', { lengths: int64(2, 3) }]],
    absurd: [
      [[ones(1), ones(1), ones(3), 'sum', { lengths: int64(10 ** 6) }], /'lengths' must describe segments/],
      [[ones(1), ones(2), ones(5), 'sum', { lengths: int64(2, 3) }], /'grad' must have the shape \[2\]/],
    ],
  },
  _native_batch_norm_legit_no_training: {
    right: [[ones(3, 2, 4), null, null, ones(2), ones(2), 0.1, 1e-5]],
    absurd: [[[ones(3, 2, 4), null, null, ones(0), ones(2), 0.1, 1e-5], /'running_mean' must hold 2 values/]],
  },
  _batch_norm_no_update: {
    right: [[ones(3, 2, 4), null, null, ones(2), ones(2), 0.1, 1e-5]],
    absurd: [[[ones(3, 2, 4), null, null, null, null, 0.1, 1e-5], /'running_mean' must hold 2 values/]],
  },
};

test.each(Object.entries(kernels))('%s', (name, { right, absurd }) => {
  const operator = aten(name);
  for (const inputs of right) expect(() => operator(...inputs)).not.toThrow();
  for (const [inputs, message] of absurd) {
    expect(() => operator(...inputs)).toThrow(RangeError);
    expect(() => operator(...inputs)).toThrow(message);
  }
});
