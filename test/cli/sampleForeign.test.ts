// `tadpole sample` with generators that were made elsewhere, and with values that no picture can hold.
import fs from 'node:fs';
import { gan, images, nn, type Tensor, torch } from 'tadpole';
import { command } from './command';
import { Generators, madeInPython } from './generators';

const generators = new Generators();
const { folder } = generators;

test('a generator made in Python: its latents and range can be said', async () => {
  const made = madeInPython('flat_colour.pt');
  const guessed = await command(folder, 'sample', made, '--latent-dim', '5', '--out', 'guessed.png');
  expect(guessed.code).toBe(0);
  expect(guessed.stderr).toContain('values are assumed to be from 0 to 1; give others with --range');
  const words = ['sample', made, '--latent-dim', '5', '--out', 'said.png'];
  for (const range of [['--range', '-1,1'], ['--range=-1,1']]) {
    const said = await command(folder, ...words, ...range, '--distribution', 'uniform');
    expect(said).toMatchObject({ code: 0, stderr: '', stdout: 'said.png: 64 images, 8 x 8, seed 0\n' });
  }
  expect(images.readPng(generators.file('said.png')).channels).toBe(3);
  expect(generators.pixels('said.png').equals(generators.pixels('guessed.png'))).toBe(false);
});

test('a generator that was not made here: colour, latents N x 6 x 1 x 1', async () => {
  expect(await command(folder, 'sample', 'foreign.pt')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('--latent-dim'),
  });
  expect(
    (await command(folder, 'sample', 'foreign.pt', '--latent-dim', '6', '--out', 'colour.png')).code,
  ).toBe(0);
  expect(images.readPng(generators.file('colour.png')).channels).toBe(3);
  expect((await command(folder, 'sample', 'foreign.pt', '--latent-dim', '5', '--out', 'none.png')).code).toBe(
    1,
  );
  expect(fs.existsSync(generators.file('none.png'))).toBe(false);
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
    torch.scope(() => torch.jit.trace(new Formula(), [torch.ones([2, 8])]).save(generators.file(name)));
  }
  const sample = (name: string, ...words: string[]) =>
    command(folder, 'sample', name, '--latent-dim', '8', ...words);

  test('is refused when every value is NaN or infinite: nothing is written', async () => {
    save('nan.pt', (values) => values.mul(Number.NaN));
    const ended = await sample('nan.pt', '--count', '6', '--out', 'nan.png');
    expect(ended).toMatchObject({ code: 1, stdout: '' });
    expect(ended.stderr).toMatch(
      /^error: all of 6 images hold values that are no numbers \(NaN or infinite\)\nhint: .*weights.*\n$/,
    );
    expect(fs.existsSync(generators.file('nan.png'))).toBe(false);
    save('infinite.pt', (values) => values.div(0));
    expect((await sample('infinite.pt', '--count', '1')).stderr).toContain(
      'the image holds values that are no numbers',
    );
  });

  test('is counted when some values are NaN', async () => {
    save('some.pt', (values) => torch.where(values.gt(2), torch.tensor(Number.NaN), values.tanh()));
    const ended = await sample('some.pt', '--count', '32', '--out', 'some.png');
    const broken = torch.scope(() => {
      const latents = gan.seededLatents({ shape: [8], distribution: 'normal' }, 32, 0);
      return latents.gt(2).any(1).sum().item();
    });
    expect(ended.code).toBe(0);
    expect(ended.stderr).toMatch(new RegExp(`^warning: ${broken} of 32 images hold .*\nhint: .*\n$`, 'm'));
    expect(images.readPng(generators.file('some.png')).channels).toBe(1);
  });

  test('is warned of with the share that is clipped, and the range that the values have', async () => {
    save('wide.pt', () => torch.tensor([-10, -2, 0.5, 2, 5, 0, 0, 0].concat(Array(8).fill(0))));
    const ended = await sample('wide.pt', '--count', '2', '--out', 'wide-range.png');
    expect(ended.code).toBe(0);
    expect(ended.stderr).toBe(
      'note: values are assumed to be from -1 to 1; give others with --range\n' +
        'warning: 25 % of the values are outside -1 to 1 and are clipped; they reach from -10 to 5\n' +
        'hint: say which values are black and white with --range, for example --range=-10,5\n',
    );
    expect((await sample('wide.pt', '--count', '2', '--out', 'wide-range.png', '--range=-10,5')).stderr).toBe(
      '',
    );
  });

  test('does not change with the number of images when it draws noise inside', async () => {
    save('noise.pt', (values) => values.add(torch.randnLike(values)).tanh());
    for (const count of ['4', '9']) {
      expect(
        (await sample('noise.pt', '--seed', '3', '--count', count, '--separate', `noise-${count}`)).code,
      ).toBe(0);
    }
    await sample('noise.pt', '--seeds', '3,8', '--separate', 'noise-seeds');
    await sample('noise.pt', '--seed', '8', '--count', '1', '--separate', 'noise-one');
    for (const index of [0, 1, 2, 3]) {
      const picture = (count: number) => generators.pixels(`noise-${count}/sample-${index}.png`);
      expect(picture(4).equals(picture(9))).toBe(true);
    }
    expect(
      generators.pixels('noise-seeds/seed-0008.png').equals(generators.pixels('noise-one/sample-0.png')),
    ).toBe(true);
    expect(generators.pixels('noise-4/sample-0.png').equals(generators.pixels('noise-4/sample-1.png'))).toBe(
      false,
    );
  });
});

test.each([
  ['a git-lfs pointer', 'version https://git-lfs.github.com/spec/v1', "hint: fetch it with 'git lfs pull'"],
  ['a web page', '<!DOCTYPE html>', 'hint: download it again'],
  ['a bare pickle', '\x80\x04K\x01.', 'torch.jit.script(model).save(path)'],
])('the remedy is the one for the kind of file: %s', async (_, content, hint) => {
  fs.writeFileSync(generators.file('foreign-kind.pt'), content, 'latin1');
  for (const reader of ['sample', 'inspect']) {
    const ended = await command(folder, reader, 'foreign-kind.pt');
    expect(ended.code).toBe(1);
    expect(ended.stderr).toContain('foreign-kind.pt cannot be opened as TorchScript: it is ');
    expect(ended.stderr).toContain(hint);
  }
});

test.each([
  ['on_cuda.pt', 'asks for CUDA', 'trace or script it again on the CPU'],
  ['labelled.pt', 'takes more than latents (its forward takes x, label)', 'takes one tensor of latents'],
  ['colour_from_pixel.pt', 'makes no images from 8 latent values', 'try --latent-dim 5'],
])('a generator that cannot be called is told from a wrong --latent-dim: %s', async (name, problem, hint) => {
  const made = madeInPython(name);
  const { code, stderr } = await command(folder, 'sample', made, '--latent-dim', '8');
  expect(code).toBe(1);
  expect(stderr).toContain(problem);
  expect(stderr.split('\nhint: ')[1]).toContain(hint);
  expect(stderr).not.toMatch(/Facebook|registered at/);
});
