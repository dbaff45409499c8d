// Animated PNG files, put together from PNG files of one size that a canvas made.

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/** The table of the CRC of PNG files (W3C, PNG specification, third edition, annex D). */
const CRC = Uint32Array.from({ length: 256 }, (_, index) => {
  let value = index;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
  return value;
});

/**
 * The bytes of an animated PNG that repeats for ever.
 *
 * @param frames whole PNG files of one size and kind of pixels
 * @param fps frames per second, a whole number
 * @throws Error when there is none
 */
export function animate(frames: readonly Uint8Array[], fps: number): Uint8Array<ArrayBuffer> {
  const [first] = frames;
  if (first === undefined) throw new Error('frames: expected at least one picture, got none');
  const header = chunksOf(first).find(({ type }) => type === 'IHDR')?.data as Uint8Array;
  const parts: Uint8Array[] = [
    Uint8Array.from(SIGNATURE),
    chunk('IHDR', header),
    chunk('acTL', numbers(frames.length, 0)),
  ];
  let sequence = 0;
  for (const [index, frame] of frames.entries()) {
    const control = new Uint8Array(26);
    const view = new DataView(control.buffer);
    view.setUint32(0, sequence++);
    control.set(header.subarray(0, 8), 4);
    view.setUint16(20, 1);
    view.setUint16(22, fps);
    parts.push(chunk('fcTL', control));
    for (const { type, data } of chunksOf(frame)) {
      if (type !== 'IDAT') continue;
      parts.push(index === 0 ? chunk('IDAT', data) : chunk('fdAT', numbers(sequence++), data));
    }
  }
  return join([...parts, chunk('IEND')]);
}

function chunksOf(file: Uint8Array): { type: string; data: Uint8Array }[] {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const chunks: { type: string; data: Uint8Array }[] = [];
  for (let at = SIGNATURE.length; at + 12 <= file.length; ) {
    const length = view.getUint32(at);
    const type = String.fromCharCode(...file.subarray(at + 4, at + 8));
    chunks.push({ type, data: file.subarray(at + 8, at + 8 + length) });
    at += 12 + length;
  }
  return chunks;
}

function chunk(type: string, ...data: Uint8Array[]): Uint8Array {
  const checked = join([Uint8Array.from(type, (letter) => letter.charCodeAt(0)), ...data]);
  return join([numbers(checked.length - 4), checked, numbers(crc(checked))]);
}

function crc(bytes: Uint8Array): number {
  let value = 0xffffffff;
  for (const byte of bytes) value = (CRC[(value ^ byte) & 0xff] as number) ^ (value >>> 8);
  return (value ^ 0xffffffff) >>> 0;
}

function numbers(...values: number[]): Uint8Array {
  const bytes = new Uint8Array(4 * values.length);
  const view = new DataView(bytes.buffer);
  for (const [index, value] of values.entries()) view.setUint32(4 * index, value);
  return bytes;
}

function join(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
