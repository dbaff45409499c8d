// Errors of `tadpole sample`: one line that says what is wrong, one that says what to do, and no file written.
import fs from 'node:fs';
import { command } from './command';
import { Generators } from './generators';

const generators = new Generators();
const { folder } = generators;

beforeAll(() => {
  const whole = fs.readFileSync(generators.file('own.pt'));
  fs.writeFileSync(generators.file('cut.pt'), whole.subarray(0, 3000));
  fs.writeFileSync(generators.file('text.pt'), 'not a generator');
});

test.each([
  ['a missing file', ['none.pt'], 1, 'there is no file none.pt'],
  ['another format than PNG', ['own.pt', '--out', 'a.jpg'], 2, "pictures are written as PNG, got 'a.jpg'"],
  ['a truncated file', ['cut.pt'], 1, 'cut.pt cannot be opened as TorchScript'],
  ['a foreign file', ['text.pt'], 1, 'text.pt cannot be opened as TorchScript'],
  ['no file', [], 2, 'tadpole sample <generator>'],
  ['a bad count', ['own.pt', '--count', '0'], 2, '--count: expected a whole number'],
  ['a bad range', ['own.pt', '--range', '3'], 2, '--range: expected two rising numbers'],
  ['a folder as file', ['own.pt', '--out', '.'], 2, 'is a folder'],
  ['a place that cannot be', ['own.pt', '--out', '/proc/none/grid.png'], 1, 'cannot be written (ENOENT)'],
  ['a flag without its value', ['own.pt', '--seeds'], 2, '--seeds: expected a value, got none'],
  ['seeds and a seed', ['own.pt', '--seeds', '1', '--seed', '2'], 2, '--seeds and --seed exclude each other'],
  ['a wider interval', ['own.pt', '--truncation', '2'], 2, 'at most 1 for uniform latents, got 2'],
  ['a picture too large', ['own.pt', '--grid', '99x99', '--scale', '64'], 2, 'the picture would be'],
  ['a folder as animation', ['own.pt', '--animate', '.'], 2, '--animate: . is a folder'],
  ['other latents', ['own.pt', '--distribution', 'normal'], 2, 'takes uniform latents, not normal ones'],
  ['no distribution', ['own.pt', '--distribution', 'cauchy'], 2, '--distribution: expected one of'],
  ['a wrong latent size', ['own.pt', '--latent-dim', '5'], 2, 'takes 100 latent values, not 5'],
])('%s is refused', async (_, words, code, message) => {
  const before = fs.readdirSync(folder);
  const ended = await command(folder, 'sample', ...words);
  expect(fs.readdirSync(folder)).toEqual(before);
  expect(ended.code).toBe(code);
  expect(ended.stderr).toContain(message);
  expect(ended.stderr).toMatch(/^error: .*\nhint: .*\n$/);
});
