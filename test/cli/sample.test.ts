// `tadpole sample`, `inspect`, `recipes` and help as processes.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { gan, images, nn, recipes, type Tensor, torch } from 'tadpole';
import { readAnimation } from '../images/apngFile';
import { tadpole } from './tadpole';

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

test('a run folder stands for the generator in it', () => {
  fs.mkdirSync(file('run'));
  fs.copyFileSync(file('own.pt'), file('run', 'generator.pt'));
  expect(tadpole(folder, 'sample', 'run', '--out', 'of-run.png')).toMatchObject({ code: 0, stderr: '' });
  expect(tadpole(folder, 'sample', 'own.pt', '--out', 'of-file.png').code).toBe(0);
  expect(pixels('of-run.png').equals(pixels('of-file.png'))).toBe(true);
  expect(tadpole(folder, 'inspect', 'run').stdout).toMatch(/^file +run\/generator.pt, /);
});

test('a generator that is missing leaves no folder for its pictures behind', () => {
  expect(tadpole(folder, 'sample', 'none.pt', '--separate', 'not-made').code).toBe(1);
  expect(fs.existsSync(file('not-made'))).toBe(false);
});

test('separate pictures', () => {
  expect(tadpole(folder, 'sample', 'own.pt', '--count', '11', '--separate', 'parts').code).toBe(0);
  expect(fs.readdirSync(file('parts'))).toHaveLength(11);
  expect(fs.readdirSync(file('parts'))[0]).toBe('sample-00.png');
});

const pixels = (name: string): Buffer => Buffer.from(images.readPng(file(name)).data);

test('a grid of any layout holds as many images as it has cells, or fewer', () => {
  expect(tadpole(folder, 'sample', 'own.pt', '--grid', '2x5', '--out', 'wide.png').stdout).toBe(
    'wide.png: 10 images, 2 x 5, seed 0\n',
  );
  expect(images.readPng(file('wide.png'))).toMatchObject({ width: 5 * 30 + 2, height: 2 * 30 + 2 });
  expect(
    tadpole(folder, 'sample', 'own.pt', '--grid', '2x2', '--count', '3', '--scale', '3', '--out', 'big.png')
      .stdout,
  ).toBe('big.png: 3 images, 2 x 2, seed 0\n');
  expect(images.readPng(file('big.png'))).toMatchObject({ width: 3 * 62, height: 3 * 62 });
});

test('a list of seeds gives the image that each seed alone gives, named by its seed', () => {
  expect(tadpole(folder, 'sample', 'own.pt', '--seeds', '3,11-12', '--separate', 'seeds')).toMatchObject({
    code: 0,
    stdout: 'seeds: 3 images, seeds 3,11-12\n',
  });
  expect(fs.readdirSync(file('seeds'))).toEqual(['seed-0003.png', 'seed-0011.png', 'seed-0012.png']);
  tadpole(folder, 'sample', 'own.pt', '--seed', '11', '--count', '1', '--separate', 'alone');
  expect(pixels('seeds/seed-0011.png').equals(pixels('alone/sample-0.png'))).toBe(true);
  expect(pixels('seeds/seed-0012.png').equals(pixels('alone/sample-0.png'))).toBe(false);
  expect(tadpole(folder, 'sample', 'own.pt', '--seeds', '1-6', '--out', 'six.png').stdout).toBe(
    'six.png: 6 images, 2 x 3, seeds 1-6\n',
  );
});

test('truncation changes the images, and repeats', () => {
  for (const [name, ...flags] of [
    ['free.png'],
    ['half.png', '--truncation', '0.5'],
    ['again.png', '--truncation', '0.5'],
  ]) {
    const words = ['--count', '4', '--out', name as string, ...flags];
    expect(tadpole(folder, 'sample', 'own.pt', ...words)).toMatchObject({ code: 0, stderr: '' });
  }
  expect(pixels('half.png').equals(pixels('free.png'))).toBe(false);
  expect(pixels('half.png').equals(pixels('again.png'))).toBe(true);
});

