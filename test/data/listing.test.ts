// Listing of picture folders: links, names of any bytes, runs, stray files, other formats; omissions are reported.
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { data, images } from 'tadpole';

let root: string;
let folder: string;
let warnings: string[];

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'tadpole-listing-'));
  folder = join(root, 'pictures');
  mkdirSync(folder);
  warnings = [];
});

afterEach(() => rmSync(root, { recursive: true }));

const at = (name: string) => join(folder, name);
/** The folder's pictures, of one pixel each. */
const open = () =>
  data.load('frogs', {
    directory: folder,
    imageShape: [3, 1, 1],
    warn: (line) => warnings.push(line.replaceAll(folder, '<folder>')),
  });
/** The first value of each picture. */
const found = (): number[] => {
  const values = Array.from(open().images.toTypedArray() as Uint8Array);
  return values.filter((_, i) => i % 3 === 0);
};

function write(name: string | Buffer, content: number | string): void {
  if (typeof name === 'string') mkdirSync(dirname(at(name)), { recursive: true });
  const path = typeof name === 'string' ? at(name) : Buffer.concat([Buffer.from(`${folder}/`), name]);
  const pixel = Uint8Array.from([Number(content), 0, 0]);
  const bytes =
    typeof content === 'string'
      ? Buffer.from(content)
      : images.encodePng({ width: 1, height: 1, channels: 3, data: pixel });
  writeFileSync(path, bytes);
}

describe('order', () => {
  test('is that of the bytes of the paths, whatever the language of the machine', () => {
    for (const [i, name] of ['ä.png', 'a.png', 'Z.png', 'a/z.png', 'a-b.png', '10.png', '9.png'].entries()) {
      write(name, i);
    }
    expect(found()).toEqual([5, 6, 2, 4, 1, 3, 0]);
  });

  // Only Linux has names of any bytes.
  (process.platform === 'linux' ? test : test.skip)('names that are no UTF-8 are names as any other', () => {
    mkdirSync(Buffer.concat([Buffer.from(`${folder}/`), Buffer.from('\xe9t\xe9', 'latin1')]));
    write(Buffer.from('caf\xe9.png', 'latin1'), 1);
    write(Buffer.from('\xe9t\xe9/a.png', 'latin1'), 2);
    write('b.png', 3);
    expect(found()).toEqual([3, 1, 2]);
    expect(warnings).toEqual([]);
    write(Buffer.from('na\xefve\n.png', 'latin1'), 'no picture');
    found();
    expect(warnings).toEqual([
      '1 of 4 pictures in <folder> are left out: 1 cannot be read: no picture (na\\xefve\\x0a.png)',
    ]);
  });
});

describe('links', () => {
  beforeEach(() => {
    write('a.png', 1);
    mkdirSync(join(root, 'elsewhere'));
    writeFileSync(
      join(root, 'elsewhere', 'x.png'),
      images.encodePng({ ...PIXEL, data: Uint8Array.of(9, 0, 0) }),
    );
  });

  test('to a picture or to a folder are followed', () => {
    symlinkSync(join(root, 'elsewhere', 'x.png'), at('b.png'));
    symlinkSync(join(root, 'elsewhere'), at('c'));
    expect(found()).toEqual([1, 9, 9]);
    expect(warnings).toEqual([]);
  });

  test('to a folder that is there anyway, or around this one, are left out: nothing is read twice or for ever', () => {
    write('deep/d.png', 2);
    symlinkSync('..', at('deep/up'));
    symlinkSync('deep', at('again'));
    symlinkSync(root, at('around'));
    expect(found()).toEqual([1, 2]);
    expect(warnings).toEqual([
      'folders in <folder> that are left out: 2 linked to a folder that is read already (again, deep/up); ' +
        '1 linked to a folder around this one (around)',
    ]);
  });

  test('two to one folder: the first is read', () => {
    symlinkSync(join(root, 'elsewhere'), at('second'));
    symlinkSync(join(root, 'elsewhere'), at('first'));
    expect(open().source).toBe(`${folder} (2 pictures)`);
    expect(warnings).toEqual([
      'folders in <folder> that are left out: 1 linked to a folder that is read already (second)',
    ]);
  });

  test('to themselves, in a circle, or to nothing, end nothing', () => {
    symlinkSync('self.png', at('self.png'));
    symlinkSync('two.png', at('one.png'));
    symlinkSync('one.png', at('two.png'));
    symlinkSync('gone.png', at('nothing.png'));
    expect(found()).toEqual([1]);
    expect(warnings).toEqual([
      '4 of 5 pictures in <folder> are left out: 1 linked to nothing (nothing.png); ' +
        '3 cannot be read: it is a link that leads back to itself (one.png, self.png, two.png)',
    ]);
  });
});

