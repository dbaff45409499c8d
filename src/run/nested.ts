// Nested plain objects and arrays, separated into their tensors and the plain values around them.
import { type Tensor, torch } from '../torch';

/** `value` with a reference in the place of each tensor; the tensors are put into `tensors` under the names of their places. */
export function detachTensors(value: unknown, tensors: Record<string, Tensor>, place = ''): unknown {
  if (value instanceof torch.Tensor) {
    tensors[place] = value;
    return { $tensor: place };
  }
  if (Array.isArray(value))
    return value.map((item, index) => detachTensors(item, tensors, join(place, String(index))));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  return Object.fromEntries(
    entries.map(([key, item]) => [key, detachTensors(item, tensors, join(place, key))]),
  );
}

/** Undoes {@link detachTensors}. @throws Error when a tensor is missing */
export function attachTensors(value: unknown, tensors: Readonly<Record<string, Tensor>>): unknown {
  if (Array.isArray(value)) return value.map((item) => attachTensors(item, tensors));
  if (typeof value !== 'object' || value === null) return value;
  if ('$tensor' in value) {
    const tensor = tensors[String(value.$tensor)];
    if (!tensor) throw new Error(`the tensor '${value.$tensor}' is missing`);
    return tensor;
  }
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, attachTensors(item, tensors)]));
}

function join(prefix: string, key: string): string {
  return prefix === '' ? key : `${prefix}/${key}`;
}
