// Fine-tuning starts with fitting weights of another run and reports them; mirrored data resumes exactly.
import fs from 'node:fs';
import {
  defineRecipe,
  gan,
  images,
  nn,
  optim,
  type Recipe,
  recipes,
  run,
  settings,
  type Tensor,
  torch,
  UsageError,
} from 'tadpole';
import { Runs } from '../cli/runs';

const runs = new Runs();
const recipe = recipes['digits-tensorflow'];
const SMALL = { hiddenSize: 16, batchSize: 8, logEvery: 1, sampleEvery: 100, checkpointEvery: 100 };
const options = (steps: number, more: object = {}): run.RunOptions => ({
  seed: 3,
  threads: 1,
  data: runs.file('digits'),
  overrides: { ...SMALL, ...more, steps },
});

/** Dense networks, conditional on as many classes; the generator has an average where it is asked for. */
const conditional = (classes: number, average = false): Recipe => {
  const adam = (network: nn.Module) => new optim.Adam(network.parameters());
  class Generator extends nn.Module {
    readonly condition = new gan.networks.ConditionedLatent(classes, 4);
    readonly output = new nn.Linear(8, 784);
    forward(latents: Parameters<nn.Linear['forward']>[0], labels: typeof latents) {
      return this.output.forward(this.condition.forward(latents, labels)).reshape([-1, 1, 28, 28]);
    }
  }
  class Discriminator extends nn.Module {
    readonly features = new nn.Linear(784, 6);
    readonly head = new gan.networks.ProjectionHead(6, classes);
    forward(images: Parameters<nn.Linear['forward']>[0], labels: typeof images) {
      return this.head.forward(this.features.forward(images.flatten(1)), labels);
    }
  }
  return defineRecipe({
    name: 'conditional',
    summary: 'for a test',
    settings: settings.define(settings.schedule({ steps: 2, batchSize: 4 })),
    data: { dataset: 'mnist', order: 'sequential', about: 'digits' },
    imageShape: [1, 28, 28],
    valueRange: [-1, 1],
    classes: true,
    latent: () => ({ shape: [4], distribution: 'normal' }),
    generator: () => new Generator(),
    discriminator: () => new Discriminator(),
    generatorOptimizer: adam,
    discriminatorOptimizer: adam,
    step: () => gan.logistic(),
    ...(average ? { averageDecay: () => 0.5 } : {}),
  });
};

/** The state dict of a network in the checkpoint that a run has reached. */
const saved = (name: string, network: string): Record<string, number[]> =>
  torch.scope(() => {
    const state = run.loadLatestCheckpoint(runs.file(name, 'checkpoints')) as {
      trainer: Record<string, Record<string, Tensor>>;
    };
    return Object.fromEntries(
      Object.entries(state.trainer[network] ?? {}).map(([key, value]) => [
        key,
        [...(value.toTypedArray() as Float32Array)],
      ]),
    );
  });

/** A run that is opened and not trained: what it starts with. */
async function started(from: string, out: string, of: Recipe = recipe, more: object = {}): Promise<string> {
  const request = { ...options(4, more), from: runs.file(from) };
  const session = await run.Session.start(of, runs.file(out), request);
  session.dispose();
  return session.started ?? '';
}

beforeAll(async () => {
  await run.train(recipe, { ...options(3), out: runs.file('first') });
});

test('all of both networks is taken where the recipe is the same, and the run keeps it', async () => {
  const summary = await started('first', 'all');
  expect(summary).toBe(
    `weights of ${runs.file('first')}, step 3: all of the generator, all of the discriminator`,
  );
  for (const network of ['generator', 'discriminator']) {
    expect(saved('all', network)).toEqual(saved('first', network));
  }
  const { from } = run.readConfig(runs.file('all', 'config.json'));
  expect(from).toEqual({ run: fs.realpathSync(runs.file('first')), step: 3 });
});

test('a run that is resumed before its first checkpoint starts with the same weights, also when the other is gone', async () => {
  await run.train(recipe, { ...options(2), out: runs.file('other') });
  await run.train(recipe, { ...options(4), out: runs.file('whole'), from: runs.file('other') });
  await started('other', 'cut');
  fs.rmSync(runs.file('other'), { recursive: true });
  await run.train(recipe, { ...options(4), resume: runs.file('cut') });
  expect(saved('cut', 'generator')).toEqual(saved('whole', 'generator'));
});

test('from networks of another size, what fits is taken and the rest is initialized', async () => {
  const summary = await started('first', 'wider', recipe, { hiddenSize: 24 });
  expect(summary).toMatch(/: \d+ of \d+ tensors of the generator, \d+ of \d+ tensors of the discriminator;/);
  expect(summary).toContain('initialized anew: generator.');
});

test('with other classes, only the layers that depend on them are initialized; an average starts from the generator', async () => {
  const request = { seed: 3, threads: 1, overrides: { steps: 2 } };
  await run.train(conditional(10), { ...request, out: runs.file('ten') });
  const from = runs.file('ten');
  const session = await run.Session.start(conditional(12, true), runs.file('twelve'), { ...request, from });
  session.dispose();
  expect(session.started).toMatch(
    /2 of 3 tensors of the generator, 4 of 5 tensors of the discriminator; initialized anew: generator\.condition\.embedding\.weight, discriminator\.head\.embedding\.weight$/,
  );
  const average = saved('twelve', 'average');
  expect(average['output.weight']).toEqual(saved('ten', 'generator')['output.weight']);
  expect(average).toEqual(saved('twelve', 'generator'));
});

