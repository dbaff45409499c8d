// How OpenMP's threads wait depends on the load of the machine; the user's own setting is kept.
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { choose } from '../../dist/spinning';

const ROOT = path.join(__dirname, '..', '..');

/** What a process that loads Tadpole under `env` says. */
function loaded(script: string, env: Record<string, string> = {}): unknown {
  const { GOMP_SPINCOUNT, OMP_WAIT_POLICY, ...rest } = process.env;
  const code = `const { spinning } = require('./dist/spinning.js'); require('./dist/torch'); console.log(JSON.stringify(${script}))`;
  return JSON.parse(
    execFileSync(process.execPath, ['-e', code], { cwd: ROOT, env: { ...rest, ...env }, encoding: 'utf8' }),
  );
}

test('threads spin longer where there is room for them than where they would take it from others', () => {
  const [alone, crowded] = [choose(0, 4, 4), choose(1, 4, 4)];
  expect(alone.rounds).toBeGreaterThan(Number(crowded.rounds));
  expect(choose(2, 4, 2).rounds).toBe(alone.rounds);
  expect(choose(3, 4, 2).rounds).toBe(crowded.rounds);
});

test('a choice is made when the addon is loaded, and child processes do not inherit it', () => {
  const child = `require('node:child_process').execFileSync('env', { encoding: 'utf8' }).match(/^GOMP_.*/m)`;
  expect(loaded(`[spinning(), process.env.GOMP_SPINCOUNT ?? null, ${child}]`)).toEqual([
    { rounds: expect.any(Number), because: expect.stringContaining('processors') },
    null,
    null,
  ]);
});

test.each<[Record<string, string>, unknown]>([
  [{ GOMP_SPINCOUNT: '77' }, { rounds: 77, because: 'GOMP_SPINCOUNT is set' }],
  [{ OMP_WAIT_POLICY: 'passive' }, { rounds: null, because: 'OMP_WAIT_POLICY is set' }],
])('a setting of the user is kept: %j', (env, expected) => {
  expect(loaded('[spinning(), process.env.GOMP_SPINCOUNT ?? null]', env)).toEqual([
    expected,
    env['GOMP_SPINCOUNT'] ?? null,
  ]);
});
