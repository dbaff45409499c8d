// PNG files as TensorBoard wants them: with their size and channels, which their headers say.
import type { BoardPicture } from './message';

// Places in the file: the header chunk comes first.
const WIDTH = 16;
const HEIGHT = 20;
const COLOR_TYPE = 25;

/** Channels by the colour type: grey, colour, colour from a palette, grey and colour with transparency. */
const CHANNELS: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 3, 4: 2, 6: 4 };

/** @param png a whole PNG file */
export function pictureOf(png: Buffer): BoardPicture {
  const channels = CHANNELS[png.readUInt8(COLOR_TYPE)] ?? 3;
  return { png, width: png.readUInt32BE(WIDTH), height: png.readUInt32BE(HEIGHT), channels };
}
