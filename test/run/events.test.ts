// The record of a run: written line by line, and read back even if some lines are damaged.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { run } from 'tadpole';
import { rewindEvents } from '../../dist/run/events';

let folder: string;
let file: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tadpole-events-'));
  file = path.join(folder, 'events.jsonl');
});
afterEach(() => {
  fs.rmSync(folder, { recursive: true, force: true });
});

const steps = (): number[] => run.readEvents(file).map(({ step }) => step);

test('one object per line; a line that was cut off is left out', () => {
  const log = new run.EventLog(file);
  log.add({ step: 1, dLoss: 0.5 });
  log.add({ step: 2, dLoss: 0.25 });
  log.flush();
  fs.appendFileSync(file, '{"step":3,"dL');
  expect(run.readEvents(file)).toEqual([
    { step: 1, dLoss: 0.5 },
    { step: 2, dLoss: 0.25 },
  ]);
});

test('rewinding drops what comes after a step, and no more', () => {
  fs.writeFileSync(file, '{"step":1}\n{"note":"mine"}\n{"step": 2, "x": 1.50}\n{"step":3}\n');
  expect(rewindEvents(file, 2)).toBe(0);
  expect(fs.readFileSync(file, 'utf8')).toBe('{"step":1}\n{"note":"mine"}\n{"step": 2, "x": 1.50}\n');
});

test('rewinding without a file makes none', () => {
  expect(rewindEvents(file, 2)).toBe(0);
  expect(fs.existsSync(file)).toBe(false);
});

describe('damage costs the lines that it hit', () => {
  const first = '{"step":1}\n{"step":2}\n';
  const last = '{"step":5}\n';

  test.each([
    ['a line that ran into the next', '{"step":3,"dLo{"step":4}\n', [1, 2, 5], 1],
    ['text that is none', Buffer.from([0xff, 0xfe, 0x80, 0x0a]), [1, 2, 5], 1],
    ['other JSON', '7\nnull\n[{"step":3}]\n', [1, 2, 5], 3],
    ['NULs of a power cut before a line', '\0\0\0\0{"step":4}\n', [1, 2, 4, 5], 0],
    ['NULs in place of a line', '\0\0\0\0\n', [1, 2, 5], 1],
    ['blank lines', '\n  \n\t\r\n', [1, 2, 5], 0],
    ['line ends of Windows', '{"step":3}\r\n{"step":4}\r\n', [1, 2, 3, 4, 5], 0],
    ['a byte order mark', '\ufeff{"step":3}\n', [1, 2, 3, 5], 0],
  ])('%s', (_, middle, kept, lost) => {
    fs.writeFileSync(
      file,
      Buffer.concat([Buffer.from(first), Buffer.from(middle as Buffer), Buffer.from(last)]),
    );
    expect(steps()).toEqual(kept);
    expect(rewindEvents(file, 9)).toBe(lost);
    expect(steps()).toEqual(kept);
    expect(rewindEvents(file, 9)).toBe(0);
  });

  test('a last line that was cut off is written again by the run, and not counted', () => {
    fs.writeFileSync(file, `${first}{"step":3,"dLo`);
    expect(rewindEvents(file, 2)).toBe(0);
    expect(fs.readFileSync(file, 'utf8')).toBe(first);
  });
});

test('lines that cannot be written are held back until they can', () => {
  const log = new run.EventLog(path.join(folder, 'gone', 'events.jsonl'));
  expect(() => log.add({ step: 1 })).toThrow(/cannot write .*events.jsonl.*ENOENT/);
  log.add({ step: 2 });
  expect(() => log.flush()).toThrow(/ENOENT/);
  fs.mkdirSync(path.join(folder, 'gone'));
  log.flush();
  log.flush();
  expect(run.readEvents(log.file)).toEqual([{ step: 1 }, { step: 2 }]);
});
