// PyTorch's names as JavaScript spells them.
import { native } from '../../dist/torch/addon';

test.each([
  ['conv_transpose2d', 'convTranspose2d'],
  ['padding_mode', 'paddingMode'],
  ['log2_', 'log2_'],
  ['clamp_max_', 'clampMax_'],
  ['_softmax_backward_data', '_softmaxBackwardData'],
  ['__and__', '__and__'],
  ['upsample_nearest2d', 'upsampleNearest2d'],
  ['T', 'T'],
])('%s is %s', (name, spelled) => {
  expect(native.camelCase(name)).toBe(spelled);
});