describe('on the way from image to image', () => {
  test('a strip begins, passes and ends at the images of the seeds', () => {
    const words = ['--seeds', '3,11,12', '--interpolate', '4'];
    expect(tadpole(folder, 'sample', 'own.pt', ...words, '--out', 'strip.png').stdout).toBe(
      'strip.png: 11 images, 1 x 11, seeds 3,11,12\n',
    );
    expect(images.readPng(file('strip.png'))).toMatchObject({ width: 11 * 30 + 2, height: 32 });
    tadpole(folder, 'sample', 'own.pt', ...words, '--separate', 'frames');
    tadpole(folder, 'sample', 'own.pt', '--seeds', '3,11,12', '--separate', 'stops');
    expect(fs.readdirSync(file('frames'))).toHaveLength(11);
    for (const [frame, stop] of [
      ['frame-00', 'seed-0003'],
      ['frame-05', 'seed-0011'],
      ['frame-10', 'seed-0012'],
    ]) {
      expect(pixels(`frames/${frame}.png`).equals(pixels(`stops/${stop}.png`))).toBe(true);
    }
    expect(pixels('frames/frame-03.png').equals(pixels('stops/seed-0003.png'))).toBe(false);
  });

  test('a strip can be broken into rows', () => {
    const words = ['--seeds', '1,2', '--interpolate', '4', '--grid', '2x3', '--out', 'rows.png'];
    expect(tadpole(folder, 'sample', 'own.pt', ...words).stdout).toBe(
      'rows.png: 6 images, 2 x 3, seeds 1,2\n',
    );
  });

  test('an animation goes on from the last image to the first', () => {
    const words = ['--seeds', '3,11,12', '--interpolate', '4'];
    const ended = tadpole(folder, 'sample', 'own.pt', ...words, '--animate', 'walk.png', '--fps', '10');
    expect(ended).toMatchObject({
      code: 0,
      stderr: '',
      stdout: 'walk.png: 15 frames, 1.5 seconds at 10 a second, seeds 3,11,12\n',
    });
    const { frames, plays, sequence } = readAnimation(fs.readFileSync(file('walk.png')));
    expect(plays).toBe(0);
    expect(sequence).toEqual(sequence.map((_, index) => index));
    expect(frames.map(({ seconds }) => seconds)).toEqual(Array(15).fill(0.1));
    tadpole(folder, 'sample', 'own.pt', ...words, '--separate', 'path');
    for (const [index, { picture }] of frames.slice(0, 11).entries()) {
      expect(picture).toEqual(images.readPng(file('path', `frame-${String(index).padStart(2, '0')}.png`)));
    }
  });

  test('in an animated grid every cell goes its own way, the first frame being the grid of the first seed', () => {
    const words = ['--grid', '2x3', '--seeds', '5,6', '--interpolate', '1', '--animate', 'cells.png'];
    expect(tadpole(folder, 'sample', 'own.pt', ...words).stdout).toContain('cells.png: 4 frames');
    const { frames } = readAnimation(fs.readFileSync(file('cells.png')));
    for (const [frame, seed] of [
      [0, '5'],
      [2, '6'],
    ] as const) {
      tadpole(folder, 'sample', 'own.pt', '--grid', '2x3', '--seed', seed, '--out', 'cell.png');
      expect(frames[frame]?.picture).toEqual(images.readPng(file('cell.png')));
    }
  });

  test('without further flags, four images are 15 frames apart', () => {
    expect(tadpole(folder, 'sample', 'own.pt', '--animate', 'plain.png').stdout).toBe(
      'plain.png: 64 frames, 3.2 seconds at 20 a second, seed 0\n',
    );
    expect(readAnimation(fs.readFileSync(file('plain.png'))).frames[0]?.picture).toMatchObject({
      width: 28,
      height: 28,
    });
  });
});

