// Checkpoints: complete or absent, verified when read, and the older one when the newest is damaged.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { run, type Tensor, torch } from 'tadpole';

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tadpole-checkpoint-'));
});
afterEach(() => {
  fs.rmSync(folder, { recursive: true, force: true });
});

const state = (value: number) => ({
  step: 3,
  none: null,
  list: [torch.full([2], value), 'text'],
  bytes: torch.zeros([4], { dtype: 'uint8' }),
});
type State = { step: number; none: null; list: [Tensor, string]; bytes: Tensor };

const save = (step: number, place = folder): void =>
  torch.scope(() => run.saveCheckpoint(place, step, state(step)));
const part = (step: number, name: string): string =>
  path.join(folder, `step-${String(step).padStart(6, '0')}`, name);

/** The step whose checkpoint is read, and the warnings about others. */
function load(): { taken: number | undefined; warnings: string[] } {
  const warnings: string[] = [];
  const warn: run.Warn = (problem) => warnings.push(problem);
  const taken = torch.scope(
    () => run.loadLatestCheckpoint<State>(folder, { warn })?.list[0].at(0).item() as number | undefined,
  );
  return { taken, warnings };
}

test('nested tensors and values come back as they were', () => {
  torch.scope(() => {
    run.saveCheckpoint(folder, 3, state(7));
    const read = run.loadLatestCheckpoint<State>(folder) as State;
    expect([read.step, read.none, read.list[1]]).toEqual([3, null, 'text']);
    expect(read.list[0].tolist()).toEqual([7, 7]);
    expect(read.bytes.dtype).toBe('uint8');
  });
});

test('without any there is nothing to read', () => {
  expect(load()).toEqual({ taken: undefined, warnings: [] });
  expect(run.loadLatestCheckpoint(path.join(folder, 'none'))).toBeUndefined();
});

test('the newest is read, and the two newest are kept', () => {
  for (const step of [9, 10, 11]) save(step);
  expect(load()).toEqual({ taken: 11, warnings: [] });
  expect(fs.readdirSync(folder).sort()).toEqual(['step-000010', 'step-000011']);
});

test('one that takes the place of an earlier one of its step leaves nothing beside it', () => {
  save(2);
  torch.scope(() => run.saveCheckpoint(folder, 2, state(5)));
  expect(load()).toEqual({ taken: 5, warnings: [] });
  expect(fs.readdirSync(folder)).toEqual(['step-000002']);
});

test('a run that went on from an earlier one removes those that it passed over', () => {
  for (const step of [4, 8]) save(step);
  fs.rmSync(part(8, 'state.json'));
  save(6);
  expect(fs.readdirSync(folder).sort()).toEqual(['step-000004', 'step-000006']);
});

describe('a damaged one is passed over with a warning that names it and the one that is taken', () => {
  const tensors = 'tensors.safetensors';
  const flip = (file: string, from: number): void => {
    const bytes = fs.readFileSync(file);
    const at = from < 0 ? bytes.length + from : from;
    bytes[at] = (bytes[at] as number) ^ 1;
    fs.writeFileSync(file, bytes);
  };

  test.each<[string, () => void, string]>([
    ['a bit of its weights', () => flip(part(8, tensors), -1), `${tensors} is not what was written`],
    ['a bit of its header', () => flip(part(8, tensors), 12), `${tensors} is not what was written`],
    ['a bit of its values', () => flip(part(8, 'state.json'), 20), 'state.json is not what was written'],
    ['a bit of its checksums', () => flip(part(8, 'SHA256SUMS'), 0), 'is not what was written'],
    [
      'a file that was cut',
      () => fs.truncateSync(part(8, tensors), 20),
      `${tensors} is not what was written`,
    ],
    ['an empty file', () => fs.truncateSync(part(8, 'state.json')), 'state.json is not what was written'],
    ['{}', () => fs.writeFileSync(part(8, 'state.json'), '{}'), 'state.json is not what was written'],
    ['no weights', () => fs.rmSync(part(8, tensors)), `${tensors} is missing`],
    ['no values', () => fs.rmSync(part(8, 'state.json')), 'state.json is missing'],
    ['no checksums', () => fs.rmSync(part(8, 'SHA256SUMS')), 'SHA256SUMS is missing'],
    ['no line for a file', () => fs.truncateSync(part(8, 'SHA256SUMS')), 'SHA256SUMS has no line for'],
    [
      'a value that was edited by hand',
      () => {
        const file = part(8, 'state.json');
        fs.writeFileSync(file, fs.readFileSync(file, 'utf8').replace('text', 'next'));
      },
      'state.json is not what was written',
    ],
    [
      "another step's files",
      () => fs.cpSync(part(4, ''), part(8, ''), { recursive: true }),
      'it is that of step 4',
    ],
    [
      'a file in its place',
      () => {
        fs.rmSync(part(8, ''), { recursive: true });
        fs.writeFileSync(path.join(folder, 'step-000008'), '');
      },
      'is missing',
    ],
  ])('%s', (_, damage, reason) => {
    for (const step of [4, 8]) save(step);
    damage();
    const { taken, warnings } = load();
    expect(taken).toBe(4);
    expect(warnings).toHaveLength(1);
    for (const words of ['step-000008', reason, 'resumes from', 'step-000004'])
      expect(warnings[0]).toContain(words);
  });

  test('one that does not fit the run that reads it', () => {
    for (const step of [4, 8]) save(step);
    const restore = (value: unknown): string => {
      if ((value as State).list[0].at(0).item() === 8) throw new TypeError('it is of another kind');
      return 'fits';
    };
    const warnings: string[] = [];
    const result = torch.scope(() =>
      run.loadLatestCheckpoint(folder, { restore, warn: (problem) => warnings.push(problem) }),
    );
    expect(result).toBe('fits');
    expect(warnings[0]).toContain('it is of another kind');
  });
});

