// The warnings of `tadpole train` about a run that goes wrong; a run that goes well has none.
import { command } from './command';
import { Runs, TRAIN } from './runs';
import type { Ended } from './tadpole';

const runs = new Runs();
const { folder } = runs;

const train = (run: string, ...words: string[]) => command(folder, ...TRAIN, '--out', run, ...words);

describe('a run that goes wrong', () => {
  const WRONG = ['--set', 'generatorLearningRate=0.03', '--log-every', '50'];
  const findings = (run: string) => runs.events(run).filter((event) => 'event' in event);
  let ended: Ended;
  beforeAll(async () => {
    ended = await train('collapsed', ...WRONG, '--steps', '620', '--checkpoint-every', '550');
  });

  test('a collapse is reported once while training, with a remedy in the settings of the recipe, and at the end', async () => {
    expect(ended.code).toBe(0);
    const [warning, hint, reminder, ...rest] = ended.complaints.trimEnd().split('\n');
    expect(warning).toMatch(/^warning: step \d+: the generator has collapsed: its samples are all alike/);
    expect(hint).toMatch(/^hint: .*--set generatorLearningRate=0.0075 \(now 0.03\)$/);
    expect(reminder).toMatch(
      /^warning: the generator is collapsed since step \d+ \(see collapsed\/events.jsonl\)$/,
    );
    expect(rest).toEqual([]);
  });

  test('the finding is a line in events.jsonl with its number', async () => {
    expect(findings('collapsed')).toEqual([
      {
        step: expect.any(Number),
        event: 'collapse',
        message: expect.stringContaining('all alike'),
        remedy: expect.stringContaining('--seed'),
        measured: expect.any(Number),
      },
    ]);
    expect(runs.exists('collapsed', 'losses.png')).toBe(true);
  });

  test('a run that was cut between two checks records the same finding when resumed', async () => {
    const words = [...WRONG, '--checkpoint-every', '550', '--steps'];
    expect((await train('collapsed-cut', ...words, '550')).code).toBe(0);
    expect(findings('collapsed-cut')).toEqual([]);
    expect((await command(folder, 'train', '--resume', 'collapsed-cut', '--steps', '620')).code).toBe(0);
    expect(findings('collapsed-cut')).toEqual(findings('collapsed'));
  });

  test('losses that are not finite end the run with 1 and an event; what was saved stays', async () => {
    const broken = await train('broken', '--steps', '500', '--lr', '1e30', '--checkpoint-every', '1');
    expect(broken.code).toBe(1);
    expect(broken.complaints).toMatch(/^error: training broke down: \w+ is .*\nhint: .*learning rate/);
    expect(runs.exists('broken', 'generator.pt')).toBe(false);
    expect(runs.checkpoints('broken').length).toBeGreaterThan(0);
    const last = runs.events('broken').at(-1);
    expect(last).toMatchObject({
      event: 'notFinite',
      message: expect.stringMatching(/^training broke down: \w+ is/),
      remedy: expect.stringContaining('learning rate'),
    });
    const logged = runs.events('broken').filter((event) => 'dLoss' in event);
    expect(last?.step).toBe(Number(logged.at(-1)?.step) + 1);
  });
});

test('a run that goes well is not disturbed: nothing on the standard error output, no finding in its events', async () => {
  const words = [
    '--set',
    'hiddenSize=64',
    '--seed',
    '1',
    '--threads',
    '1',
    '--steps',
    '600',
    '--log-every',
    '100',
    '--out',
    'good',
  ];
  const ended = await command(folder, 'train', 'digits-tensorflow', ...words);
  expect(ended).toMatchObject({ code: 0, complaints: '' });
  expect(runs.events('good').filter((event) => 'event' in event)).toEqual([]);
});
