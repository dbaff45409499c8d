// A picture in memory: bytes of one image as a PNG file holds them.
import { UsageError } from '../errors';
import { checkBytes, checkFields, describeNumber } from '../options';

/** Bytes in rows from top to bottom, pixels from left to right, the channels of one pixel together. */
export interface Picture {
  /** In pixels. */
  readonly width: number;
  /** In pixels. */
  readonly height: number;
  /** 1 grey, 3 red-green-blue, 4 red-green-blue-alpha. */
  readonly channels: 1 | 3 | 4;
  /** `height * width * channels` bytes. */
  readonly data: Uint8Array;
}

/** Throws a UsageError that names what is wrong when the fields of `picture` contradict each other. */
export function checkPicture(picture: Picture): void {
  checkFields('picture', 'picture', picture, ['width', 'height', 'channels', 'data']);
  const { width, height, channels, data } = picture;
  checkBytes('picture', 'data', data);
  if (!isSize(width) || !isSize(height)) {
    throw new UsageError(
      `picture: expected a width and a height of at least 1 pixel, got ${describeNumber(width)} x ${describeNumber(height)}`,
    );
  }
  if (channels !== 1 && channels !== 3 && channels !== 4) {
    throw new UsageError(
      `picture: expected 1 (grey), 3 (colour) or 4 (colour and alpha) channels, got ${describeNumber(channels)}`,
    );
  }
  if (data.length !== width * height * channels) {
    throw new UsageError(
      `picture: expected ${width * height * channels} bytes for ${width} x ${height} pixels of ${channels} ` +
        `channel(s), got ${data.length}`,
    );
  }
}

function isSize(value: number): boolean {
  return Number.isInteger(value) && value >= 1;
}
