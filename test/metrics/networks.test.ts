// Feature networks: files, random weights, a classifier that is trained once, and their inputs.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type data, metrics, nn, type Tensor, torch } from 'tadpole';

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tadpole-metrics-'));
});
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

const bytes = (shape: readonly number[], seed = 1): Tensor =>
  torch.randint(256, shape, { dtype: 'uint8', generator: new torch.Generator({ seed }) });

/** Pictures of two classes: dark ones and bright ones. */
function darkAndBright(count: number): data.Dataset {
  const labels = torch.tensor(
    Array.from({ length: count }, (_, index) => index % 2),
    { dtype: 'int64' },
  );
  const shade = labels.mul(120).reshape([count, 1, 1, 1]);
  const images = bytes([count, 1, 8, 8]).remainder(120).to('int64').add(shade).to('uint8');
  return { name: 'shades', source: 'the test', images, labels, classes: ['dark', 'bright'] };
}

/** A TorchScript network of 4 features, with a description when it is given one. */
function saveScript(card?: object): string {
  const file = path.join(folder, 'features.pt');
  torch.scope(() => {
    const network = new nn.Sequential(
      new nn.Flatten(),
      new nn.Linear(64, 4, { generator: new torch.Generator({ seed: 1 }) }),
    );
    const extraFiles: Record<string, string> = card ? { [metrics.FEATURE_CARD]: JSON.stringify(card) } : {};
    torch.jit.trace(network.eval(), [torch.zeros([2, 1, 8, 8])]).save(file, { extraFiles });
  });
  return file;
}

const INPUT = { shape: [1, 8, 8], range: [0, 1] };

describe('a TorchScript file', () => {
  test('is shown what its description says', () => {
    const network = metrics.scriptFeatures(saveScript({ input: INPUT, classes: ['a'] }));
    expect(network).toMatchObject({ size: 4, classes: ['a'], input: { ...INPUT, resize: 'antialias' } });
    expect(network.hash).toMatch(/^[0-9a-f]{16}$/);
    network.dispose();
  });

  test('without one needs to be told', () => {
    const file = saveScript();
    expect(() => metrics.scriptFeatures(file)).toThrow(
      /does not specify its input images.*--features-shape 3x32x32/,
    );
    const network = metrics.scriptFeatures(file, { shape: [1, 8, 8], range: [0, 1] });
    expect(network.size).toBe(4);
    network.dispose();
  });

  test('with a damaged description, or that gives no features, is refused', () => {
    expect(() => metrics.scriptFeatures(saveScript({ input: { shape: [1, 8] } }))).toThrow(/is damaged/);
    const file = path.join(folder, 'images.pt');
    torch.jit.trace(new nn.Tanh(), [torch.zeros([2, 1, 8, 8])]).save(file);
    expect(() => metrics.scriptFeatures(file, { shape: [1, 8, 8], range: [0, 1] })).toThrow(
      /expected features of shape \[2, D\]/,
    );
  });
});

test('a TorchScript file that takes other images, or gives numbers that are none, is named with the reason', async () => {
  const larger = saveScript({ input: { shape: [1, 16, 16], range: [0, 1] } });
  expect(() => metrics.scriptFeatures(larger)).toThrow(
    /features\.pt cannot take images of shape \[2, 1, 16, 16\] in float32: .*shapes cannot be multiplied/,
  );
  const file = path.join(folder, 'broken.pt');
  torch.scope(() => {
    const linear = new nn.Linear(64, 4);
    torch.noGrad(() => linear.weight.fill_(Number.NaN));
    const network = new nn.Sequential(new nn.Flatten(), linear);
    torch.jit.trace(network.eval(), [torch.zeros([2, 1, 8, 8])]).save(file);
  });
  const broken = metrics.scriptFeatures(file, { shape: [1, 8, 8], range: [0, 1] });
  await expect(metrics.extract(broken, metrics.sourceOf(bytes([7, 1, 8, 8])))).rejects.toThrow(
    /^broken\.pt gives features that are not finite for 7 of 7 images /,
  );
  broken.dispose();
});

