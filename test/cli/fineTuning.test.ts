// `tadpole train --from RUN` and `--mirror` on the command line.
import { command } from './command';
import { Runs, TRAIN } from './runs';

const runs = new Runs();
const train = (...words: string[]) => command(runs.folder, ...TRAIN, '--steps', '2', ...words);

test('a new run starts with the weights of another one and says so; what cannot be ends with a remedy', async () => {
  expect(await train('--out', 'first')).toMatchObject({ code: 0 });
  const second = await train('--out', 'second', '--from', 'first', '--mirror');
  expect(second).toMatchObject({ code: 0 });
  expect(second.stderr).toContain('weights of first, step 2: all of the generator, all of the discriminator');
  expect(runs.checkpoints('second')).toEqual(['step-000000', 'step-000002']);

  const none = await train('--out', 'third', '--from', 'nowhere');
  expect(none).toMatchObject({ code: 2 });
  expect(none.stderr).toContain('error: there is no run folder nowhere\nhint: ');
  expect(runs.exists('third')).toBe(false);
  const both = await command(runs.folder, 'train', '--resume', 'second', '--from', 'first');
  expect(both).toMatchObject({ code: 2 });
  expect(both.stderr).toContain('--from and --resume exclude each other');
  const upright = await command(runs.folder, 'train', '--resume', 'second', '--no-mirror');
  expect(upright).toMatchObject({ code: 2 });
  expect(upright.stderr).toContain('these differ: mirror (run: true, asked: false)');
});