test('when none can be used the error names each and its damage', () => {
  for (const step of [4, 8]) save(step);
  fs.truncateSync(part(4, 'tensors.safetensors'), 20);
  fs.rmSync(part(8, 'state.json'));
  expect(load).toThrow(/no checkpoint can be used.*step-000008.*missing.*step-000004.*not what was written/s);
  expect(load).toThrow(/copy it again .*start a new run/);
});

test('one that cannot be written leaves the earlier ones and nothing half-made', () => {
  save(4);
  fs.writeFileSync(path.join(folder, 'file'), '');
  expect(() => save(8, path.join(folder, 'file'))).toThrow(/cannot be written \(ENOTDIR\)/);
  // Libtorch can write dense tensors only.
  const sparse = { weights: torch.eye(2).toSparse() };
  expect(() => run.saveCheckpoint(folder, 8, sparse)).toThrow(/cannot write .*step-000008/);
  expect(load()).toEqual({ taken: 4, warnings: [] });
  expect(fs.readdirSync(folder).sort()).toEqual(['file', 'step-000004']);
});

describe('a disk with space for two', () => {
  /** Refuses new folders beside two checkpoints. */
  const fill = (): void => {
    const make = fs.mkdirSync;
    jest.spyOn(fs, 'mkdirSync').mockImplementation(((place: string, options?: fs.MakeDirectoryOptions) => {
      const taken = fs.readdirSync(folder).filter((name) => !name.includes('.tmp-'));
      if (path.dirname(place) === folder && taken.length >= 2)
        throw Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });
      return make(place, options);
    }) as typeof fs.mkdirSync);
  };
  const left = (): string[] => fs.readdirSync(folder).sort();
  afterEach(() => jest.restoreAllMocks());

  test('the oldest makes room for the newest', () => {
    fill();
    for (const step of [4, 8, 12, 16]) save(step);
    expect(left()).toEqual(['step-000012', 'step-000016']);
    expect(load()).toEqual({ taken: 16, warnings: [] });
  });

  test('one that is passed over makes room, too', () => {
    for (const step of [4, 8]) save(step);
    fill();
    save(6);
    expect(left()).toEqual(['step-000004', 'step-000006']);
  });

  test.each<[string, Parameters<typeof run.saveCheckpoint>[3], () => void]>([
    ['the one before it is damaged', {}, () => fs.truncateSync(part(8, 'tensors.safetensors'), 20)],
    ['the one before it would be replaced itself', { keep: 1, best: 4 }, () => {}],
    ['both are kept', { keep: 3 }, () => {}],
    ['the older one is the best', { best: 4 }, () => {}],
  ])('nothing is removed when %s', (_, options, before) => {
    for (const step of [4, 8]) save(step);
    before();
    fill();
    const saving = () => torch.scope(() => run.saveCheckpoint(folder, 12, state(12), options));
    expect(saving).toThrow(/cannot write .*step-000012: no space is left on the disk \(ENOSPC\)/);
    expect(left()).toEqual(['step-000004', 'step-000008']);
  });
});
