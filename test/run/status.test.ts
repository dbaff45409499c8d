// The status of a run from its folder: running, ended in several ways, killed, or a copy.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { run } from 'tadpole';
import { StatusFile, stateOf } from '../../dist/run/status';

const packageFolder = path.resolve(__dirname, '../..');
let folder: string;
let place: run.RunFolder;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tadpole-status-'));
  place = run.RunFolder.create(path.join(folder, 'r'));
});
afterEach(() => {
  place.close();
  fs.rmSync(folder, { recursive: true, force: true });
});

const state = (of = place): run.RunState => stateOf(run.readStatus(of.status), of.lockFile);
const begin = (): StatusFile => new StatusFile(place.status, place.lockFile, 100);

test('a running run records how far it is, at most once per second', () => {
  const status = begin();
  status.beat(3);
  status.beat(4);
  expect(run.readStatus(place.status)).toMatchObject({
    state: 'running',
    step: 3,
    steps: 100,
    pid: process.pid,
    host: os.hostname(),
  });
  expect(state()).toBe('running');
});

test.each(['finished', 'interrupted'] as const)('a run that is %s', (end) => {
  begin().end(end, 7);
  expect(state()).toBe(end);
  expect(run.readStatus(place.status)).toMatchObject({ step: 7 });
});

test('a run that failed says why', () => {
  begin().end('failed', 7, 'dLoss is not finite');
  expect(run.readStatus(place.status)).toMatchObject({ state: 'failed', message: 'dLoss is not finite' });
});

test('a copy of a running one is no running one', () => {
  begin().beat(3);
  fs.cpSync(place.root, path.join(folder, 'copy'), { recursive: true });
  expect(state(new run.RunFolder(path.join(folder, 'copy')))).toBe('copied');
});

test('a process that was killed leaves a crashed run', async () => {
  place.close();
  const program = `
    const { run } = require('${packageFolder}');
    const { StatusFile } = require('${packageFolder}/dist/run/status');
    const place = run.RunFolder.create(process.argv[1]);
    new StatusFile(place.status, place.lockFile, 9).beat(2);
    console.log('running');
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['-e', program, place.root], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  expect(state()).toBe('running');
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(state()).toBe('crashed');
});

test.each([
  ['no file', undefined],
  ['a damaged one', '{"state":'],
  ['one that is something else', '{"state":"happy"}'],
])('with %s nothing is known', (_, text) => {
  if (text !== undefined) fs.writeFileSync(place.status, text);
  expect(state()).toBe('unknown');
});

test('a folder that cannot be written does not stop the run', () => {
  const status = new StatusFile(path.join(folder, 'gone', 'status.json'), place.lockFile, 100);
  expect(() => status.beat(1)).not.toThrow();
});