describe('what is no picture', () => {
  beforeEach(() => write('a.png', 1));

  test('files beside the pictures, hidden ones and litter of the system are passed over without a word', () => {
    for (const name of ['notes.txt', 'labels.csv', 'LICENSE', '.hidden.png', '.cache/b.png', 'Thumbs.db']) {
      write(name, 'text');
    }
    write('__MACOSX/a.png', 'text');
    expect(found()).toEqual([1]);
    expect(warnings).toEqual([]);
  });

  test('pictures of formats that are not read are counted by their format', () => {
    for (const name of ['b.heic', 'c.HEIC', 'd.svg', 'e.psd']) write(name, 'text');
    expect(found()).toEqual([1]);
    expect(warnings).toEqual([
      '4 of 5 pictures in <folder> are left out: 2 of a format that is not read: heic (b.heic, c.HEIC); ' +
        '1 of a format that is not read: svg (d.svg); 1 of a format that is not read: psd (e.psd)',
    ]);
  });

  test('where the ending says nothing, or another format, the content decides', () => {
    write('no-ending', 2);
    write('wrong.heic', 3);
    expect(found()).toEqual([1, 2, 3]);
    expect(warnings).toEqual([]);
  });

  test('a folder with the name of a picture is a folder; a pipe is none', () => {
    write('b.png/c.png', 2);
    execFileSync('mkfifo', [at('pipe.png')]);
    expect(found()).toEqual([1, 2]);
    expect(warnings).toEqual([
      '1 of 3 pictures in <folder> are left out: 1 of a pipe, socket or device (pipe.png)',
    ]);
  });

  test('training runs are left out, wherever they lie', () => {
    for (const run of ['runs/digits-001', 'mine']) {
      write(`${run}/config.json`, '{}');
      write(`${run}/reals.png`, 7);
      write(`${run}/samples/step-000001.png`, 8);
    }
    write('settings/config.json', '{}');
    write('settings/b.png', 2);
    expect(found()).toEqual([1, 2]);
    expect(warnings).toEqual([
      'folders in <folder> that are left out: 2 of a training run (mine, runs/digits-001)',
    ]);
  });
});

// The superuser may read everything.
(process.getuid?.() === 0 ? describe.skip : describe)('without permission', () => {
  test('a folder, a picture, and a picture behind a link are left out', () => {
    write('a.png', 1);
    write('locked/b.png', 2);
    write('c.png', 3);
    chmodSync(at('c.png'), 0);
    chmodSync(at('locked'), 0);
    symlinkSync('locked/b.png', at('d.png'));
    try {
      expect(found()).toEqual([1]);
    } finally {
      chmodSync(at('locked'), 0o700);
    }
    expect(warnings).toEqual([
      '2 of 3 pictures in <folder> are left out: 2 cannot be read: no permission (d.png, c.png); ' +
        'folders in <folder> that are left out: 1 cannot be read: no permission (locked)',
    ]);
  });
});

describe('a folder without any picture', () => {
  test('says what is there, and what to do with it', () => {
    write('b.heic', 'text');
    write('c.txt', 'text');
    write('LICENSE', 'text');
    expect(open).toThrow(data.DatasetMissing);
    expect(open).toThrow(
      /; found there: 1 of a format that is not read: heic \(b\.heic\), 1 without an ending, 1 \.txt \(convert the pictures to PNG or JPEG\)$/,
    );
  });

  test('of an archive: to be unpacked', () => {
    write('photos.zip', 'text');
    expect(open).toThrow(
      /found there: 1 \.zip \(unpack the archive, and name the folder with its pictures\)/,
    );
  });

  test('that is a file or a pipe is no folder', () => {
    execFileSync('mkfifo', [at('pipe')]);
    expect(() => data.load('frogs', { directory: at('pipe') })).toThrow(
      /pipe is neither a file nor a folder/,
    );
    symlinkSync('self', at('self'));
    expect(() => data.load('frogs', { directory: at('self') })).toThrow(
      /self: cannot be read: it is a link that/,
    );
  });
});

const PIXEL = { width: 1, height: 1, channels: 3 } as const;
