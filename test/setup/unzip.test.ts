// Unpacking: verified byte by byte, and never outside its folder.
import fs from 'node:fs';
import path from 'node:path';
import zlib from 'node:zlib';
import { openZip, tableCrc32 } from '../../setup/libtorch/unzip.mjs';
import { listFiles, makeWorld, type World } from './world';
import { makeZip } from './zipFile';

let world: World;
beforeEach(() => {
  world = makeWorld();
});
afterEach(() => world.remove());

/** Writes a zip file and unpacks all of it. */
async function unpack(content: Buffer): Promise<string[]> {
  const file = path.join(world.root, 'archive.zip');
  const folder = path.join(world.root, 'unpacked');
  fs.writeFileSync(file, content);
  fs.mkdirSync(folder);
  const zip = await openZip(file);
  await zip.extract(folder, (name) => name).finally(zip.close);
  return listFiles(folder);
}

test('every entry is written below the folder', async () => {
  expect(await unpack(makeZip({ 'a.txt': 'one', 'b/c.txt': 'two' }))).toEqual(['a.txt', 'b/c.txt']);
});

test.each(['../outside.txt', 'b/../../outside.txt', '/outside.txt', 'b\\..\\..\\outside.txt'])(
  'an entry named %s does not get out',
  async (name) => {
    await unpack(makeZip({ [name]: 'out' })).catch(() => {});
    expect(fs.existsSync(path.join(world.root, 'outside.txt'))).toBe(false);
    expect(fs.existsSync('/outside.txt')).toBe(false);
  },
);

test('a name that climbs out fails the whole file', async () => {
  await expect(unpack(makeZip({ 'a.txt': 'one', '../outside.txt': 'out' }))).rejects.toMatchObject({
    message: expect.stringContaining('is damaged: invalid relative path: ../outside.txt'),
  });
});

test('a truncated file is damaged, and the remedy is to fetch it again', async () => {
  const whole = makeZip({ 'a.txt': 'one' });
  await expect(unpack(whole.subarray(0, whole.length - 30))).rejects.toMatchObject({
    message: expect.stringContaining('is damaged'),
    hint: 'remove it and run this again',
  });
});

test('a wrong CRC-32 is found', async () => {
  await expect(unpack(makeZip({ 'a.txt': 'one' }, 'a.txt'))).rejects.toThrow(
    'the checksum of a.txt is wrong',
  );
});

test("the table's CRC-32 is that of zlib", () => {
  const text = Buffer.from('The quick brown fox jumps over the lazy dog');
  expect(tableCrc32(text, 0)).toBe(0x414fa339);
  if (zlib.crc32)
    expect(tableCrc32(text.subarray(9), tableCrc32(text.subarray(0, 9), 0))).toBe(zlib.crc32(text));
});
