// `tadpole train --resume` when something in the folder of the run is damaged or lost.
import fs from 'node:fs';
import { command } from './command';
import { Runs, TRAIN, upTo } from './runs';

const runs = new Runs();
const { folder } = runs;

/** A run of 12 steps with checkpoints at 8 and 12, to be damaged. */
async function finished(run: string): Promise<void> {
  if (!runs.exists('finished')) {
    const words = ['--steps', '12', '--checkpoint-every', '4', '--out', 'finished'];
    expect(await command(folder, ...TRAIN, ...words)).toMatchObject({ code: 0, complaints: '' });
  }
  fs.cpSync(runs.file('finished'), runs.file(run), { recursive: true });
}

const resume = (run: string) => command(folder, 'train', '--resume', run, '--steps', '16');

describe('damage', () => {
  const newest = (run: string, name: string): string => runs.file(run, 'checkpoints', 'step-000012', name);

  test.each<[string, (run: string) => void]>([
    [
      'flipped',
      (run) => {
        const weights = fs.readFileSync(newest(run, 'tensors.safetensors'));
        weights[weights.length - 5000] = 255 - (weights[weights.length - 5000] as number);
        fs.writeFileSync(newest(run, 'tensors.safetensors'), weights);
      },
    ],
    ['emptied', (run) => fs.writeFileSync(newest(run, 'state.json'), '{}\n')],
  ])('of the newest checkpoint (%s): the run resumes from the one before', async (run, damage) => {
    await finished(run);
    damage(run);
    const ended = await resume(run);
    expect(ended.code).toBe(0);
    expect(ended.stderr).toContain('from step 8');
    expect(ended.complaints).toMatch(
      /^warning: the checkpoint .*step-000012 cannot be used: .* resumes from .*step-000008\n$/,
    );
    expect(runs.steps(run)).toEqual(upTo(16));
    expect(runs.checkpoints(run)).toEqual(['step-000012', 'step-000016']);
  });

  test('a checkpoint of another run does not fit', async () => {
    await finished('mixed');
    const other = ['digits-tensorflow', '--set', 'hiddenSize=8', '--data', 'digits', '--steps', '12'];
    expect((await command(folder, 'train', ...other, '--out', 'other')).code).toBe(0);
    fs.rmSync(newest('mixed', ''), { recursive: true });
    fs.cpSync(newest('other', ''), newest('mixed', ''), { recursive: true });
    const ended = await resume('mixed');
    expect(ended.code).toBe(0);
    expect(ended.complaints).toMatch(
      /^warning: the checkpoint .*step-000012 cannot be used: .*resumes from .*step-000008\n$/,
    );
  });

  test.each<[string, (run: string) => void, RegExp]>([
    [
      'every-checkpoint',
      (run) => {
        for (const step of runs.checkpoints(run))
          fs.rmSync(runs.file(run, 'checkpoints', step, 'state.json'));
      },
      /^error: no checkpoint can be used: .*step-000012 .*state.json is missing.*step-000008/,
    ],
    [
      'no-folder',
      (run) => fs.rmSync(runs.file(run, 'checkpoints'), { recursive: true }),
      /^error: no-folder has done 12 steps, but there is no checkpoint in .*\nhint: put its checkpoints back/,
    ],
    [
      'no-checkpoint',
      (run) => {
        for (const step of runs.checkpoints(run))
          fs.rmSync(runs.file(run, 'checkpoints', step), { recursive: true });
      },
      /^error: no-checkpoint has done 12 steps, but there is no checkpoint in /,
    ],
  ])('of all checkpoints (%s) ends in words, and the log stays', async (run, damage, words) => {
    await finished(run);
    damage(run);
    const ended = await resume(run);
    expect(ended.code).toBe(1);
    expect(ended.stderr).toMatch(words);
    expect(runs.steps(run)).toEqual(upTo(12));
  });

  test('of the log costs a warning', async () => {
    await finished('log');
    const log = runs.file('log', 'events.jsonl');
    const lines = fs.readFileSync(log, 'utf8').split('\n');
    const [fifth = '', sixth = ''] = lines.slice(4, 6);
    lines.splice(4, 2, fifth.slice(0, 30) + sixth);
    fs.writeFileSync(log, lines.join('\r\n'));
    const ended = await resume('log');
    expect(ended.code).toBe(0);
    expect(ended.complaints).toMatch(/^warning: .*log\/events.jsonl is damaged: 1 of its lines is lost\n$/);
    expect(runs.steps('log')).toEqual(upTo(16).filter((step) => step !== 5 && step !== 6));
  });

  test('of the configuration names the file', async () => {
    await finished('configuration');
    fs.writeFileSync(runs.file('configuration', 'config.json'), 'null');
    const ended = await resume('configuration');
    expect(ended.code).toBe(1);
    expect(ended.stderr).toMatch(/^error: .*configuration\/config.json .*\nhint: \S/);
  });
});
