// The cache of decoded pictures: made once, mapped into memory, made anew when pictures change.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { data } from 'tadpole';
import { PictureFolder, plain, valuesOf } from './pictureFolder';

const folder = new PictureFolder();
const { write } = folder;
const COUNT = 10;
/** So large a file makes the collection large; decoders do not look beyond the end of a picture. */
const LARGE = Buffer.concat([plain(0, 1, 2), Buffer.alloc(2 ** 25)]);

let cache: string;
let read: number;

beforeEach(() => {
  cache = mkdtempSync(join(tmpdir(), 'tadpole-cache-'));
  process.env.TADPOLE_CACHE = cache;
  for (let index = 0; index < COUNT; index++) {
    const name = `${index % 2 === 0 ? 'even' : 'odd'}/${index}.png`;
    write(name, index === 0 ? LARGE : plain(index, 1, 2));
  }
});

afterEach(() => {
  delete process.env.TADPOLE_CACHE;
  rmSync(cache, { recursive: true, force: true });
});

function open(options: data.DatasetOptions = {}): data.Dataset {
  read = 0;
  return data.load('pictures', {
    directory: folder.root,
    imageShape: [3, 1, 1],
    warn: folder.warn,
    progress: (done) => {
      read = done;
    },
    ...options,
  });
}

const files = (): string[] => readdirSync(join(cache, 'pictures')).filter((name) => name.endsWith('.pixels'));

test('what was decoded once is not decoded again, and is the same', () => {
  const first = open();
  expect(read).toBe(COUNT);
  const second = open();
  expect(read).toBe(0);
  expect(valuesOf(second)).toEqual(valuesOf(first));
  expect(second.labels?.tolist()).toEqual(first.labels?.tolist());
  expect([second.classes, second.source]).toEqual([first.classes, first.source]);
  expect(files()).toHaveLength(1);
});

test('its pixels are those that are decoded without it, and so is their checksum', () => {
  const cached = open();
  writeFileSync(join(cache, 'blocked'), '');
  process.env.TADPOLE_CACHE = join(cache, 'blocked');
  const decoded = open();
  expect(folder.warnings).toEqual([
    expect.stringMatching(/^decoded pictures are not kept for the next time: /),
  ]);
  expect(valuesOf(decoded)).toEqual(valuesOf(cached));
  expect([cached.mapped, decoded.mapped]).toEqual([{ crc32: expect.any(Number) }, undefined]);
  expect(data.checksum(decoded)).toBe(data.checksum(cached));
});

test('pictures that were added, changed or removed are noticed, and the file is replaced', () => {
  open();
  write('even/new.png', plain(9, 9, 9));
  expect(open().images.size(0)).toBe(COUNT + 1);
  expect(read).toBe(COUNT + 1);
  // As long as before: only the time tells.
  write('even/new.png', plain(8, 8, 8));
  utimesSync(join(folder.root, 'even/new.png'), 1000, 1000);
  expect(valuesOf(open())).toContain(8);
  expect(read).toBe(COUNT + 1);
  rmSync(join(folder.root, 'even/new.png'));
  expect(open().images.size(0)).toBe(COUNT);
  expect(read).toBe(COUNT);
  expect(files()).toHaveLength(1);
});

test('another shape, number of channels or fit has a file of its own', () => {
  open();
  open({ imageShape: [4, 1, 1] });
  open({ fit: 'pad' });
  expect(files()).toHaveLength(3);
});

test('a file that is cut short or overwritten is made anew', () => {
  const whole = valuesOf(open());
  const file = join(cache, 'pictures', files()[0] as string);
  const { size } = statSync(file);
  for (const damage of [
    () => truncateSync(file, size - 100),
    () => truncateSync(file, 5),
    () => writeFileSync(file, Buffer.alloc(size)),
  ]) {
    damage();
    expect(valuesOf(open())).toEqual(whole);
    expect(read).toBe(COUNT);
  }
});

