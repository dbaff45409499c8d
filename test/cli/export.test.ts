// `tadpole export`: files that it writes, and what it refuses.
import fs from 'node:fs';
import { command } from './command';
import { Generators } from './generators';

const generators = new Generators();

test('writes every form that is asked for', async () => {
  const words = ['export', 'own.pt', '--onnx', 'own.onnx', '--html', 'own.html', '--safetensors', 'own'];
  const { code, stdout, stderr } = await command(generators.folder, ...words);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toMatch(
    /^own\.onnx: ONNX, opset 18, IR version 8, \d+ kB\nown\.html: .+\nown: weights as safetensors/,
  );
  expect(fs.readFileSync(generators.file('own.html'), 'utf8')).not.toMatch(/(src|href)="/);
  const sampled = await command(generators.folder, 'sample', 'own', '--count', '4', '--out', 'again.png');
  expect(sampled.code).toBe(0);
  await command(generators.folder, 'sample', 'own.pt', '--count', '4', '--out', 'first.png');
  expect(generators.pixels('again.png')).toEqual(generators.pixels('first.png'));
});

test('a generator from elsewhere needs its latents said', async () => {
  const { code } = await command(
    generators.folder,
    'export',
    'foreign.pt',
    '--latent-dim',
    '6',
    '--onnx',
    'foreign.onnx',
  );
  expect(code).toBe(0);
});

test.each([
  ['nothing asked for', ['own.pt'], /there is nothing to write/],
  [
    'bits without a page',
    ['own.pt', '--onnx', 'x.onnx', '--bits', '8'],
    /--bits is how the weights of a page/,
  ],
  [
    'a licence without a card',
    ['own.pt', '--onnx', 'x.onnx', '--license', 'mit'],
    /--license is for the model card/,
  ],
  [
    'an ONNX file named otherwise',
    ['own.pt', '--onnx', 'x.txt'],
    /end in \.onnx, got 'x\.txt'\nhint: for example --onnx x\.onnx/,
  ],
  [
    'a page named otherwise',
    ['own.pt', '--onnx', 'x.onnx', '--html', 'x'],
    /end in \.html or \.htm, got 'x'/,
  ],
  [
    'a folder of something else',
    ['own.pt', '--safetensors', '.'],
    /is there already, and is no exported generator/,
  ],
] as const)('%s', async (_, words, message) => {
  const { code, stderr } = await command(generators.folder, 'export', ...words);
  expect(code).toBe(2);
  expect(stderr).toMatch(message);
  expect(fs.existsSync(generators.file('x.onnx'))).toBe(false);
});

test('the empty current folder cannot become the folder of weights', async () => {
  const empty = generators.file('empty');
  fs.mkdirSync(empty);
  const { code, stderr } = await command(empty, 'export', '../own.pt', '--safetensors', '.');
  expect(code).toBe(1);
  expect(stderr).toMatch(/it is in use, as the current folder .*\nhint: name a new folder in it/);
  expect(fs.readdirSync(empty)).toEqual([]);
});
