// `tadpole view` as a process: it says where it serves, ends with Ctrl-C, and saves a report.
import fs from 'node:fs';
import path from 'node:path';
import { makeFolder, makeRun } from '../view/runs';
import { command } from './command';
import { reacting, tadpole } from './tadpole';

let folder: string;
beforeAll(() => {
  folder = makeFolder();
  makeRun(path.join(folder, 'runs'), 'one');
  makeRun(path.join(folder, 'runs'), 'two');
});
afterAll(() => {
  fs.rmSync(folder, { recursive: true, force: true });
});

test('serves the runs of runs/ until Ctrl-C, and changes nothing in them', async () => {
  const before = fs.readdirSync(path.join(folder, 'runs'), { recursive: true });
  const ended = await reacting(
    folder,
    ['view', '--port', '0'],
    [[/^2 runs: http:\/\/127\.0\.0\.1:\d+\/ \(Ctrl-C ends\)$/m, (child) => child.kill('SIGINT')]],
  );
  expect(ended).toMatchObject({ code: 0, stderr: '' });
  expect(fs.readdirSync(path.join(folder, 'runs'), { recursive: true })).toEqual(before);
});

test('--save writes one file and says what is in it', () => {
  const { code, stdout } = tadpole(folder, 'view', 'runs/one', '--save', 'report.html');
  expect(code).toBe(0);
  expect(stdout).toMatch(/^report\.html: 1 run, 3 grids, 0\.\d MB; /);
  expect(fs.readFileSync(path.join(folder, 'report.html'), 'utf8')).toContain('<title>Tadpole</title>');
});

test.each([
  [['view', '--save', 'r.html', '--port', '0'], 'error: --save and --port exclude each other'],
  [['view', 'nowhere'], 'error: there is no file or folder nowhere'],
  [['view', '--port', '70000'], "error: --port: expected a whole number from 0 to 65535, got '70000'"],
])('%j is refused with a message', async (words, error) => {
  const { code, stderr } = await command(folder, ...words);
  expect(code).toBe(2);
  expect(stderr).toContain(error);
  expect(stderr).toMatch(/^hint: /m);
});

test('without runs it says how to get some', async () => {
  fs.mkdirSync(path.join(folder, 'empty'));
  const { code, stderr } = await command(path.join(folder, 'empty'), 'view');
  expect(code).toBe(2);
  expect(stderr).toContain('error: there is no file or folder runs');
  expect(stderr).toContain('npx tadpole train digits');
});
