// `tadpole sample`, `inspect`, `recipes` and help as processes.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { images, nn, recipes, torch } from 'tadpole';
import { tadpole } from './tadpole';

jest.setTimeout(60_000);

let folder: string;
beforeAll(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tadpole-sample-'));
  const pair = recipes['digits-tensorflow'].create({ seed: 1, overrides: { hiddenSize: 8 } });
  pair.saveGenerator(path.join(folder, 'own.pt'), { recipe: 'digits-tensorflow', step: 12 });
  pair.dispose();
  torch.scope(() => {
    const foreign = new nn.Sequential(new nn.ConvTranspose2d(6, 3, 4), new nn.Tanh());
    torch.jit.trace(foreign.eval(), [torch.randn([2, 6, 1, 1])]).save(path.join(folder, 'foreign.pt'));
    foreign.dispose();
  });
  fs.writeFileSync(
    path.join(folder, 'cut.pt'),
    fs.readFileSync(path.join(folder, 'own.pt')).subarray(0, 3000),
  );
  fs.writeFileSync(path.join(folder, 'text.pt'), 'not a generator');
});
afterAll(() => {
  fs.rmSync(folder, { recursive: true, force: true });
});

const file = (...parts: string[]): string => path.join(folder, ...parts);

test('a grid of 64 images', () => {
  const ended = tadpole(folder, 'sample', 'own.pt');
  expect(ended).toMatchObject({ code: 0, stderr: '', stdout: 'grid.png: 64 images, 8 x 8, seed 0\n' });
  const { width, height, channels } = images.readPng(file('grid.png'));
  expect([width, height, channels]).toEqual([8 * 30 + 2, 8 * 30 + 2, 1]);
});

test('the same seed draws the same picture, another one another', () => {
  for (const [name, seed] of [
    ['a', 5],
    ['b', 5],
    ['c', 6],
  ]) {
    expect(
      tadpole(folder, 'sample', 'own.pt', '--count', '4', '--seed', `${seed}`, '--out', `${name}.png`).code,
    ).toBe(0);
  }
  expect(fs.readFileSync(file('a.png')).equals(fs.readFileSync(file('b.png')))).toBe(true);
  expect(fs.readFileSync(file('a.png')).equals(fs.readFileSync(file('c.png')))).toBe(false);
});

test('separate pictures', () => {
  expect(tadpole(folder, 'sample', 'own.pt', '--count', '11', '--separate', 'parts').code).toBe(0);
  expect(fs.readdirSync(file('parts'))).toHaveLength(11);
  expect(fs.readdirSync(file('parts'))[0]).toBe('sample-00.png');
});

test('a generator that was not made here: colour, latents N x 6 x 1 x 1', () => {
  expect(tadpole(folder, 'sample', 'foreign.pt')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('--latent-dim'),
  });
  expect(tadpole(folder, 'sample', 'foreign.pt', '--latent-dim', '6', '--out', 'colour.png').code).toBe(0);
  expect(images.readPng(file('colour.png')).channels).toBe(3);
  expect(tadpole(folder, 'sample', 'foreign.pt', '--latent-dim', '5', '--out', 'none.png').code).toBe(1);
  expect(fs.existsSync(file('none.png'))).toBe(false);
});

test.each([
  ['a missing file', ['none.pt'], 1, 'there is no file none.pt'],
  ['a truncated file', ['cut.pt'], 1, 'cut.pt cannot be opened as TorchScript'],
  ['a foreign file', ['text.pt'], 1, 'text.pt cannot be opened as TorchScript'],
  ['no file', [], 2, 'tadpole sample <generator>'],
  ['a bad count', ['own.pt', '--count', '0'], 2, '--count: expected a whole number'],
  ['a bad range', ['own.pt', '--range', '3'], 2, '--range: expected two rising numbers'],
  ['a folder as file', ['own.pt', '--out', '.'], 2, 'is a folder'],
  ['a place that cannot be', ['own.pt', '--out', '/proc/none/grid.png'], 1, 'cannot be written (ENOENT)'],
  ['a wrong latent size', ['own.pt', '--latent-dim', '5'], 2, 'takes 100 latent values, not 5'],
])('%s is refused', (_, words, code, message) => {
  const ended = tadpole(folder, 'sample', ...words);
  expect(ended.code).toBe(code);
  expect(ended.stderr).toContain(message);
  expect(ended.stderr).toMatch(/^error: .*\nhint: .*\n$/);
});

test('inspect prints the latent, the range and every parameter', () => {
  const { code, stdout } = tadpole(folder, 'inspect', 'own.pt');
  expect(code).toBe(0);
  for (const text of [
    'digits-tensorflow after 12 steps',
    '[100], uniform',
    '0 to 1',
    '0.weight',
    '[8, 100]',
    'float32',
  ]) {
    expect(stdout).toContain(text);
  }
  expect(tadpole(folder, 'inspect', 'foreign.pt').stdout).toContain('--latent-dim');
});

test('recipes are listed, and printed in full with their sources', () => {
  const { stdout } = tadpole(folder, 'recipes');
  for (const name of Object.keys(recipes)) expect(stdout).toContain(name);
  const full = tadpole(folder, 'recipes', 'digits-keras').stdout;
  for (const text of ['batchSize', 'LeakyReLU(negative_slope=0.2)', '1,489,936 parameters', 'https://'])
    expect(full).toContain(text);
});

test('help is quick to ask for and lists every command', () => {
  const { code, stdout } = tadpole(folder, '--help');
  expect(code).toBe(0);
  for (const name of ['train', 'sample', 'recipes', 'inspect', 'data', 'doctor', 'setup'])
    expect(stdout).toContain(`tadpole ${name}`);
  expect(tadpole(folder, 'trian').stderr).toContain("there is no command 'trian'; did you mean 'train'?");
});
