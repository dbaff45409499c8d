// `npm run test:machines`: its settings, and what it says to words that it does not know.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { settings } from '../../scripts/machines/settings.mjs';

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
