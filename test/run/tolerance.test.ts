// Writing that fails for a while: one warning, retries, and giving up.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { run } from 'tadpole';
import { Tolerance, writeAll } from '../../dist/run/tolerance';

let folder: string;
let warnings: string[];
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tadpole-tolerance-'));
  warnings = [];
});
afterEach(() => {
  fs.rmSync(folder, { recursive: true, force: true });
});

const warn: run.Warn = (problem) => warnings.push(problem);
/** Fails as long as `place` is missing. */
const write = (name: string): void => new run.EventLog(path.join(folder, 'place', name)).add({ step: 1 });
const made = (): string[] => fs.readdirSync(path.join(folder, 'place')).sort();

test('what cannot be written is warned of once, until it can be again', () => {
  const tolerance = new Tolerance(warn);
  const attempt = () => tolerance.try('pictures', 'the run goes on', () => write('a'));
  expect([attempt(), attempt(), attempt()]).toEqual([false, false, false]);
  expect(warnings).toEqual([expect.stringMatching(/^cannot write .*ENOENT\); the run goes on$/)]);
  fs.mkdirSync(path.join(folder, 'place'));
  expect([attempt(), attempt()]).toEqual([true, true]);
  expect(warnings.slice(1)).toEqual(['pictures can be written again']);
});

test('kinds of files are warned of apart; any other error is thrown', () => {
  const tolerance = new Tolerance(warn);
  tolerance.try('pictures', 'x', () => write('a'));
  tolerance.try('events', 'y', () => write('b'));
  expect(warnings).toHaveLength(2);
  const mistake = (): never => {
    throw new TypeError('a mistake');
  };
  expect(() => tolerance.try('pictures', 'x', mistake)).toThrow('a mistake');
});

describe('writeAll', () => {
  const tasks = [() => write('a'), () => fs.writeFileSync(path.join(folder, 'other'), ''), () => write('b')];

  test('waits for what cannot be written yet, and does the rest at once', async () => {
    let waited = false;
    const waiting: run.Warn = (problem) => {
      warn(problem);
      waited = fs.existsSync(path.join(folder, 'other'));
      fs.mkdirSync(path.join(folder, 'place'));
    };
    await writeAll(tasks, { warn: waiting, seconds: 60 });
    expect(waited).toBe(true);
    expect(warnings).toEqual([expect.stringMatching(/cannot write .*waiting up to 60 s/)]);
    expect(made()).toEqual(['a', 'b']);
  });

  test('without patience it fails at once, with the first that is not written', async () => {
    await expect(writeAll(tasks, { warn, seconds: 0 })).rejects.toThrow(/cannot write .*a: /);
    expect(fs.existsSync(path.join(folder, 'other'))).toBe(true);
    expect(warnings).toEqual([]);
  });

  test('a signal ends the waiting', async () => {
    const end = new AbortController();
    const stop: run.Warn = () => end.abort();
    await expect(writeAll(tasks, { warn: stop, seconds: 600, signal: end.signal })).rejects.toThrow(
      /cannot write/,
    );
  });
});
