// Products of matrices by the WebAssembly of gemm.wat.

/** c[m x n] = a[m x k] b[k x n], all in row-major order. `fill` writes columns `from` to `to` of b, row by row. */
export type Multiply = (
  sizes: readonly [m: number, n: number, k: number],
  a: Float32Array,
  fill: (target: Float32Array, width: number, from: number, to: number) => void,
  c: Float32Array,
) => void;

const PAGE = 65_536;
// A panel of b of this many values stays in a processor's cache.
const PANEL = 1 << 16;

const up = (value: number, multiple: number): number => Math.ceil(value / multiple) * multiple;

/** What gemm.wat exports. */
export interface Product {
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number };
  multiply(m: number, n: number, k: number, a: number, b: number, c: number): void;
}

/** @param product gemm.wat, compiled; its memory is written over at each call */
export function multiplier({ memory, multiply }: Product): Multiply {
  return ([m, n, k], a, fill, c) => {
    const rows = up(m, 4);
    const most = Math.min(up(n, 8), Math.max(8, Math.floor(PANEL / k / 8) * 8));
    const floats = rows * k + most * k + rows * most;
    const missing = Math.ceil((4 * floats) / PAGE) - memory.buffer.byteLength / PAGE;
    if (missing > 0) memory.grow(missing);
    const values = new Float32Array(memory.buffer, 0, floats);
    values.fill(0, m * k, rows * k);
    values.set(a.subarray(0, m * k));
    const panel = values.subarray(rows * k, rows * k + most * k);
    const result = values.subarray(rows * k + most * k);
    for (let from = 0; from < n; from += most) {
      const to = Math.min(n, from + most);
      const width = up(to - from, 8);
      if (width > to - from) panel.fill(0, 0, width * k);
      fill(panel, width, from, to);
      multiply(rows, width, k, 0, panel.byteOffset, result.byteOffset);
      for (let row = 0; row < m; row += 1) {
        c.set(result.subarray(row * width, row * width + to - from), row * n + from);
      }
    }
  };
}
