// `tadpole inspect`, `tadpole recipes` and `--help`.
import { recipes } from 'tadpole';
import { command } from './command';
import { Generators } from './generators';
import { reacting, tadpole } from './tadpole';

const { folder } = new Generators();

test('inspect prints the latent, the range and every parameter', async () => {
  const { code, stdout } = await command(folder, 'inspect', 'own.pt');
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
  expect((await command(folder, 'inspect', 'foreign.pt')).stdout).toContain('--latent-dim');
});

test('recipes are listed, and printed in full with their sources', async () => {
  const { stdout } = await command(folder, 'recipes');
  for (const name of Object.keys(recipes)) expect(stdout).toContain(name);
  const full = (await command(folder, 'recipes', 'digits-keras')).stdout;
  for (const text of ['batchSize', 'LeakyReLU(negative_slope=0.2)', '1,489,936 parameters', 'https://'])
    expect(full).toContain(text);
});

test('help of sample lists every flag under a heading, and examples', async () => {
  const { code, stdout } = await command(folder, 'sample', '--help');
  expect(code).toBe(0);
  for (const text of [
    'What to draw:',
    'Where to put it:',
    'The generator:',
    'Examples:',
    '--seeds',
    '--animate',
    '--distribution',
  ])
    expect(stdout).toContain(text);
});

test('help lists every command', async () => {
  const { code, stdout } = tadpole(folder, '--help');
  expect(code).toBe(0);
  for (const name of ['train', 'sample', 'recipes', 'inspect', 'data', 'doctor', 'setup'])
    expect(stdout).toContain(`tadpole ${name}`);
  expect((await command(folder, 'trian')).stderr).toContain(
    "there is no command 'trian'; did you mean 'train'?",
  );
});

test("whatever the user's language, help and complaints are English", async () => {
  const how = { env: { LC_ALL: 'de_DE.UTF-8', LANGUAGE: 'de' } };
  const { stdout } = await reacting(folder, ['data', '--help'], [], how);
  expect(stdout).toContain('Options:');
  const { stderr } = await reacting(folder, ['data', 'mnist', '--dat', 'x'], [], how);
  expect(stderr).toMatch(/^error: there is no flag --dat; did you mean --data\?$/m);
});
