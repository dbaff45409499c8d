// The other steps of set-up: prerequisites, what is skipped, what is done again.
import fs from 'node:fs';
import path from 'node:path';
import { settings } from '../../scripts/machines/settings.mjs';
import { dependencies } from '../../setup/dependencies.mjs';
import { MINIMUM_NODE, prerequisites } from '../../setup/prerequisites.mjs';
import { contentHash } from '../../setup/stamps.mjs';
import { runSteps, type Step } from '../../setup/steps.mjs';
import { typescript } from '../../setup/typescript.mjs';
import { makeWorld, type World, writeFiles } from './world';

let world: World;
beforeEach(() => {
  world = makeWorld();
});
afterEach(() => world.remove());

describe('running steps', () => {
  test('what is done is skipped; what is not says what it does, what came of it and how long it took', async () => {
    const steps: Step[] = [
      { name: 'first', what: 'does one thing', done: () => 'one', run: async () => 'never' },
      { name: 'second', what: 'does another thing', done: () => null, run: async () => 'two' },
    ];
    await runSteps(world, steps);
    expect(world.printed).toEqual([
      'second: does another thing',
      expect.stringMatching(/^second: two \(\d+\.\d\d s\)$/),
    ]);
  });

  test('with everything done, one line says so', async () => {
    await runSteps(world, [{ name: 'first', what: '', done: () => 'one', run: async () => '' }]);
    expect(world.printed).toEqual([expect.stringMatching(/^set-up: up to date; one \(/)]);
  });
});

describe('prerequisites', () => {
  /** A machine with all that is needed. */
  function installTools(): void {
    world.onCommand(/^c\+\+ --version/, { stdout: 'c++ 12.2.0\nmore' });
    world.onCommand(/^cmake --version/, { stdout: 'cmake version 3.25.1\n' });
  }

  test('are named with their versions, and not looked for again', async () => {
    installTools();
    expect(await prerequisites.done(world)).toBeNull();
    expect(await prerequisites.run(world)).toBe('Node 20.19.0, c++ 12.2.0, CMake 3.25.1');
    expect(await prerequisites.done(world)).not.toBeNull();
  });

  test.each(['18.20.8', '20.18.3'])('an old Node, %s', async (nodeVersion) => {
    Object.assign(world, { nodeVersion });
    await expect(prerequisites.run(world)).rejects.toMatchObject({
      message: `Node ${nodeVersion} is too old, Tadpole needs Node 20.19 or newer`,
      hint: expect.stringContaining('nodejs.org'),
    });
  });

  test.each(['20.19.0', '20.20.2', '22.0.0', '24.1.0', '100.0.0'])(
    'a Node that will do, %s',
    async (nodeVersion) => {
      installTools();
      Object.assign(world, { nodeVersion });
      expect(await prerequisites.run(world)).toContain(`Node ${nodeVersion}`);
    },
  );

  test('the oldest Node of package.json is the one that set-up asks for, and the tests run in it', () => {
    const { engines } = JSON.parse(fs.readFileSync(path.join(__dirname, '../../package.json'), 'utf8'));
    expect(engines.node).toBe(`>=${MINIMUM_NODE.join('.')}`);
    expect(settings.map(({ node }) => node)).toContain(`${MINIMUM_NODE.join('.')}.0`);
  });

  test('no C++ compiler', async () => {
    await expect(prerequisites.run(world)).rejects.toMatchObject({
      message: 'no C++ compiler: none of c++, g++, clang++ runs',
      hint: expect.stringContaining('apt-get install g++'),
    });
  });

  test('no CMake, or an old one', async () => {
    world.onCommand(/^c\+\+ --version/, { stdout: 'c++ 12.2.0' });
    await expect(prerequisites.run(world)).rejects.toMatchObject({
      message: 'CMake is missing',
      hint: expect.stringContaining('apt-get install cmake'),
    });
    world.onCommand(/^cmake --version/, { stdout: 'cmake version 3.10.2' });
    await expect(prerequisites.run(world)).rejects.toThrow(
      'CMake 3.10.2 is too old, 3.19 or newer is needed',
    );
  });
});

describe('dependencies', () => {
  const lock = (version: string): string =>
    JSON.stringify({
      packages: {
        '': {},
        'node_modules/a': { version },
        'node_modules/b-win32': { version, optional: true },
      },
    });

  test('are in place when npm recorded the versions of the lock file; other platforms may be missing', async () => {
    writeFiles(world.root, { 'package-lock.json': lock('1.0.0') });
    expect(await dependencies.done(world)).toBeNull();
    const recorded = JSON.stringify({ packages: { 'node_modules/a': { version: '1.0.0' } } });
    writeFiles(world.root, { 'node_modules/.package-lock.json': recorded });
    expect(await dependencies.done(world)).not.toBeNull();
    writeFiles(world.root, { 'package-lock.json': lock('1.1.0') });
    expect(await dependencies.done(world)).toBeNull();
  });

  test('an installed package has no lock file: npm has seen to them', async () => {
    expect(await dependencies.done(world)).not.toBeNull();
  });

  test('Ctrl-C is no failure of npm', async () => {
    writeFiles(world.root, { 'package-lock.json': lock('1.0.0') });
    Object.assign(world, { interrupted: () => true });
    world.onCommand(/^npm ci/, { code: 1 });
    await expect(runSteps(world, [dependencies])).rejects.toMatchObject({
      message: 'interrupted',
      status: 130,
      hint: 'run the same command again: it continues from there',
    });
  });

  test('a failing npm is reported with the remedy', async () => {
    writeFiles(world.root, { 'package-lock.json': lock('1.0.0') });
    await expect(dependencies.run(world)).rejects.toMatchObject({
      message: 'npm ci failed with status 127',
      hint: expect.stringContaining('npm is missing'),
    });
  });
});

describe('TypeScript', () => {
  beforeEach(() => {
    writeFiles(world.root, {
      'src/index.ts': 'export {};',
      'node_modules/typescript/package.json': '{"bin":{"tsc":"tsc"}}',
    });
  });

  test('is compiled again when a source changes, and only then', async () => {
    world.onCommand(/tsc -p tsconfig\.json$/, () => {
      writeFiles(world.root, { 'dist/index.js': '', 'dist/cli/main.js': '' });
      return {};
    });
    expect(await typescript.done(world)).toBeNull();
    await typescript.run(world);
    expect(await typescript.done(world)).not.toBeNull();
    writeFiles(world.root, { 'src/index.ts': 'export const changed = true;' });
    expect(await typescript.done(world)).toBeNull();
  });

  test('what was compiled from a removed source is removed', async () => {
    writeFiles(world.root, { 'dist/index.js': '', 'dist/gone.js': '', 'dist/gone.d.ts.map': '' });
    world.onCommand(/tsc/, {});
    await typescript.run(world);
    expect(fs.readdirSync(path.join(world.root, 'dist'))).toEqual(['index.js']);
  });

  test('errors stop set-up', async () => {
    world.onCommand(/tsc/, { code: 2 });
    await expect(typescript.run(world)).rejects.toThrow('TypeScript finds errors in src/');
    expect(await typescript.done(world)).toBeNull();
  });

  test('output of sources with errors does not count as that of the earlier sources', async () => {
    let code = 0;
    world.onCommand(/tsc/, () => ({ code }));
    writeFiles(world.root, { 'dist/index.js': '', 'dist/cli/main.js': '', 'src/cli/main.ts': '' });
    await typescript.run(world);
    expect(await typescript.done(world)).not.toBeNull();
    code = 2;
    writeFiles(world.root, { 'src/index.ts': 'const wrong: number = "";' });
    await expect(typescript.run(world)).rejects.toThrow('TypeScript finds errors in src/');
    writeFiles(world.root, { 'src/index.ts': 'export {};' });
    expect(await typescript.done(world)).toBeNull();
  });
});

test('the content hash depends on names and contents, not on times', () => {
  writeFiles(world.root, { 'a/one': 'x', 'a/two': 'y' });
  const before = contentHash(world.root, ['a']);
  fs.utimesSync(path.join(world.root, 'a/one'), 0, 0);
  expect(contentHash(world.root, ['a'])).toBe(before);
  writeFiles(world.root, { 'a/two': 'z' });
  expect(contentHash(world.root, ['a'])).not.toBe(before);
});
