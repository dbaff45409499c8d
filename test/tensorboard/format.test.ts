// TensorBoard's event files byte by byte: checksums, records, the order of the files.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { EventFile, holdsEvents } from '../../dist/tensorboard';
import { crc32c, maskedCrc32c } from '../../dist/tensorboard/crc32c';
import { frame } from '../../dist/tensorboard/record';
import { shownIn } from './reader';

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tadpole-board-'));
});
afterEach(() => {
  fs.rmSync(folder, { recursive: true, force: true });
});

// RFC 3720, B.4, and the check value of the catalogue of CRCs.
test.each([
  ['32 zeros', Buffer.alloc(32), 0x8a9136aa],
  ['32 ones', Buffer.alloc(32, 0xff), 0x62a8ab43],
  ['0 to 31', Buffer.from(Array.from({ length: 32 }, (_, index) => index)), 0x46dd794e],
  ['123456789', Buffer.from('123456789'), 0xe3069283],
  ['nothing', Buffer.alloc(0), 0],
])('CRC-32C of %s', (_, bytes, sum) => {
  expect(crc32c(bytes)).toBe(sum);
});

test('the mask rotates by 15 bits and adds a constant', () => {
  expect(maskedCrc32c(Buffer.alloc(0))).toBe(0xa282ead8);
  // 0xe3069283 rotated is 0x2507c60d.
  expect(maskedCrc32c(Buffer.from('123456789'))).toBe((0x2507c60d + 0xa282ead8) >>> 0);
});

test('a record is its length, a checksum, its bytes, a checksum', () => {
  const record = frame(Buffer.from('123456789'));
  expect(record.readBigUInt64LE(0)).toBe(9n);
  expect(record.subarray(12, 21).toString()).toBe('123456789');
  expect(record.readUInt32LE(21)).toBe(maskedCrc32c(Buffer.from('123456789')));
  expect(record).toHaveLength(25);
});

test('scalars, texts and pictures come back as they were', () => {
  const file = new EventFile(folder, 0);
  const png = Buffer.from('not looked at');
  file.add(7, { scalars: { a: 0.5, 'b/c': Number.NaN, zero: 0 } }, 1234.5);
  file.add(2 ** 40, { tag: 'd', text: 'größer' }, 1235);
  file.add(9, { tag: 'e', picture: { png, width: 300, height: 20, channels: 3 } }, 1236);
  file.flush();
  expect(shownIn(folder)).toEqual([
    { tag: 'a', step: 7, time: 1234.5, scalar: 0.5 },
    { tag: 'b/c', step: 7, time: 1234.5, scalar: Number.NaN },
    { tag: 'zero', step: 7, time: 1234.5, scalar: 0 },
    { tag: 'd', step: 2 ** 40, time: 1235, text: 'größer' },
    { tag: 'e', step: 9, time: 1236, image: { width: 300, height: 20, colorspace: 3, png } },
  ]);
});

test('files begun within a second are read in their order, and each forgets what comes after its step', () => {
  expect(holdsEvents(folder)).toBe(false);
  for (const [first, last] of [
    [0, 5],
    [3, 6],
    [7, 7],
  ] as const) {
    const file = new EventFile(folder, first);
    for (let step = Math.max(1, first); step <= last; step += 1) file.add(step, { scalars: { x: first } });
    file.flush();
  }
  expect(holdsEvents(folder)).toBe(true);
  expect(shownIn(folder).map(({ step, scalar }) => [step, scalar])).toEqual([
    [1, 0],
    [2, 0],
    [3, 3],
    [4, 3],
    [5, 3],
    [6, 3],
    [7, 7],
  ]);
});

test('a folder that cannot be made is an error that names it', () => {
  fs.writeFileSync(path.join(folder, 'file'), '');
  expect(() => new EventFile(path.join(folder, 'file', 'inside'), 0)).toThrow(
    /file.inside cannot be written/,
  );
});
