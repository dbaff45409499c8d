// A folder of pictures that is made anew for each test, and pictures to put into it.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createCanvas } from '@napi-rs/canvas';
import { data, images } from 'tadpole';

/** Made before each test of a file, removed after it. */
export class PictureFolder {
  root = '';
  /** What was warned of while its pictures were read. */
  warnings: string[] = [];

  constructor() {
    beforeEach(() => {
      this.root = mkdtempSync(join(tmpdir(), 'tadpole-pictures-'));
      this.warnings = [];
    });
    afterEach(() => rmSync(this.root, { recursive: true }));
  }

  readonly warn = (line: string): void => {
    this.warnings.push(line);
  };

  readonly write = (name: string, bytes: Uint8Array): void => {
    mkdirSync(dirname(join(this.root, name)), { recursive: true });
    writeFileSync(join(this.root, name), bytes);
  };

  /** The pictures in the place of the frogs. */
  readonly open = (
    imageShape: readonly [number, number, number],
    options: data.DatasetOptions = {},
  ): data.Dataset => data.load('frogs', { directory: this.root, imageShape, warn: this.warn, ...options });
}

export const valuesOf = (dataset: data.Dataset): number[] =>
  Array.from(dataset.images.toTypedArray() as Uint8Array);

/** A PNG file; `pixel` gives the channels at a place. */
export function png(width: number, height: number, pixel: (x: number, y: number) => number[]): Buffer {
  const pixels = Array.from({ length: width * height }, (_, i) => pixel(i % width, Math.floor(i / width)));
  const data = new Uint8Array(pixels.flat());
  return images.encodePng({ width, height, channels: pixel(0, 0).length as 1 | 3 | 4, data });
}

/** A PNG file of 2 x 2 pixels of one colour. */
export const plain = (red: number, green: number, blue: number): Buffer =>
  png(2, 2, () => [red, green, blue]);

/** A JPEG file of four plain quarters of 16 x 8 pixels: red, green, blue, white in reading order. */
export function quarters(): Buffer {
  const canvas = createCanvas(32, 16);
  const context = canvas.getContext('2d');
  for (const [i, colour] of ['#ff0000', '#00ff00', '#0000ff', '#ffffff'].entries()) {
    context.fillStyle = colour;
    context.fillRect((i % 2) * 16, Math.floor(i / 2) * 8, 16, 8);
  }
  return canvas.toBuffer('image/jpeg', 100);
}

/** The JPEG file with an EXIF segment that says how it is to be turned. */
export function turned(jpeg: Buffer, orientation: number): Buffer {
  const exif = Buffer.alloc(36);
  exif.set([0xff, 0xe1, 0, 34]);
  exif.write('Exif\0\0MM\0*\0\0\0\x08\0\x01', 4, 'latin1');
  exif.set([0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0], 20);
  return Buffer.concat([jpeg.subarray(0, 2), exif, jpeg.subarray(2)]);
}
