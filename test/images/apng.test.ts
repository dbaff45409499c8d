// Animated PNG files, parsed again: every chunk is where the specification requires it, every frame is complete.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { images } from 'tadpole';
import { readAnimation } from './apngFile';

const frame = (channels: 1 | 3 | 4, start: number, width = 3): images.Picture => ({
  width,
  height: 2,
  channels,
  data: Uint8Array.from({ length: width * 2 * channels }, (_, i) => (start + i * 7) % 251),
});

test.each([
  ['grey', 1],
  ['colour', 3],
  ['colour with alpha', 4],
] as const)('%s frames come back as they were, in order', (_, channels) => {
  const frames = [5, 90, 170].map((start) => frame(channels, start));
  const animation = readAnimation(images.encodeApng(frames));
  expect(animation.frames.map(({ picture }) => picture)).toEqual(frames);
});

test('the chunks stand in the order of the specification, with consecutive numbers, and play for ever', () => {
  const animation = readAnimation(images.encodeApng([frame(1, 1), frame(1, 2), frame(1, 3)], { fps: 8 }));
  // biome-ignore format: one line per frame
  expect(animation.types).toEqual([
    'IHDR', 'acTL',
    'fcTL', 'IDAT',
    'fcTL', 'fdAT',
    'fcTL', 'fdAT',
    'IEND',
  ]);
  expect(animation.sequence).toEqual([0, 1, 2, 3, 4]);
  expect(animation.plays).toBe(0);
  expect(animation.frames.map(({ seconds }) => seconds)).toEqual([1 / 8, 1 / 8, 1 / 8]);
});

test('every frame replaces the whole picture', () => {
  for (const { control } of readAnimation(images.encodeApng([frame(1, 1), frame(1, 2)])).frames) {
    expect(control).toHaveLength(26);
    const [width, height, x, y] = [4, 8, 12, 16].map((at) => control.readUInt32BE(at));
    expect({ width, height, x, y }).toEqual({ width: 3, height: 2, x: 0, y: 0 });
    expect([...control.subarray(24)]).toEqual([0, 0]);
  }
});

test('a viewer that knows no animation shows the first frame', () => {
  const frames = [frame(3, 1), frame(3, 100)];
  expect(images.decodePng(images.encodeApng(frames))).toEqual(frames[0]);
});

test('frames are taken one at a time from whatever makes them', () => {
  function* made(): Generator<images.Picture> {
    for (let start = 0; start < 4; start += 1) yield frame(1, start);
  }
  expect(readAnimation(images.encodeApng(made())).frames).toHaveLength(4);
});

test('what is no animation is refused, and no file is left', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tadpole-apng-'));
  const path = join(folder, 'a.png');
  expect(() => images.writeApng(path, [])).toThrow('at least one picture, got none');
  expect(() => images.writeApng(path, [frame(1, 1), frame(1, 1, 4)])).toThrow(
    'pictures of 3 x 2 pixels and 1 channel(s) all along, got one of 4 x 2 pixels and 1 channel(s) as number 1',
  );
  expect(() => images.writeApng(path, [frame(1, 1), frame(3, 1)])).toThrow('3 channel(s)');
  for (const fps of [0, 101, 2.5, Number.NaN]) {
    expect(() => images.writeApng(path, [frame(1, 1)], { fps })).toThrow(`from 1 to 100, got ${fps}`);
  }
  expect(readdirSync(folder)).toEqual([]);
  images.writeApng(path, [frame(1, 1)]);
  expect(readAnimation(readFileSync(path)).frames).toHaveLength(1);
  rmSync(folder, { recursive: true });
});
