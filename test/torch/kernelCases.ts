// Calls of operators whose kernels trust their arguments.
import { torch } from 'tadpole';
import { int32, int64, noIntegers, ones } from './aten';

// Some cases hold random values.
torch.manualSeed(0);

type Inputs = readonly unknown[];

/** Weights of an RNN with 3 inputs and 4 hidden units, with `gates` gates each. */
const weights = (gates: number) => [ones(gates * 4, 3), ones(gates * 4, 4), ones(gates * 4), ones(gates * 4)];
const rnnOptions = [true, 1, 0, false, false];
const bnMask = [true, true, true];
const pool2d = [[2, 2], [2, 2], [0, 0], [1, 1], false];
const pool3d = [[2, 2, 2], [2, 2, 2], [0, 0, 0], [1, 1, 1], false];
export const indices2d = (...values: number[]) => int64(...values).reshape([1, 1, 2, 2]);
const indices3d = (last: number) => int64(0, 3, 5, 15, 20, 22, 60, last).reshape([1, 1, 2, 2, 2]);

/** By operator: valid arguments, and absurd ones with the message of the error. */
export const kernels: Record<string, { right: Inputs[]; absurd: [Inputs, RegExp][] }> = {
  'ctc_loss.IntList': {
    right: [
      [torch.rand([5, 2, 4]).logSoftmax(-1), int64(1, 2, 3, 1), [5, 5], [2, 2]],
      [torch.rand([5, 2, 4]).logSoftmax(-1), int64(1, 99, 3, 1).reshape([2, 2]), [5, 5], [1, 2]],
    ],
    absurd: [
      [
        [torch.rand([5, 2, 4]), int64(1, 2, 1, 100).reshape([2, 2]), [5, 5], [2, 2]],
        /'targets' must hold .*below 4, got 100/,
      ],
      [[torch.rand([5, 2, 4]), int64(1, -(2 ** 40), 1, 1).reshape([2, 2]), [5, 5], [2, 2]], /'targets'/],
      [[torch.rand([5, 2, 4]), int64(1, 2).reshape([1, 2]), [5, 5], [2, 2]], /'targets' must have .* a row/],
      [[torch.rand([5, 2, 4]), int64(1, 2, 3), [5, 5], [2, 2 ** 40]], /'target_lengths' must stay within/],
      [[torch.rand([5]), int64(1), [5], [1]], /'log_probs' must have at least 2 dimensions/],
    ],
  },
  'ctc_loss.Tensor': {
    right: [[torch.rand([5, 4]).logSoftmax(-1), int64(1, 2), int64(5), int64(2)]],
    absurd: [[[torch.rand([5, 2, 1]), int64(1, 2, 1, 1), int64(5, 4), int64(2, 2)], /below 1, got 2/]],
  },
  'lstm.input': {
    right: [[ones(2, 5, 3), [ones(1, 2, 4), ones(1, 2, 4)], weights(4), ...rnnOptions, true]],
    absurd: [
      [
        [ones(50, 2, 3), [ones(1, 2, 4), ones(1, 2, 4)], weights(4), ...rnnOptions, true],
        /'hx' must have the shape \[1, 50, 4\]/,
      ],
      [
        [ones(3, 3), [ones(2, 2, 5), ones(2, 2, 5)], [], true, -5, 0, true, true, false],
        /'params' must hold 4 tensors/,
      ],
      [
        [ones(2, 5, 9), [ones(1, 2, 4), ones(1, 2, 4)], weights(4), ...rnnOptions, true],
        /'params' must have the shape \[16, 9\]/,
      ],
    ],
  },
  'gru.data': {
    right: [[ones(6, 3), int64(3, 2, 1), ones(1, 3, 4), weights(3), ...rnnOptions]],
    absurd: [
      [
        [ones(6, 3), noIntegers(), ones(1, 3, 4), weights(3), ...rnnOptions],
        /'batch_sizes' must hold at least one/,
      ],
    ],
  },
  'gru.input': {
    right: [[ones(5, 2, 3), ones(1, 2, 4), weights(3), ...rnnOptions, false]],
    absurd: [[[ones(5, 2, 3), ones(1, 9, 4), weights(3), ...rnnOptions, false], /'hx'/]],
  },
  'rnn_tanh.input': {
    right: [[ones(5, 3), ones(1, 4), weights(1), ...rnnOptions, false]],
    absurd: [[[ones(5, 2, 3), ones(1, 9, 4), weights(1), ...rnnOptions, false], /'hx'/]],
  },
  'rnn_relu.data': {
    right: [[ones(6, 3), int64(3, 2, 1), ones(1, 3, 4), weights(1), ...rnnOptions]],
    absurd: [[[ones(6, 3), int64(3), ones(1, 5, 4), weights(1), ...rnnOptions], /'hx'/]],
  },
  embedding_bag: {
    right: [
      [ones(5, 3), int64(0, 1, 4), int64(0, 2)],
      [ones(5, 3), noIntegers(), noIntegers()],
    ],
    absurd: [[[ones(5, 3), int64(0, 1), noIntegers(), false, 2], /'offsets' must say where each bag/]],
  },
  lu_unpack: {
    right: [
      [ones(2, 3, 3), int32(1, 2, 3, 1, 2, 3).reshape([2, 3])],
      [ones(3, 2), int32(1, 2)],
      [ones(3, 3), int32(1), true, false],
    ],
    absurd: [
      [[ones(3, 3), torch.zeros([0], { dtype: 'int32' })], /'LU_pivots' must have the shape \[3\]/],
      [[ones(3, 3), int32(1, 2, 3).reshape([3, 1])], /'LU_pivots'/],
      [[ones(0, 3, 3), int32(1, 2, 3)], /'LU_pivots'/],
    ],
  },
  pdist: {
    right: [[torch.ones([2, 3], { requiresGrad: true })], [ones(0, 3)]],
    absurd: [[[torch.ones([0, 3], { requiresGrad: true })], /'self' must have rows/]],
  },
  adaptive_max_pool2d_backward: {
    right: [[ones(1, 1, 2, 2), ones(1, 1, 4, 4), indices2d(0, 3, 5, 15)]],
    absurd: [
      [
        [ones(1, 1, 2, 2), ones(1, 1, 4, 4), indices2d(0, 3, 100, 15)],
        /'indices' must hold .*below 16, got 100/,
      ],
      [[ones(1, 1, 2, 2), ones(1, 1, 1, 1), indices2d(-2, -2, -2, -2)], /'indices'/],
      [
        [ones(1, 7, 2, 2), ones(1, 1, 4, 4), indices2d(0, 3, 5, 15)],
        /'grad_output' must have the batch and channels/,
      ],
    ],
  },
  adaptive_max_pool3d_backward: {
    right: [[ones(1, 1, 2, 2, 2), ones(1, 1, 4, 4, 4), indices3d(61)]],
    absurd: [
      [[ones(1, 1, 2, 2, 2), ones(1, 1, 4, 4, 4), indices3d(-1)], /'indices'/],
      [[ones(1, 1, 2, 2, 2), ones(1, 5, 4, 4, 4), indices3d(61)], /'grad_output'/],
    ],
  },
  max_pool2d_with_indices_backward: {
    right: [[ones(1, 1, 2, 2), ones(1, 1, 4, 4), ...pool2d, indices2d(0, 3, 5, 15)]],
    absurd: [[[ones(1, 1, 2, 2), ones(1, 1, 4, 4), ...pool2d, indices2d(0, 3, 5, 16)], /'indices'/]],
  },
  max_pool3d_with_indices_backward: {
    right: [[ones(1, 1, 2, 2, 2), ones(1, 1, 4, 4, 4), ...pool3d, indices3d(61)]],
    absurd: [[[ones(7, 1, 2, 2, 2), ones(1, 1, 4, 4, 4), ...pool3d, indices3d(61)], /'grad_output'/]],
  },
  fractional_max_pool2d_backward: {
    right: [[ones(1, 1, 2, 2), ones(1, 1, 4, 4), [2, 2], [2, 2], indices2d(0, 3, 5, 15)]],
    absurd: [
      [[ones(1, 1, 2, 2), ones(1, 1, 4, 4), [2, 2], [2, 2], indices2d(0, 3, 5, 100_000)], /'indices'/],
      [
        [ones(1, 1, 2, 2), ones(1, 1, 4, 4), [2, 2], [], indices2d(0, 3, 5, 15)],
        /'output_size': must hold 2 values/,
      ],
    ],
  },
  fractional_max_pool3d_backward: {
    right: [[ones(1, 1, 2, 2, 2), ones(1, 1, 4, 4, 4), [2, 2, 2], [2, 2, 2], indices3d(61)]],
    absurd: [[[ones(1, 1, 2, 2, 2), ones(1, 1, 4, 4, 4), [2, 2, 2], [2, 2, 2], indices3d(64)], /'indices'/]],
  },
  embedding_backward: {
    right: [[ones(2, 3), int64(0, 4), 5, -1, true, false]],
    absurd: [[[ones(4, 3), int64(0, 1, 4, 2), 2, -1, true, false], /'indices' must hold .*below 2, got 4/]],
  },
  embedding_dense_backward: {
    right: [[ones(2, 3), int64(0, 4), 5, -1, true]],
    absurd: [
      [[ones(4, 3), int64(0, 1, 100_000, 2), 5, -1, true], /'indices'/],
      [[ones(0), int64(-1, 2), 3, 3, true], /'indices'/],
      [[ones(1, 3), int64(0, 1), 5, -1, true], /'grad_output' must hold 6 values/],
    ],
  },
  native_batch_norm: {
    right: [
      [ones(2, 3, 4), ones(3), ones(3), ones(3), ones(3), true, 0.1, 1e-5],
      [ones(2, 3, 4), null, null, null, null, true, 0.1, 1e-5],
    ],
    absurd: [
      [
        [ones(2, 3, 4), ones(3), ones(3), ones(3), ones(0), true, 0.1, 1e-5],
        /'running_var' must hold 3 values/,
      ],
      [[ones(2, 3, 4), null, null, null, null, false, 0.1, 1e-5], /'running_mean' must hold 3 values/],
      [[ones(3), null, null, null, null, true, 0.1, 1e-5], /'input' must have at least 2 dimensions/],
    ],
  },
  _native_batch_norm_legit: {
    right: [[ones(2, 3, 4), ones(3), ones(3), ones(3), ones(3), true, 0.1, 1e-5]],
    absurd: [[[ones(2, 3, 4), ones(3), ones(3), ones(3), ones(0), false, 0, 1e-5], /'running_var'/]],
  },
  _batch_norm_with_update: {
    right: [[ones(2, 3, 4), ones(3), ones(3), ones(3), ones(3), 0.1, 1e-5]],
    absurd: [[[ones(2, 3, 4), ones(3), ones(3), ones(3), ones(0), 0.1, 1e-5], /'running_var'/]],
  },
  batch_norm_update_stats: {
    right: [[ones(2, 3, 4), ones(3), ones(3), 0.1]],
    absurd: [[[ones(3, 3, 3), null, ones(0), 0.1], /'running_var'/]],
  },
  native_batch_norm_backward: {
    right: [
      [ones(2, 3, 4), ones(2, 3, 4), ones(3), null, null, ones(3), ones(3), true, 1e-5, bnMask],
      [ones(2, 3, 4), ones(2, 3, 4), ones(3), ones(3), ones(3), ones(0), ones(0), false, 1e-5, bnMask],
    ],
    absurd: [
      [
        [ones(2, 3, 4), ones(2, 3, 4), ones(3), ones(3), ones(3), ones(3), null, true, 1e-5, bnMask],
        /'save_invstd' must hold 3 values/,
      ],
      [
        [ones(0, 3), ones(0, 3), ones(3), null, null, ones(3), ones(3), true, 1e-5, bnMask],
        /'input' must hold values/,
      ],
      [[ones(3, 3), ones(2, 3), ones(3), null, null, ones(3), ones(3), true, 1e-5, bnMask], /'grad_out'/],
    ],
  },
  batch_norm_backward: {
    right: [[ones(2, 3), ones(2, 3), ones(3), null, null, ones(3), ones(3), true, 1e-5, bnMask, ones(0)]],
    absurd: [
      [
        [ones(2, 3), ones(2, 3), ones(3), null, null, ones(3), ones(3), false, 0, bnMask, ones(0)],
        /'running_mean'/,
      ],
    ],
  },
  segment_reduce: {
    right: [
      [ones(5, 2), 'max', { offsets: int64(0, 2, 5) }],
      [ones(5, 2), 'sum', { lengths: int64(2, 3), unsafe: true }],
      [ones(2, 5), 'sum', { lengths: int64(2, 3, 1, 4).reshape([2, 2]), axis: -1 }],
    ],
    absurd: [
      [
        [ones(5, 2), 'max', { offsets: int64(-(2 ** 40), 2, 5), unsafe: true }],
        /'offsets' must describe segments in order/,
      ],
      [[ones(0), 'max', { offsets: int64(0, 2, 5) }], /within 0 values/],
      [[ones(5, 2), 'sum', { lengths: int64(2, 2 ** 40), unsafe: true }], /'lengths'/],
      [[ones(5, 2), 'max', { offsets: noIntegers() }], /'offsets' must have the dimensions/],
    ],
  },
  linalg_ldl_solve: {
    right: [
      [torch.eye(3), int32(1, 2, 3), ones(3, 2)],
      [torch.eye(3), int32(-2, -2, 3), ones(3, 2)],
    ],
    absurd: [
      [[torch.eye(3), int32(0, 2, 3), ones(3, 2)], /'pivots' must hold rows from 1 to 3/],
      [[torch.eye(3), int32(2 ** 30, 2, 3), ones(3, 2)], /'pivots'/],
      [[torch.eye(3), int32(-1, 2, 3), ones(3, 2)], /'pivots'/],
      [[torch.eye(3), int32(1, 2, -3), ones(3, 2)], /'pivots'/],
    ],
  },
  native_layer_norm_backward: {
    right: [[ones(2, 3, 4), ones(2, 3, 4), [4], ones(2, 3, 1), ones(2, 3, 1), ones(4), ones(4), bnMask]],
    absurd: [
      [
        [ones(1), ones(2, 3, 4), [4], ones(2, 3, 1), ones(2, 3, 1), ones(4), null, bnMask],
        /'grad_out' must have the shape \[2, 3, 4\]/,
      ],
      [
        [ones(2, 3, 4), ones(2, 3, 4), [4], ones(2, 3, 1), ones(0, 3, 1), ones(4), null, bnMask],
        /'rstd' must hold 6 values/,
      ],
    ],
  },
  multi_margin_loss_backward: {
    right: [
      [ones(), ones(3, 4), int64(0, 1, 3), 1, 1, null, 1],
      [ones(3), ones(3, 4), int64(0, 1, 3), 1, 1, null, 0],
      [ones(), ones(4), int64(3), 1, 1, null, 0],
    ],
    absurd: [
      [[ones(0), ones(3, 4), int64(0, 1, 3), 1, 1, ones(4), 1], /'grad_output' must hold 1 values/],
      [[ones(0), ones(3, 4), int64(0, 1, 3), 1, 1, ones(4), 0], /'grad_output' must hold 3 values/],
    ],
  },
};
