// Pictures that have been loaded, kept while there is room, and drawn without blurring their pixels.

// A film of a few hundred grids stays in memory; older ones are loaded again.
const KEPT = 400;

const loaded = new Map<string, Promise<HTMLImageElement>>();
const ready = new Map<string, HTMLImageElement>();

/** The picture at an address, decoded. */
export function load(address: string): Promise<HTMLImageElement> {
  const known = loaded.get(address);
  if (known) {
    // The most recently used are the last.
    loaded.delete(address);
    loaded.set(address, known);
    return known;
  }
  const image = new Image();
  image.src = address;
  const loading = image.decode().then(() => {
    ready.set(address, image);
    return image;
  });
  loaded.set(address, loading);
  loading.catch(() => loaded.delete(address));
  for (const oldest of [...loaded.keys()].slice(0, Math.max(0, loaded.size - KEPT))) {
    loaded.delete(oldest);
    ready.delete(oldest);
  }
  return loading;
}

/** The picture at an address, if it has been loaded. */
export function loadedNow(address: string): HTMLImageElement | undefined {
  return ready.get(address);
}

/** Draws a picture, or a part of it, with every pixel as a square. */
export function drawSharp(
  canvas: HTMLCanvasElement,
  image: HTMLImageElement,
  factor: number,
  part = { x: 0, y: 0, width: image.naturalWidth, height: image.naturalHeight },
): void {
  canvas.width = part.width * factor;
  canvas.height = part.height * factor;
  const context = canvas.getContext('2d') as CanvasRenderingContext2D;
  context.imageSmoothingEnabled = false;
  context.drawImage(
    image,
    part.x,
    part.y,
    part.width,
    part.height,
    0,
    0,
    part.width * factor,
    part.height * factor,
  );
}

/** The bytes of a canvas as a PNG file. */
export async function pngOf(canvas: HTMLCanvasElement): Promise<Uint8Array> {
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  if (blob === null) throw new Error('the browser cannot make a picture of this size');
  return new Uint8Array(await blob.arrayBuffer());
}

/** Hands a file to the reader. */
export function save(name: string, bytes: Uint8Array<ArrayBuffer>, type = 'image/png'): void {
  const address = URL.createObjectURL(new Blob([bytes], { type }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
