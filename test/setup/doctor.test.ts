// `tadpole doctor`'s findings: on this installation, and on broken ones.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { buildProblems, examine } from '../../dist/cli/health';
import { makeWorld, type World, writeFiles } from './world';

const packageRoot = path.join(__dirname, '..', '..');

let world: World;
beforeEach(() => {
  world = makeWorld();
});
afterEach(() => world.remove());

const choice = (version: string, folder: string, more: object = {}): string =>
  JSON.stringify({ version, variant: 'cpu', wanted: 'cpu', source: 'download', path: folder, ...more });

test('here everything is in order, and the report names versions, devices and threads', () => {
  const health = examine(packageRoot);
  expect(health.problems).toEqual([]);
  expect(health.devices[0]).toBe('cpu');
  expect(health.libtorch?.version).toMatch(/^\d+\.\d+\.\d+$/);
  expect(health.loaded?.threads).toBeGreaterThan(0);
});

test('before set-up, each missing thing is named with what to do', () => {
  expect(examine(world.root).problems).toEqual([
    { finding: 'set-up has not chosen a libtorch', remedy: 'run `npx tadpole setup`' },
    {
      finding: expect.stringMatching(/the addon is not built: .*tadpole\.node is missing/),
      remedy: 'run `npx tadpole setup`',
    },
  ]);
});

test('a libtorch that was moved away', () => {
  writeFiles(world.root, { 'build/libtorch.json': choice('2.13.0', '/nowhere/torch') });
  expect(examine(world.root).problems[0]?.finding).toBe('libtorch is gone from /nowhere/torch');
});

test('a libtorch of another version', () => {
  writeFiles(world.root, {
    'torch/lib/libc10.so': '',
    'build/libtorch.json': choice('2.9.0', path.join(world.root, 'torch')),
  });
  expect(examine(world.root).problems[0]?.finding).toBe(
    'libtorch is 2.9.0, this Tadpole is made for 2.13.0 and 2.14.1',
  );
});

test('a libtorch of another version that was asked for is untested, and no problem', () => {
  const folder = path.join(world.root, 'torch');
  writeFiles(world.root, {
    'torch/lib/libc10.so': '',
    'build/libtorch.json': choice('2.11.0', folder, { untested: true }),
  });
  const { problems, notes } = examine(world.root);
  expect(problems.map(({ finding }) => finding)).toEqual([expect.stringContaining('the addon is not built')]);
  expect(notes[0]?.finding).toMatch(/^libtorch 2\.11\.0 is untested: this Tadpole is made for 2\.13\.0/);
});

test('an addon that does not load: the reason of the dynamic linker is passed on', () => {
  writeFiles(world.root, { 'build/Release/tadpole.node': 'not a library' });
  const { problems, loaded } = examine(world.root);
  expect(loaded).toBeNull();
  expect(problems.at(-1)?.finding).toMatch(/^the addon does not load: .*tadpole\.node/);
});

test('an addon that is still built for the libtorch before: a switch was interrupted', () => {
  const { loaded, libtorch } = examine(packageRoot);
  if (loaded === null || libtorch === null) throw new Error('Tadpole is not set up here');
  expect(buildProblems(loaded, libtorch)).toEqual([]);
  expect(buildProblems({ ...loaded, builtAgainst: '2.9.0', variant: 'cuda' }, libtorch)).toEqual([
    {
      finding: expect.stringMatching(/^the addon is built for libtorch 2.9.0 \(cuda\), set-up chose /),
      remedy: 'run `npx tadpole setup`',
    },
  ]);
});

test('as a command: a table, or with --json one object', () => {
  const doctor = (...args: string[]) =>
    spawnSync(process.execPath, [path.join(packageRoot, 'dist/cli/main.js'), 'doctor', ...args], {
      encoding: 'utf8',
    });
  expect(doctor()).toMatchObject({ status: 0, stdout: expect.stringContaining('everything is in order') });
  expect(JSON.parse(doctor('--json').stdout)).toMatchObject({
    problems: [],
    devices: expect.arrayContaining(['cpu']),
  });
});
