// Where a module is moved: parsing of the target, and the move of a single tensor.
import { checkOptions } from '../options';
import { type Device, type DType, type MemoryFormat, parsePlacement, type Tensor, torch } from '../torch';

/** Where `Module.to` moves a module: a device, a floating dtype, a memory format for images, or several of these. */
export type Placement = Device | DType | PlacementOptions;

interface PlacementOptions {
  device?: Device;
  dtype?: DType;
  memoryFormat?: MemoryFormat;
}

/**
 * A function that returns a tensor as it is at `placement`. A dtype applies to floating tensors, a memory format to those with
 * the dimensions that it orders.
 *
 * @throws RangeError for a dtype that is not floating.
 */
export function mover(placement: Placement): (tensor: Tensor) => Tensor {
  const { device, dtype, memoryFormat } = resolvePlacement(placement);
  return (tensor) =>
    tensor.to({
      device: device ?? tensor.device,
      dtype: dtype !== undefined && torch.isFloatingPoint(tensor) ? dtype : tensor.dtype,
      memoryFormat: suits(memoryFormat, tensor) ? memoryFormat : undefined,
    });
}

/** Whether a tensor has the dimensions that a memory format orders. */
function suits(format: MemoryFormat | undefined, tensor: Tensor): boolean {
  if (format === undefined || !/channels/i.test(format)) return true;
  return tensor.dim() === (/3d$/i.test(format) ? 5 : 4);
}

function resolvePlacement(placement: Placement): PlacementOptions {
  const options: PlacementOptions =
    typeof placement === 'string' ? parsePlacement('to', placement) : placement;
  checkOptions('to', options, ['device', 'dtype', 'memoryFormat']);
  if (options.dtype !== undefined && !/float/.test(options.dtype)) {
    throw new RangeError(`to: expected a device or a floating dtype, got '${options.dtype}'`);
  }
  return options;
}
