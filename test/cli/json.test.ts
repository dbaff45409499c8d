// `--json`: one object on the standard output, of the shape that docs/command-line.md shows, and nothing else.
import path from 'node:path';
import { makeRun } from '../view/runs';
import { command } from './command';
import { EXAMPLES, expectDocumented } from './documented';
import { Generators } from './generators';
import { Runs, SMALL } from './runs';
import { reacting, tadpole } from './tadpole';

const generators = new Generators();
const runs = new Runs();

beforeAll(() => {
  makeRun(path.join(generators.folder, 'runs'), 'one', { status: undefined });
});

test.each([
  ['sample generator.pt --json', ['sample', 'own.pt', '--json']],
  ['runs --json', ['runs', '--json']],
  ['view --save report.html --json', ['view', '--save', 'report.html', '--json']],
  ['export generator.pt --onnx digits.onnx --json', ['export', 'own.pt', '--onnx', 'own.onnx', '--json']],
  ['recipes --json', ['recipes', '--json']],
  ['recipes digits --json', ['recipes', 'digits', '--json']],
  ['inspect generator.pt --json', ['inspect', 'own.pt', '--json']],
  ['data --json', ['data', '--json']],
  ['data mnist --json', ['data', 'mnist', '--json']],
  ['doctor --json', ['doctor', '--json']],
])('%s', async (words, real) => {
  const { code, stdout } = await command(generators.folder, ...real);
  expect(code).toBe(0);
  expectDocumented(words, stdout);
});

test('train', async () => {
  const words = ['train', 'digits-tensorflow', ...SMALL, '--steps', '3', '--out', 'r', '--json'];
  const { code, stdout } = await command(runs.folder, ...words);
  expect(code).toBe(0);
  expectDocumented('train digits --json', stdout);
  expect(JSON.parse(stdout)).toMatchObject({ run: 'r', state: 'finished', step: 3, steps: 3, images: 24 });
  for (const name of ['generator', 'samples']) expect(runs.exists(JSON.parse(stdout)[name])).toBe(true);
});

test('a train that is interrupted', async () => {
  const words = ['train', 'digits-tensorflow', ...SMALL, '--steps', '1000000', '--out', 'cut', '--json'];
  const { code, stdout } = await reacting(runs.folder, words, [
    [/^Step 5:/m, (child) => child.kill('SIGINT')],
  ]);
  expect(code).toBe(130);
  expectDocumented('train digits --json', stdout);
  expect(JSON.parse(stdout).state).toBe('interrupted');
});

test('view', async () => {
  const end = [
    /"runs": \d+\n}/,
    (child: { kill(signal: 'SIGINT'): unknown }) => child.kill('SIGINT'),
  ] as const;
  const { code, stdout } = await reacting(generators.folder, ['view', '--port', '0', '--json'], [end]);
  expect(code).toBe(0);
  expectDocumented('view --json', stdout);
});

test('serve', async () => {
  const end = [
    /"generator": .*\n}/,
    (child: { kill(signal: 'SIGINT'): unknown }) => child.kill('SIGINT'),
  ] as const;
  const words = ['serve', 'own.pt', '--port', '0', '--json'];
  const { code, stdout } = await reacting(generators.folder, words, [end]);
  expect(code).toBe(0);
  expectDocumented('serve generator.pt --json', stdout);
});

test('dist-check', () => {
  const { code, stdout } = tadpole(generators.folder, 'dist-check', '--nproc', '2', '--json');
  expect(code).toBe(0);
  expectDocumented('dist-check --nproc 2 --json', stdout);
});

test('setup prints what doctor does, and its own steps elsewhere', () => {
  // Everything is set up already, so that it only says so.
  const { code, stdout, stderr } = tadpole(generators.folder, 'setup', '--json');
  expect(code).toBe(0);
  expect(stderr).toMatch(/^(set-up|prerequisites): /m);
  expectDocumented('doctor --json', stdout);
});

test('every example of the documentation is one of these, or of data.test.ts', () => {
  const others = [
    'train digits',
    'view',
    'serve generator.pt',
    'dist-check --nproc 2',
    'data export-bin',
  ].map((words) => `${words} --json`);
  const tested = [...EXAMPLES.keys()].filter((words) => !others.includes(words));
  expect(tested).toHaveLength(10);
});

test('what fails prints no JSON', async () => {
  const { code, stdout, stderr } = await command(generators.folder, 'inspect', 'nowhere.pt', '--json');
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toMatch(/^error: .*\nhint: /);
});