test('pictures that cannot be used are remembered, and warned of each time', () => {
  write('odd/broken.png', Buffer.from('no picture'));
  const first = open();
  const second = open();
  expect(second.images.size(0)).toBe(COUNT);
  expect(second.labels?.tolist()).toEqual(first.labels?.tolist());
  expect(folder.warnings).toHaveLength(2);
  expect(folder.warnings[1]).toBe(folder.warnings[0]);
  expect(folder.warnings[1]).toMatch(/odd\/broken\.png/);
});

test('a small collection is not cached', () => {
  write('even/0.png', plain(0, 1, 2));
  open();
  expect(open().mapped).toBeUndefined();
  expect(read).toBe(COUNT);
});

test('what an ended process left of the same file is removed after an hour', () => {
  open();
  const [name] = files() as [string];
  const left = join(cache, 'pictures', `.${name}.tmp-abc123`);
  mkdirSync(left);
  writeFileSync(join(left, name), '');
  const again = (): string[] => {
    write('even/new.png', plain(read, 9, 9));
    open();
    return readdirSync(join(cache, 'pictures')).filter((one) => one.startsWith('.'));
  };
  expect(again()).toHaveLength(1);
  for (const place of [join(left, name), left]) utimesSync(place, 1000, 1000);
  rmSync(join(folder.root, 'even/new.png'));
  expect(again()).toEqual([]);
});

const interrupt = (after: number): void => {
  let from = -1;
  const progress = (done: number): void => {
    if (from < 0) from = done;
    if (done === after) throw new Error('interrupted');
  };
  expect(() => open({ progress })).toThrow('interrupted');
  read = from;
};

test('decoding that was interrupted goes on where it stopped, with the same result', () => {
  write('even/2.png', Buffer.from('no picture'));
  const whole = open();
  const values = valuesOf(whole);
  const { mapped } = whole;
  for (const name of readdirSync(join(cache, 'pictures'))) rmSync(join(cache, 'pictures', name));
  interrupt(4);
  expect(files()).toEqual([]);
  interrupt(7);
  expect(read).toBe(4);
  const done: number[] = [];
  const resumed = open({ progress: (one) => done.push(one) });
  expect(done).toEqual([7, 8, 9, 10]);
  expect(valuesOf(resumed)).toEqual(values);
  expect(resumed.mapped).toEqual(mapped);
  expect(folder.warnings.at(-1)).toMatch(/even\/2\.png/);
  expect(readdirSync(join(cache, 'pictures'))).toEqual(files());
});

test('what was decoded before an interruption counts only for the same files, and only whole', () => {
  interrupt(6);
  write('even/new.png', plain(9, 9, 9));
  interrupt(6);
  expect(read).toBe(0);
  const [part] = readdirSync(join(cache, 'pictures')).filter((name) => name.endsWith('.part')) as [string];
  const file = join(cache, 'pictures', part);
  for (const damage of [
    () => truncateSync(file, 4),
    () => writeFileSync(file, Buffer.alloc(statSync(file).size)),
  ]) {
    damage();
    interrupt(6);
    expect(read).toBe(0);
  }
});

test('a process waits for another one that decodes the same pictures, and shows how far it is', async () => {
  interrupt(6);
  const [part] = readdirSync(join(cache, 'pictures')).filter((name) => name.endsWith('.part')) as [string];
  const script = `
    const { native } = require('./dist/torch');
    native.lockFile(process.argv[1]);
    console.log('locked');
    process.stdin.resume();
  `;
  const holder = spawn(process.execPath, ['-e', script, join(cache, 'pictures', part)], {
    cwd: resolve(__dirname, '../..'),
  });
  await once(holder.stdout, 'data');
  const done: number[] = [];
  const opened = open({
    progress: (one) => {
      if (done.push(one) !== 2) return;
      holder.kill('SIGKILL');
    },
  });
  expect(done).toEqual([6, 6, ...done.slice(2)]);
  expect(done.slice(-4)).toEqual([7, 8, 9, 10]);
  expect(opened.images.size(0)).toBe(COUNT);
});
