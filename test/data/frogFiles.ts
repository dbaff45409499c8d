// Makes the files that CIFAR-10 and the frogs come in by hand, byte by byte, for the tests of what reads them.
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';

export const PICTURE_BYTES = 3072;

/** The bytes of picture `index`: none is like another, and no two neighbouring values are equal. */
export function pictureBytes(index: number): Buffer {
  return Buffer.from(Array.from({ length: PICTURE_BYTES }, (_, i) => (i * 7 + index * 13) % 256));
}

/** A CIFAR-10 batch file: for each label a record of the label and picture `first`, `first + 1`, ... */
export function recordBytes(labels: readonly number[], first = 0): Buffer {
  return Buffer.concat(
    labels.map((label, i) => Buffer.concat([Buffer.from([label]), pictureBytes(first + i)])),
  );
}

/** The raw file of the assignment: pictures 0, 1, ... as little-endian floats v / 255. */
export function floatBytes(count: number): Buffer {
  const bytes = Buffer.alloc(count * PICTURE_BYTES * 4);
  for (let picture = 0; picture < count; picture++) {
    for (const [i, value] of pictureBytes(picture).entries()) {
      bytes.writeFloatLE(value / 255, (picture * PICTURE_BYTES + i) * 4);
    }
  }
  return bytes;
}

/** A .tar.gz (POSIX ustar) of the given entries; a value that begins with `->` makes a symbolic link. */
export function tarGz(entries: Record<string, Buffer | string>): Buffer {
  return gzipSync(tarBytes(entries));
}

function tarBytes(entries: Record<string, Buffer | string>): Buffer {
  const blocks = Object.entries(entries).flatMap(([name, content]) => {
    const link = typeof content === 'string' && content.startsWith('->') ? content.slice(2) : '';
    const data = link === '' ? Buffer.from(content as string) : Buffer.alloc(0);
    const header = Buffer.alloc(512);
    header.write(name, 0);
    header.write('0000644\0', 100);
    header.write(`${data.length.toString(8).padStart(11, '0')}\0`, 124);
    header.write('00000000000\0', 136);
    header.write('        ', 148);
    header.write(link === '' ? '0' : '2', 156);
    header.write(link, 157);
    header.write('ustar\x0000', 257);
    const sum = header.reduce((total, byte) => total + byte, 0);
    header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
    return [header, data, Buffer.alloc((512 - (data.length % 512)) % 512)];
  });
  return Buffer.concat([...blocks, Buffer.alloc(1024)]);
}

/** The folder of the real images that are not part of the repository. */
export const REAL_FOLDER = resolve(__dirname, '../../../shared/data/cifar10');

/** `test` where the real file is there; else a skipped test that says what is missing. */
export function testWithReal(file: string): (name: string, run: () => void) => void {
  if (existsSync(join(REAL_FOLDER, file))) return test;
  return (name, run) => test.skip(`${name} (skipped: ../shared/data/cifar10/${file} is missing)`, run);
}
