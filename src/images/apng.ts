// Animated PNG files: pictures of one size that are shown one after another, in a loop.

import { writeFileSync } from 'node:fs';
import { UsageError } from '../errors';
import { writeAtomically } from '../io';
import { checkOptions } from '../options';
import type { Picture } from './picture';
import { encodePng } from './png';
import { chunk, chunksOf, SIGNATURE, uint32 } from './pngChunks';

/** How an animation is played. */
export interface AnimationOptions {
  /** Pictures per second, a whole number from 1 to 100 (default 20). */
  fps?: number;
}

const FRAME_CONTROL_LENGTH = 26;

/**
 * The bytes of an animated PNG file that repeats for ever: the frames as PNG images in the chunks acTL, fcTL and fdAT of
 * the PNG specification (W3C, third edition). A viewer without support for animations shows the first picture.
 *
 * @param frames one or more pictures of one size and number of channels; they are taken one at a time
 * @throws UsageError for no picture, pictures that differ in size, or a bad `fps`
 */
export function encodeApng(frames: Iterable<Picture>, options: AnimationOptions = {}): Buffer {
  checkOptions('encodeApng', options, ['fps']);
  const { fps = 20 } = options;
  if (!Number.isInteger(fps) || fps < 1 || fps > 100) {
    throw new UsageError(`fps: expected a whole number from 1 to 100, got ${fps}`);
  }
  let head: Head | undefined;
  let count = 0;
  let sequence = 0;
  const body: Buffer[] = [];
  for (const frame of frames) {
    const png = encodePng(frame);
    head ??= readHead(frame, png);
    checkSameSize(head, frame, count);
    body.push(frameControl(sequence++, frame, fps));
    for (const { type, data } of chunksOf(png)) {
      if (type !== 'IDAT') continue;
      body.push(count === 0 ? chunk('IDAT', data) : chunk('fdAT', uint32(sequence++), data));
    }
    count += 1;
  }
  if (!head) throw new UsageError('frames: expected at least one picture, got none');
  // Zero plays mean that the animation never ends.
  const animation = chunk('acTL', uint32(count), uint32(0));
  return Buffer.concat([head.bytes, animation, ...body, chunk('IEND')]);
}

/** Writes an animated PNG, whole or not at all. See {@link encodeApng}. */
export function writeApng(path: string, frames: Iterable<Picture>, options: AnimationOptions = {}): void {
  const bytes = encodeApng(frames, options);
  writeAtomically(path, (temporary) => writeFileSync(temporary, bytes));
}

/** The parts that the first picture has for all: the signature and the header chunk. */
interface Head {
  readonly bytes: Buffer;
  readonly size: string;
}

function readHead(frame: Picture, png: Buffer): Head {
  const [header] = chunksOf(png);
  return {
    bytes: Buffer.concat([SIGNATURE, chunk('IHDR', header?.data as Buffer)]),
    size: sizeOf(frame),
  };
}

function checkSameSize({ size }: Head, frame: Picture, index: number): void {
  if (sizeOf(frame) === size) return;
  throw new UsageError(
    `frames: expected pictures of ${size} all along, got one of ${sizeOf(frame)} as number ${index}`,
    'an animation has one size: resize all pictures to it',
  );
}

function sizeOf({ width, height, channels }: Picture): string {
  return `${width} x ${height} pixels and ${channels} channel(s)`;
}

/** The chunk before a frame's pixels: it replaces the whole picture and is shown for 1 / fps seconds. */
function frameControl(sequence: number, { width, height }: Picture, fps: number): Buffer {
  const data = Buffer.alloc(FRAME_CONTROL_LENGTH);
  data.writeUInt32BE(sequence, 0);
  data.writeUInt32BE(width, 4);
  data.writeUInt32BE(height, 8);
  // Offsets (12, 16), and at the end what becomes of the frame before (24, 25), stay 0.
  data.writeUInt16BE(1, 20);
  data.writeUInt16BE(fps, 22);
  return chunk('fcTL', data);
}
