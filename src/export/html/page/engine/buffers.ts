// Memory that is used again: browsers return freed memory at once, and fresh memory costs more than most operators.

const free = new Map<number, Float32Array[]>();

/** A buffer of `size` values, which are whatever they were. */
export function takeBuffer(size: number): Float32Array {
  return free.get(size)?.pop() ?? new Float32Array(size);
}

/** Keeps a buffer, which nobody reads any more, for the next one of its size. */
export function giveBuffer(buffer: Float32Array): void {
  const same = free.get(buffer.length);
  if (same) same.push(buffer);
  else free.set(buffer.length, [buffer]);
}

/** Frees what is kept: the next values have other sizes. */
export function dropBuffers(): void {
  free.clear();
}
