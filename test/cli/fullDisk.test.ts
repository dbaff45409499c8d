// `tadpole train` when files cannot be written: what is kept and reported, and how the run continues with space again.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { command } from './command';
import { ENDLESS, Runs, TRAIN, upTo } from './runs';
import { type Reaction, reacting } from './tadpole';

const runs = new Runs();
const { folder } = runs;

const send =
  (signal: NodeJS.Signals): Reaction[1] =>
  (child) =>
    child.kill(signal);

describe('a disk that takes no files', () => {
  // A limit on the length of files, which checkpoints alone exceed, stands for it: it needs no permission, and can be lifted.
  const through = ['sh', '-c', 'ulimit -S -f 200 && exec "$@"', 'sh'];
  const words = (run: string): string[] => [
    ...TRAIN,
    '--steps',
    '9',
    '--checkpoint-every',
    '2',
    '--out',
    run,
  ];
  const canLift = spawnSync('prlimit', ['--version']).status === 0;
  const lift: Reaction[1] = (child) =>
    spawnSync('prlimit', ['--pid', String(child.pid), '--fsize=unlimited']);
  const refused = (run: string, step: string): RegExp =>
    new RegExp(`^warning: cannot write .*${run}/checkpoints/step-${step}: .*\\(EFBIG\\); `, 'm');

  test('gives a warning during the run and an error at its end, with everything kept that can be', async () => {
    const ended = await reacting(folder, words('full'), [[/waiting up to/, send('SIGTERM')]], { through });
    expect(ended.code).toBe(1);
    const [warning, hint, waiting, , error, last, ...rest] = ended.complaints.trimEnd().split('\n');
    expect(warning).toMatch(refused('full', '000002'));
    expect(warning).toContain('progress since step 0 is not saved yet');
    expect(hint).toMatch(/^hint: .*ulimit/);
    expect(waiting).toMatch(/step-000009: .*; waiting up to 20 s for it, Ctrl-C ends the wait$/);
    expect(error).toMatch(/^error: cannot write .*checkpoints\/step-000009: /);
    expect(last).toMatch(/^hint: /);
    expect(rest).toEqual([]);
    expect(runs.steps('full')).toEqual(upTo(9));
    expect(runs.checkpoints('full')).toEqual([]);
    for (const name of ['generator.pt', 'losses.png', 'comparison.png', 'samples/step-000009.png'])
      expect(runs.exists('full', name)).toBe(true);
  });

  (canLift ? test : test.skip)('loses nothing when there is space again in time', async () => {
    const ended = await reacting(folder, words('again'), [[/waiting up to/, lift]], { through });
    expect(ended.code).toBe(0);
    expect(runs.checkpoints('again')).toEqual(['step-000009']);
    expect(await command(folder, 'train', '--resume', 'again', '--steps', '10')).toMatchObject({
      code: 0,
      complaints: '',
    });
  });

  (canLift ? test : test.skip)('is tried again at the next checkpoint', async () => {
    const endless = [...TRAIN, ...ENDLESS, '--checkpoint-every', '200', '--out', 'later'];
    const reactions: Reaction[] = [
      [refused('later', '000200'), lift],
      [/^warning: checkpoints can be written again$/m, send('SIGINT')],
    ];
    expect(await reacting(folder, endless, reactions, { through })).toMatchObject({ code: 130 });
    expect(runs.checkpoints('later').length).toBeGreaterThan(0);
  });

  const isRoot = process.getuid?.() === 0;
  const disk = (): string => runs.file('disk');
  const mount = (): boolean => {
    fs.mkdirSync(disk());
    return spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', disk()]).status === 0;
  };

  (isRoot ? test : test.skip)('a small disk that fills up, and is freed', async () => {
    if (!mount()) return;
    try {
      const filler = runs.file('disk', 'filler');
      const fill: Reaction[1] = () => {
        const part = fs.openSync(filler, 'w');
        try {
          for (;;) fs.writeSync(part, Buffer.alloc(4096));
        } catch {
          fs.closeSync(part);
        }
      };
      const reactions: Reaction[] = [
        [/^Step 3:/m, fill],
        [/^warning: cannot write .*ENOSPC/m, () => fs.rmSync(filler)],
        [/can be written again/, send('SIGTERM')],
      ];
      const ended = await reacting(
        folder,
        [...TRAIN, ...ENDLESS, '--sample-every', '50', '--out', 'disk/r'],
        reactions,
      );
      expect(ended.code).toBe(130);
      expect(ended.stderr).toMatch(/^hint: free some space/m);
      expect(runs.checkpoints('disk/r')).toHaveLength(1);
      expect(runs.steps('disk/r')).toEqual(upTo(runs.steps('disk/r').length));
    } finally {
      spawnSync('umount', [disk()]);
    }
  });

  test('a folder that cannot be made is refused before training', async () => {
    fs.writeFileSync(runs.file('a-file'), '');
    const ended = await command(folder, ...TRAIN, '--steps', '1', '--out', 'a-file/r');
    expect(ended.code).toBe(1);
    expect(ended.stderr).toMatch(/^error: the folder .*a-file\/r cannot be written \(ENOTDIR\)\nhint: /);
  });
});
