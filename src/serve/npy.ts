// NumPy's file format, version 1.0 (numpy.org/doc/stable/reference/generated/numpy.lib.format.html).

const MAGIC = Buffer.from('\x93NUMPY\x01\x00', 'latin1');
const ALIGNMENT = 64;

/** The bytes of a `.npy` file. @param values in row-major order */
export function encodeNpy(values: Float32Array, shape: readonly number[]): Uint8Array {
  const tuple = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const header = `{'descr': '<f4', 'fortran_order': False, 'shape': (${tuple}), }`;
  const before = MAGIC.length + 2;
  const length = Math.ceil((before + header.length + 1) / ALIGNMENT) * ALIGNMENT - before;
  const file = Buffer.from(new ArrayBuffer(before + length + values.byteLength));
  MAGIC.copy(file);
  file.writeUInt16LE(length, MAGIC.length);
  file.write(`${header.padEnd(length - 1)}\n`, before, 'latin1');
  file.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), before + length);
  return file;
}