describe('classes of own pictures', () => {
  const pictures = { channels: 4, mostChannels: 8, latentSize: 8, batchSize: 4, steps: 1, size: 32 };
  const request = (data: string) => ({ seed: 3, threads: 1, data: runs.file(data), overrides: pictures });
  const EMBEDDING = 'condition.embedding.weight';

  beforeAll(async () => {
    writeClasses('known', ['ape', 'bee', 'cat']);
    await run.train(recipes.pictures, { ...request('known'), out: runs.file('taught') });
  });

  function writeClasses(data: string, names: readonly string[]): void {
    for (const [shade, name] of names.entries()) {
      fs.mkdirSync(runs.file(data, name), { recursive: true });
      for (let one = 0; one < 4; one++) {
        const pixels = new Uint8Array(32 * 32 * 3).fill(60 * shade + one);
        const png = images.encodePng({ width: 32, height: 32, channels: 3, data: pixels });
        fs.writeFileSync(runs.file(data, name, `${one}.png`), png);
      }
    }
  }

  /** What a run on these classes starts with: the words, and the rows of the generator's classes. */
  async function begun(names: readonly string[], from = 'taught', more: object = {}) {
    const data = names.join('-');
    const out = `on-${data}-${from}-${Object.keys(more)}`;
    writeClasses(data, names);
    const session = await run.Session.start(recipes.pictures, runs.file(out), {
      ...request(data),
      ...more,
      from: runs.file(from),
    });
    session.dispose();
    return { words: session.started?.split(': ').slice(1).join(': '), out };
  }

  const rows = (out: string, network: string, key: string) => {
    const { [key]: values = [] } = saved(out, network);
    const width = network === 'discriminator' ? values.length / 3 : 4;
    return Array.from({ length: values.length / width }, (_, row) =>
      values.slice(row * width, (row + 1) * width),
    );
  };

  test('start with what was learned of the class of the same name', async () => {
    const { words, out } = await begun(['aardvark', 'bee', 'cat']);
    expect(words).toBe(
      'all of the generator, all of the discriminator; classes that it knows: bee, cat; new classes: aardvark',
    );
    for (const [network, key] of [
      ['generator', EMBEDDING],
      ['average', EMBEDDING],
      ['discriminator', 'head.embedding.weight'],
    ] as const) {
      const [taught, own] = [rows('taught', network, key), rows(out, network, key)];
      expect(own.slice(1)).toEqual(taught.slice(1));
      expect(taught).not.toContainEqual(own[0]);
    }
  });

  test('fewer, and in other places', async () => {
    const { out } = await begun(['bee', 'cat']);
    expect(rows(out, 'generator', EMBEDDING)).toEqual(rows('taught', 'generator', EMBEDDING).slice(1));
  });

  test('none in common', async () => {
    const { words } = await begun(['dog', 'eel', 'fox']);
    expect(words).toMatch(
      /embedding\.weight, discriminator\.head\.embedding\.weight; new classes: dog, eel, fox$/,
    );
  });

  test('whether the generator is asked for them or draws them itself', async () => {
    const { words, out } = await begun(['ape', 'bee', 'cat'], 'taught', { classes: false });
    expect(words).toBe('all of the generator, all of the discriminator');
    expect(saved(out, 'generator')[`network.${EMBEDDING}`]).toEqual(saved('taught', 'generator')[EMBEDDING]);
    const back = await begun(['ape', 'bee', 'cat'], out);
    expect(back.words).toBe('all of the generator, all of the discriminator');
    expect(saved(back.out, 'generator')).toEqual(saved('taught', 'generator'));
  });

  test('go by number where the generator takes them one-hot, which is said', async () => {
    const overrides = { channels: 2, latentSize: 8, batchSize: 4, steps: 1 };
    writeClasses('birds', ['auk', 'owl', 'tit']);
    const digits = { seed: 3, threads: 1, data: runs.file('known'), overrides };
    await run.train(recipes.digits, { ...digits, out: runs.file('one-hot') });
    const session = await run.Session.start(recipes.digits, runs.file('one-hot-birds'), {
      ...digits,
      data: runs.file('birds'),
      from: runs.file('one-hot'),
    });
    session.dispose();
    expect(session.started).toMatch(/; the generator knows classes by number, not by name$/);
  });
});

test('impossible sources are refused', async () => {
  const from = (name: string, of: Recipe = recipe) => started(name, `refused-${name}`, of);
  await expect(from('nowhere')).rejects.toThrow('there is no run folder');
  await expect(from('ten', recipe)).rejects.toThrow(UsageError);
  await expect(from('ten', recipe)).rejects.toThrow(
    "has the name and the shape of one of this recipe's networks",
  );
  const session = await run.Session.start(recipe, runs.file('untrained'), options(2));
  session.dispose();
  await expect(from('untrained')).rejects.toThrow('has no checkpoint to take weights from');
  expect(runs.exists('refused-ten')).toBe(false);
  const resumed = run.train(recipe, { ...options(4), resume: runs.file('all'), from: runs.file('first') });
  await expect(resumed).rejects.toThrow('--from and --resume exclude each other');
});

describe('mirrored data', () => {
  test('is another run, which resumes exactly', async () => {
    const mirrored = (steps: number) => ({ ...options(steps), mirror: true });
    await run.train(recipe, { ...mirrored(6), out: runs.file('mirrored') });
    await run.train(recipe, { ...options(6), out: runs.file('plain') });
    expect(saved('mirrored', 'discriminator')).not.toEqual(saved('plain', 'discriminator'));
    await run.train(recipe, { ...mirrored(3), out: runs.file('parts') });
    await run.train(recipe, { ...options(6), resume: runs.file('parts') });
    expect(saved('parts', 'discriminator')).toEqual(saved('mirrored', 'discriminator'));
    const other = run.train(recipe, { ...options(8), resume: runs.file('parts'), mirror: false });
    await expect(other).rejects.toThrow('these differ: mirror (run: true, asked: false)');
  });
});
