// `tadpole train --resume`: a run continues bit for bit with the same data and settings, or not at all.
import fs from 'node:fs';
import { command } from './command';
import { Runs, TRAIN, writeDigits } from './runs';
import { interrupted, pasted, tadpole } from './tadpole';

const runs = new Runs();
const { folder } = runs;

const train = (run: string, ...words: string[]) => command(folder, ...TRAIN, '--out', run, ...words);
const resume = (run: string, ...words: string[]) => command(folder, 'train', '--resume', run, ...words);

describe('a run', () => {
  const SAVING = ['--sample-every', '10', '--checkpoint-every', '15'];
  beforeAll(async () => {
    expect(await train('whole', '--steps', '30', ...SAVING)).toMatchObject({ code: 0, complaints: '' });
  });

  test('that was cut at a checkpoint and resumed equals the uninterrupted one, bit for bit', () => {
    // In processes of their own: what one of them holds beside the checkpoint is lost.
    expect(tadpole(folder, ...TRAIN, '--out', 'cut', '--steps', '15', ...SAVING).code).toBe(0);
    expect(tadpole(folder, 'train', '--resume', 'cut', '--steps', '30')).toMatchObject({
      code: 0,
      complaints: '',
    });
    expect(runs.numbers('cut')).toEqual(runs.numbers('whole'));
    const weights = (run: string): Buffer =>
      fs.readFileSync(runs.file(run, 'checkpoints', 'step-000030', 'tensors.safetensors'));
    expect(weights('cut').equals(weights('whole'))).toBe(true);
  });

  test('that is finished has nothing to do', async () => {
    const before = runs.numbers('whole');
    expect(await resume('whole')).toMatchObject({ code: 0, complaints: '' });
    expect(runs.numbers('whole')).toEqual(before);
  });

  test('is refused with another configuration: the keys that differ are named', async () => {
    const { code, stderr } = await resume('whole', '--batch-size', '16', '--lr', '0.1');
    expect(code).toBe(2);
    expect(stderr).toContain('settings.batchSize (run: 8, asked: 16)');
    expect(stderr).toContain('settings.generatorLearningRate (run: 0.0002, asked: 0.1)');
    expect((await command(folder, 'train', 'digits', '--resume', 'whole')).stderr).toContain(
      'recipe (run: digits-tensorflow, asked: digits)',
    );
  });

  test('that was killed before its first checkpoint starts over', async () => {
    const words = [...TRAIN, '--steps', '100000', '--out', 'killed'];
    await interrupted(folder, /^Step 5:/m, ['SIGKILL'], words);
    expect(runs.checkpoints('killed')).toEqual([]);
    expect(await resume('killed', '--steps', '4')).toMatchObject({ code: 0, complaints: '' });
    expect(runs.numbers('killed')).toEqual(runs.numbers('whole').slice(0, 4));
  });

  test('that has done more steps than are asked for stays as it is', async () => {
    expect((await train('short', '--steps', '3', '--checkpoint-every', '2')).code).toBe(0);
    // As if the run had been killed after step 3: its events are further than its newest checkpoint.
    fs.rmSync(runs.file('short', 'checkpoints', 'step-000003'), { recursive: true });
    const contents = () =>
      ['events.jsonl', 'config.json'].map((name) => fs.readFileSync(runs.file('short', name), 'utf8'));
    const before = contents();
    const ended = await resume('short', '--steps', '1');
    expect(ended.code).toBe(2);
    expect(ended.stderr).toContain('short has done 2 steps, more than the 1 that are asked for');
    expect(contents()).toEqual(before);
    expect(runs.steps('short')).toContain(3);
  });
});

describe('data that has moved', () => {
  beforeAll(async () => {
    writeDigits(runs.file('old-place'), 8);
    for (const run of ['moving', "it's a run"])
      expect((await train(run, '--steps', '1', '--data', 'old-place')).code).toBe(0);
    fs.renameSync(runs.file('old-place'), runs.file('new-place'));
  });

  test('is taken from its new place, and no other is', async () => {
    const words = ['--data', 'new-place', '--steps'];
    expect(await resume('moving', ...words, '2')).toMatchObject({ code: 0, complaints: '' });

    const picture = runs.file('new-place', '0.png');
    const original = fs.readFileSync(picture);
    fs.copyFileSync(runs.file('new-place', '1.png'), picture);
    const refused = await resume('moving', ...words, '3');
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain('data.crc32 (run: ');
    fs.writeFileSync(picture, original);
  });

  test('is in the command that resumes', async () => {
    const { code, stderr } = await resume("it's a run", '--steps', '2');
    expect(code).toBe(1);
    expect(stderr).toMatch(/^error: the images of the run it's a run are not where they were: /);
    const [, printed = ''] = /^hint: .*: npx tadpole (.*) <folder>$/m.exec(stderr) ?? [];
    expect(pasted(folder, `${printed} new-place --steps 2`)).toBe(0);
  });

  test('and a missing place: the error names it as it was given', async () => {
    const { stderr } = await resume("it's a run", '--data', 'nowhere');
    expect(stderr).toContain('nowhere');
    expect(stderr).not.toContain('not where they were');
  });
});
