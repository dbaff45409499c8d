// One process per run folder: a second one is refused, and a process that has ended locks nothing.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { run } from 'tadpole';

const packageFolder = path.resolve(__dirname, '../..');
let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tadpole-lock-'));
  const place = run.RunFolder.create(path.join(folder, 'r'));
  fs.writeFileSync(place.config, '{}');
  place.close();
});
afterEach(() => {
  fs.rmSync(folder, { recursive: true, force: true });
});

const root = (): string => path.join(folder, 'r');

/** Another process that holds the folder until it is killed. */
async function holder() {
  const program = `require('${packageFolder}').run.RunFolder.reopen(process.argv[1]); console.log('held'); setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['-e', program, root()], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  return child;
}

test('a second process is refused, and told which one uses the run; when that is killed the run is free', async () => {
  const child = await holder();
  const refusal = new RegExp(
    `in use by process ${child.pid} on ${os.hostname()} since .*kill ${child.pid}`,
    's',
  );
  expect(() => run.RunFolder.reopen(root())).toThrow(refusal);
  expect(() => run.RunFolder.create(root())).toThrow(refusal);
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(fs.existsSync(path.join(root(), '.lock'))).toBe(true);
  run.RunFolder.reopen(root()).close();
  expect(fs.existsSync(path.join(root(), '.lock'))).toBe(false);
});

test('within one process, too', () => {
  const first = run.RunFolder.reopen(root());
  expect(() => run.RunFolder.reopen(root())).toThrow(/in use by this very process/);
  first.close();
  first.close();
  run.RunFolder.reopen(root()).close();
});

test.each([
  ['of a process that is gone', JSON.stringify({ pid: 999_999_999, host: os.hostname(), since: 'then' })],
  ['with the number of a process that runs', JSON.stringify({ pid: 1, host: os.hostname(), since: 'then' })],
  ['of another machine, copied with the run', JSON.stringify({ pid: 1, host: 'elsewhere', since: 'then' })],
  ['that was cut', '{"pid":'],
  ['that is empty', ''],
])('a file %s is no lock', (_, text) => {
  fs.writeFileSync(path.join(root(), '.lock'), text);
  run.RunFolder.reopen(root()).close();
});

test('of runs that start together in one folder one is refused', () => {
  const place = run.RunFolder.create(path.join(folder, 'new'));
  expect(() => run.RunFolder.create(place.root)).toThrow(/in use by this very process/);
  place.close();
});
