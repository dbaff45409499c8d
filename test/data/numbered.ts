// Images that are told apart by their only pixel, and what a loader gives of them.
import { data, torch } from 'tadpole';

/** `count` images of one pixel; image i has the byte i. */
export function numbered(count: number) {
  return {
    images: torch.tensor(
      Uint8Array.from({ length: count }, (_, i) => i),
      { shape: [count, 1, 1, 1] },
    ),
  };
}

/** The bytes of the next `batches` batches. */
export function draw(loader: data.Loader, batches: number): number[][] {
  return Array.from({ length: batches }, () =>
    torch.scope(() =>
      Array.from(loader.next().images.reshape([-1]).toTypedArray() as Float32Array, Math.round),
    ),
  );
}

/** A loader of them. */
export function loaderOf(count: number, batchSize: number, order: data.OrderName, seed = 1) {
  return new data.Loader(numbered(count), { batchSize, order, seed, range: [0, 255] });
}
