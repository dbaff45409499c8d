// `npm run test:machines`: its settings, and its errors for unknown words.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { nodeOf } from '../../scripts/machines/node.mjs';
import { settings } from '../../scripts/machines/settings.mjs';
import { makeWorld } from './world';

const root = path.join(__dirname, '..', '..');

test('kernels of older processors, numbers of threads, a busy machine and three lines of Node are stood in for', () => {
  const variables = settings.flatMap(({ env = {} }) => Object.entries(env).map((pair) => pair.join('=')));
  expect(variables).toEqual(
    expect.arrayContaining([
      'ATEN_CPU_CAPABILITY=default',
      'ATEN_CPU_CAPABILITY=avx2',
      'ONEDNN_MAX_CPU_ISA=SSE41',
      'ONEDNN_MAX_CPU_ISA=AVX2',
      'OMP_NUM_THREADS=1',
      'OMP_NUM_THREADS=4',
    ]),
  );
  expect(settings.filter(({ busy }) => busy)).toHaveLength(1);
  expect(settings.flatMap(({ node = [] }) => node)).toEqual(['20.19.0', '22', '24']);
  expect(new Set(settings.map(({ name }) => name)).size).toBe(settings.length);
});

test('an unknown setting is named, with those there are, before anything runs', () => {
  const main = path.join(root, 'scripts', 'machines', 'main.mjs');
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, 'busy', 'nodde-24'], {
    encoding: 'utf8',
  });
  expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
  expect(stderr).toMatch(
    /^error: there is no setting "nodde-24"\nhint: the settings are plain-kernels, .*node-24/,
  );
});

describe('another Node', () => {
  const world = makeWorld();
  const failure = { code: 1, stderr: 'npm error code ETIMEDOUT\nnpm error network request failed\n' };
  afterAll(() => world.remove());

  test('is asked for again when npm fails, and run to see what it is', async () => {
    let failures = 2;
    world.onCommand(/^npm install .*node@22$/, () => (failures-- > 0 ? failure : {}));
    world.onCommand(/22.*bin.node --version$/, { stdout: 'v22.1.0\n' });
    expect(await nodeOf(world, '22')).toBe(
      path.join(world.root, 'build/nodes/22/node_modules/node/bin/node'),
    );
    expect(world.printed).toEqual([
      'node: fetches Node 22 (npm)',
      'node: npm failed (npm error code ETIMEDOUT), attempt 2 of 3',
      'node: npm failed (npm error code ETIMEDOUT), attempt 3 of 3',
    ]);
  });

  test('that npm cannot install gives an error with the reason', async () => {
    world.onCommand(/^npm install .*node@24$/, failure);
    await expect(nodeOf(world, '24')).rejects.toMatchObject({
      message: 'npm cannot install node@24: npm error code ETIMEDOUT',
      hint: expect.stringContaining('network'),
    });
    expect(world.commands.filter((command) => command.endsWith('node@24'))).toHaveLength(3);
  });
});
