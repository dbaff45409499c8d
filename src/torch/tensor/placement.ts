// The device and dtype of tensors, as `to` of tensors, modules and TorchScript modules accepts them.
import { isDeviceName } from '../../deviceName';
import { didYouMean } from '../../suggest';
import { type Device, type DType, dtypes } from '../addon';

/** A device or a dtype by its name, or both as options. */
export type Placement = Device | DType | { device?: Device; dtype?: DType };

// Devices of libtorch that only tensors can be asked to move to; it reports missing ones itself.
const OTHER_DEVICE = /^(meta|mps|xpu)(:\d+)?$/;

/** A device or dtype by its name, with or without `torch.`. @throws RangeError with a similar name when it is neither */
export function parsePlacement(owner: string, name: string): { device?: Device; dtype?: DType } {
  const plain = name.replace(/^torch\./, '');
  if ((dtypes as readonly string[]).includes(plain)) return { dtype: plain as DType };
  if (isDeviceName(plain) || OTHER_DEVICE.test(plain)) return { device: plain };
  const meant = didYouMean(plain, [...dtypes, 'cpu', 'cuda']);
  throw new RangeError(
    `${owner}: unknown dtype or device '${name}'${meant || "; expected one such as 'float32' or 'cuda:0'"}`,
  );
}