test('a generator made in Python: its latents and range can be said', () => {
  const made = path.resolve(__dirname, '../fixtures/generators/flat_colour.pt');
  const guessed = tadpole(folder, 'sample', made, '--latent-dim', '5', '--out', 'guessed.png');
  expect(guessed).toMatchObject({ code: 0, stderr: '' });
  expect(guessed.stdout).toContain('values are taken to lie in 0 to 1; if not, say so with --range');
  const words = ['sample', made, '--latent-dim', '5', '--out', 'said.png'];
  for (const range of [['--range', '-1,1'], ['--range=-1,1']]) {
    const said = tadpole(folder, ...words, ...range, '--distribution', 'uniform');
    expect(said).toMatchObject({ code: 0, stderr: '', stdout: 'said.png: 64 images, 8 x 8, seed 0\n' });
  }
  expect(images.readPng(file('said.png')).channels).toBe(3);
  expect(pixels('said.png').equals(pixels('guessed.png'))).toBe(false);
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

describe('what a generator gives', () => {
  /** Writes a generator of 8 latent values and images of 1 x 4 x 4: `formula` makes 16 values of 8. */
  function save(name: string, formula: (values: Tensor) => Tensor): void {
    class Formula extends nn.Module {
      spread = nn.parameter(torch.eye(8).repeat([1, 2]));
      override forward(latents: Tensor): Tensor {
        return formula(latents.matmul(this.spread)).reshape([-1, 1, 4, 4]);
      }
    }
    torch.scope(() => torch.jit.trace(new Formula(), [torch.randn([2, 8])]).save(file(name)));
  }
  const sample = (name: string, ...words: string[]) =>
    tadpole(folder, 'sample', name, '--latent-dim', '8', ...words);

  test('is refused when every value is NaN or infinite: nothing is written', () => {
    save('nan.pt', (values) => values.mul(Number.NaN));
    const ended = sample('nan.pt', '--count', '6', '--out', 'nan.png');
    expect(ended).toMatchObject({ code: 1, stdout: '' });
    expect(ended.stderr).toMatch(
      /^error: all of 6 images hold values that are no numbers \(NaN or infinite\)\nhint: .*weights.*\n$/,
    );
    expect(fs.existsSync(file('nan.png'))).toBe(false);
    save('infinite.pt', (values) => values.div(0));
    expect(sample('infinite.pt', '--count', '1').stderr).toContain(
      'the image holds values that are no numbers',
    );
  });

  test('is counted when some values are NaN', () => {
    save('some.pt', (values) => torch.where(values.gt(2), torch.tensor(Number.NaN), values.tanh()));
    const ended = sample('some.pt', '--count', '32', '--out', 'some.png');
    const broken = torch.scope(() => {
      const latents = gan.seededLatents({ shape: [8], distribution: 'normal' }, 32, 0);
      return latents.gt(2).any(1).sum().item();
    });
    expect(ended.code).toBe(0);
    expect(ended.stderr).toMatch(new RegExp(`^warning: ${broken} of 32 images hold .*\nhint: .*\n$`));
    expect(images.readPng(file('some.png')).channels).toBe(1);
  });

  test('is warned of with the share that is clipped, and the range that the values have', () => {
    save('wide.pt', () => torch.tensor([-10, -2, 0.5, 2, 5, 0, 0, 0].concat(Array(8).fill(0))));
    const ended = sample('wide.pt', '--count', '2', '--out', 'wide-range.png');
    expect(ended.code).toBe(0);
    expect(ended.stderr).toBe(
      'warning: 25 % of the values lie outside -1 to 1 and are clipped; they reach from -10 to 5\n' +
        'hint: say which values are black and white with --range, for example --range=-10,5\n',
    );
    expect(sample('wide.pt', '--count', '2', '--out', 'wide-range.png', '--range=-10,5').stderr).toBe('');
  });

  test('does not change with the number of images when it draws noise inside', () => {
    save('noise.pt', (values) => values.add(torch.randnLike(values)).tanh());
    for (const count of ['4', '9']) {
      expect(sample('noise.pt', '--seed', '3', '--count', count, '--separate', `noise-${count}`).code).toBe(
        0,
      );
    }
    sample('noise.pt', '--seeds', '3,8', '--separate', 'noise-seeds');
    sample('noise.pt', '--seed', '8', '--count', '1', '--separate', 'noise-one');
    for (const index of [0, 1, 2, 3]) {
      const picture = (count: number) => pixels(`noise-${count}/sample-${index}.png`);
      expect(picture(4).equals(picture(9))).toBe(true);
    }
    expect(pixels('noise-seeds/seed-0008.png').equals(pixels('noise-one/sample-0.png'))).toBe(true);
    expect(pixels('noise-4/sample-0.png').equals(pixels('noise-4/sample-1.png'))).toBe(false);
  });
});

test.each([
  ['a git-lfs pointer', 'version https://git-lfs.github.com/spec/v1', "hint: fetch it with 'git lfs pull'"],
  ['a web page', '<!DOCTYPE html>', 'hint: download it again'],
  ['a bare pickle', '\x80\x04K\x01.', 'torch.jit.script(model).save(path)'],
])('the remedy is the one for the kind of file: %s', (_, content, hint) => {
  fs.writeFileSync(file('foreign-kind.pt'), content, 'latin1');
  for (const command of ['sample', 'inspect']) {
    const ended = tadpole(folder, command, 'foreign-kind.pt');
    expect(ended.code).toBe(1);
    expect(ended.stderr).toContain('foreign-kind.pt cannot be opened as TorchScript: it is ');
    expect(ended.stderr).toContain(hint);
  }
});

test.each([
  ['on_cuda.pt', 'asks for CUDA', 'trace or script it again on the CPU'],
  ['labelled.pt', 'takes more than latents (its forward takes x, label)', 'takes one tensor of latents'],
  ['colour_from_pixel.pt', 'makes no images from 8 latent values', 'try --latent-dim 5'],
])('a generator that cannot be called is told from a wrong --latent-dim: %s', (name, problem, hint) => {
  const made = path.resolve(__dirname, '../fixtures/generators', name);
  const { code, stderr } = tadpole(folder, 'sample', made, '--latent-dim', '8');
  expect(code).toBe(1);
  expect(stderr).toContain(problem);
  expect(stderr.split('\nhint: ')[1]).toContain(hint);
  expect(stderr).not.toMatch(/Facebook|registered at/);
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
  ['a flag without its value', ['own.pt', '--seeds'], 2, 'Not enough arguments following: seeds'],
  ['seeds and a seed', ['own.pt', '--seeds', '1', '--seed', '2'], 2, '--seeds and --seed exclude each other'],
  ['a wider interval', ['own.pt', '--truncation', '2'], 2, 'at most 1 for uniform latents, got 2'],
  ['a picture too large', ['own.pt', '--grid', '99x99', '--scale', '64'], 2, 'the picture would be'],
  ['a folder as animation', ['own.pt', '--animate', '.'], 2, '--animate: . is a folder'],
  ['other latents', ['own.pt', '--distribution', 'normal'], 2, 'takes uniform latents, not normal ones'],
  ['no distribution', ['own.pt', '--distribution', 'cauchy'], 2, '--distribution: expected one of'],
  ['a wrong latent size', ['own.pt', '--latent-dim', '5'], 2, 'takes 100 latent values, not 5'],
])('%s is refused', (_, words, code, message) => {
  const before = fs.readdirSync(folder);
  const ended = tadpole(folder, 'sample', ...words);
  expect(fs.readdirSync(folder)).toEqual(before);
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

test('help of sample lists every flag under a heading, and examples', () => {
  const { code, stdout } = tadpole(folder, 'sample', '--help');
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

test('help is quick to ask for and lists every command', () => {
  const { code, stdout } = tadpole(folder, '--help');
  expect(code).toBe(0);
  for (const name of ['train', 'sample', 'recipes', 'inspect', 'data', 'doctor', 'setup'])
    expect(stdout).toContain(`tadpole ${name}`);
  expect(tadpole(folder, 'trian').stderr).toContain("there is no command 'trian'; did you mean 'train'?");
});