test('features do not depend on how many images are shown at a time; other sizes and channels are brought to the input', async () => {
  const network = metrics.randomFeatures([3, 16, 16]);
  const images = bytes([7, 1, 20, 20]);
  const all = await metrics.extract(network, metrics.sourceOf(images));
  const some = await metrics.extract(network, metrics.sourceOf(images), { batchSize: 3 });
  expect(torch.allclose(all.features, some.features, 1e-4, 1e-5)).toBe(true);
  expect(all.features.shape).toEqual([7, 256]);
  expect(all.probabilities).toBeNull();
  const grey = images.expand([7, 3, 20, 20]).contiguous();
  const copied = await metrics.extract(network, metrics.sourceOf(grey));
  expect(torch.allclose(all.features, copied.features, 1e-4, 1e-5)).toBe(true);
  network.dispose();
});

test('random weights are the same on every machine, and tell sizes of images apart by nothing but their pixels', () => {
  const network = metrics.randomFeatures([1, 28, 28]);
  expect(network.hash).toBe('bc49f501e448ec56');
  network.dispose();
});

test('transparent images are laid on white', async () => {
  const network = metrics.randomFeatures([3, 8, 8]);
  const clear = torch.cat([bytes([2, 3, 8, 8]), torch.zeros([2, 1, 8, 8], { dtype: 'uint8' })], 1);
  const white = torch.full([2, 3, 8, 8], 255, { dtype: 'uint8' });
  const [a, b] = [
    await metrics.extract(network, metrics.sourceOf(clear)),
    await metrics.extract(network, metrics.sourceOf(white)),
  ];
  expect(torch.allclose(a.features, b.features, 1e-5, 1e-5)).toBe(true);
  network.dispose();
});

describe('the classifier of a data set', () => {
  const options = () => ({ shown: 40 * 128, folder, log: (line: string) => void lines.push(line) });
  let lines: string[];
  beforeEach(() => {
    lines = [];
  });

  test('is trained once, then read; a damaged file counts as none', async () => {
    const dataset = darkAndBright(60);
    const first = await metrics.classifierFeatures(dataset, options());
    expect(first.accuracy).toBeGreaterThan(0.9);
    expect(first).toMatchObject({ name: 'classifier of shades', classes: ['dark', 'bright'], size: 128 });
    expect(lines).toHaveLength(2);
    const again = await metrics.classifierFeatures(dataset, options());
    expect([again.hash, again.accuracy, lines.length]).toEqual([first.hash, first.accuracy, 2]);
    const [file] = fs.readdirSync(folder);
    fs.truncateSync(path.join(folder, file as string), 1000);
    await metrics.classifierFeatures(dataset, options());
    expect(lines).toHaveLength(4);
  });

  test('says how many features it has before it is trained, and is not where they are too many', async () => {
    const sized = (size: number): void => {
      throw new Error(`${size} features are too many`);
    };
    await expect(
      metrics.classifierFeatures(darkAndBright(60), { ...options(), seed: 1, sized }),
    ).rejects.toThrow('128 features are too many');
    expect(lines).toEqual([]);
  });

  test('needs classes', async () => {
    const { images } = darkAndBright(20);
    const unlabelled = { name: 'shades', source: 'the test', images, labels: null, classes: [] };
    await expect(metrics.classifierFeatures(unlabelled, options())).rejects.toThrow(
      /needs images of two classes or more/,
    );
  });
});

test('Inception: a file that holds other weights is refused with a message', async () => {
  const file = path.join(folder, 'other.pt');
  torch.save({ weight: torch.zeros([2]) }, file);
  await expect(metrics.inceptionFeatures({ file })).rejects.toThrow(
    /does not hold the weights of FID's Inception/,
  );
});

test('features of real images are kept under what they follow from, and a damaged file is made again', async () => {
  const network = metrics.randomFeatures([1, 8, 8]);
  let shown = 0;
  const source = { ...metrics.sourceOf(bytes([12, 1, 8, 8])) };
  const counted = {
    ...source,
    part: (start: number, end: number) => {
      shown += 1;
      return source.part(start, end);
    },
  };
  const measured = () => metrics.measureOnce(network, counted, { crc32: 'ab' }, { folder });
  const first = await measured();
  expect(first.statistics?.covariance.dtype).toBe('float64');
  const again = await measured();
  expect(shown).toBe(1);
  expect(torch.equal(first.features, again.features)).toBe(true);
  expect(torch.equal(first.statistics?.mean as Tensor, again.statistics?.mean as Tensor)).toBe(true);
  await metrics.measureOnce(network, counted, { crc32: 'cd' }, { folder });
  expect(shown).toBe(2);
  for (const file of fs.readdirSync(folder)) fs.truncateSync(path.join(folder, file), 100);
  await measured();
  expect(shown).toBe(3);
  expect(fs.readdirSync(folder)).toHaveLength(2);
  network.dispose();
});
