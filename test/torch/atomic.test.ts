// Files that cannot be written: an error with reason and remedy, the earlier file unchanged, no temporary file left.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type WriteError, writeAtomically, writeFolderAtomically } from '../../dist/io/atomic';

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tadpole-atomic-'));
});
afterEach(() => {
  fs.rmSync(folder, { recursive: true, force: true });
});

function caught(action: () => void): WriteError {
  try {
    action();
  } catch (error) {
    return error as WriteError;
  }
  throw new Error('nothing was thrown');
}

const system = (code: string): Error => Object.assign(new Error(`${code}: in the system's words`), { code });

describe('a file', () => {
  test.each<[string, Error, string, RegExp]>([
    ['a full disk', system('ENOSPC'), 'no space is left on the disk (ENOSPC)', /^free some space/],
    ['a quota', system('EDQUOT'), 'your quota of disk space is used up (EDQUOT)', /^free some space/],
    ['a limit on files', system('EFBIG'), 'larger than the limit on files (EFBIG)', /ulimit -f/],
    ['a disk that fails', system('EIO'), 'the disk fails (EIO)', /^check the disk/],
    ['a disk that was made read-only', system('EROFS'), 'the disk is read-only (EROFS)', /not read-only/],
    ['no permission', system('EACCES'), 'there is no permission (EACCES)', /may write to/],
    ['any other reason', system('ENODEV'), 'the system refuses it (ENODEV)', /another place/],
    [
      "a full disk in the addon's words",
      new Error('/x/generator.pt: No space left on device'),
      'no space is left on the disk (ENOSPC)',
      /^free some space/,
    ],
  ])('%s', (_, reason, words, remedy) => {
    const target = path.join(folder, 'a.txt');
    fs.writeFileSync(target, 'before');
    const error = caught(() =>
      writeAtomically(target, (temporary) => {
        fs.writeFileSync(temporary, 'half');
        throw reason;
      }),
    );
    expect(error.name).toBe('WriteError');
    expect(error.problem).toContain(`cannot write ${target}: `);
    expect(error.problem).toContain(words);
    expect(error.hint).toMatch(remedy);
    expect(fs.readFileSync(target, 'utf8')).toBe('before');
    expect(fs.readdirSync(folder)).toEqual(['a.txt']);
  });

  test('what is wrong with the content is no fault of the disk', () => {
    const target = path.join(folder, 'a.txt');
    const error = caught(() =>
      writeAtomically(target, () => {
        throw new TypeError('only dense tensors can be written');
      }),
    );
    expect(error.name).toBe('Error');
    expect(error.message).toContain('only dense tensors can be written');
    expect(fs.readdirSync(folder)).toEqual([]);
  });
});

describe('a folder', () => {
  const target = (): string => path.join(folder, 'a');
  const fill = (text: string) => (place: string) => fs.writeFileSync(path.join(place, 'text'), text);
  const text = (): string => fs.readFileSync(path.join(target(), 'text'), 'utf8');

  test('appears whole, and takes the place of an earlier one', () => {
    writeFolderAtomically(target(), fill('one'));
    expect(text()).toBe('one');
    writeFolderAtomically(target(), fill('two'));
    expect(text()).toBe('two');
    expect(fs.readdirSync(folder)).toEqual(['a']);
  });

  test('stays as it was when a file of it cannot be written', () => {
    writeFolderAtomically(target(), fill('one'));
    const error = caught(() =>
      writeFolderAtomically(target(), (place) => {
        fill('half')(place);
        writeAtomically(path.join(place, 'more'), () => {
          throw system('ENOSPC');
        });
      }),
    );
    expect(error.problem).toBe(`cannot write ${target()}: no space is left on the disk (ENOSPC)`);
    expect(text()).toBe('one');
    expect(fs.readdirSync(folder)).toEqual(['a']);
  });
});

describe('a path that names no file', () => {
  // Deep below the folder, which must survive whatever would be removed.
  const inside = <T>(action: () => T): T => {
    const deep = path.join(folder, 'one', 'two', 'three');
    fs.mkdirSync(deep, { recursive: true });
    const before = process.cwd();
    process.chdir(deep);
    try {
      return action();
    } finally {
      process.chdir(before);
    }
  };
  const everything = (): string[] => (fs.readdirSync(folder, { recursive: true }) as string[]).sort();
  const writers = {
    writeAtomically: (target: string) => writeAtomically(target, (file) => fs.writeFileSync(file, '')),
    writeFolderAtomically: (target: string) => writeFolderAtomically(target, () => {}),
  };

  test.each(Object.entries(writers))('%s removes nothing around it', (_, write) => {
    inside(() => {
      fs.writeFileSync('mine', '');
      const before = everything();
      for (const target of ['', undefined, null, 3, 'a\0b', {}])
        expect(() => write(target as string)).toThrow(/its path must be a name, got /);
      for (const target of ['none/.', 'none/..', 'none/../..', '.', '..', '/'])
        expect(() => write(target)).toThrow(/^cannot write /);
      expect(everything()).toEqual(before);
    });
  });
});
