// `tadpole evaluate`, and generators from checkpoints: of a running run, of a killed one, and of single steps.
import fs from 'node:fs';
import path from 'node:path';
import { images, metrics, nn, torch } from 'tadpole';
import { command } from './command';
import { Runs, TRAIN } from './runs';

const runs = new Runs();
const { folder } = runs;

beforeAll(async () => {
  process.env.TADPOLE_CACHE = runs.file('cache');
  torch.scope(() => {
    const random = new torch.Generator({ seed: 1 });
    const network = new nn.Sequential(new nn.Flatten(), new nn.Linear(784, 4, { generator: random }));
    const card = { input: { shape: [1, 28, 28], range: [0, 1] } };
    torch.jit.trace(network.eval(), [torch.zeros([2, 1, 28, 28])]).save(runs.file('features.pt'), {
      extraFiles: { [metrics.FEATURE_CARD]: JSON.stringify(card) },
    });
  });
  const ended = await command(folder, ...TRAIN, '--steps', '6', '--checkpoint-every', '2', '--out', 'run');
  expect(ended.code).toBe(0);
});

/** `tadpole evaluate` on features that take no time. */
const evaluate = (word: string, ...more: string[]) =>
  command(folder, 'evaluate', word, '--features', 'features.pt', '--threads', '1', ...more);

test('a run: every metric that the features allow, how they were taken, and files', async () => {
  const ended = await evaluate('run', '--out', 'result');
  expect(ended.code).toBe(0);
  expect(ended.stdout).toMatch(
    /^run\/generator.pt\n32 samples against 32 images of \S+digits \(32 pictures\), nearest of 32; seed 0\n/,
  );
  expect(ended.stdout).toMatch(
    /features: features.pt \([0-9a-f]{16}\), 4 per image of 1 x 28 x 28, resized antialias/,
  );
  expect(ended.stdout).toMatch(/\nfid +\d/);
  expect(ended.stdout).toMatch(/\nmemorisation +\d/);
  expect(ended.stdout).not.toMatch(/\nis /);
  const written = JSON.parse(fs.readFileSync(runs.file('result', 'evaluation.json'), 'utf8'));
  expect(Object.keys(written)).toEqual(['subject', 'values', 'protocol']);
  expect(images.readPng(runs.file('result', 'nearest.png')).width).toBe(8 * 30 + 2);
});

test('one JSON object and nothing else; the same again, and other numbers of another checkpoint', async () => {
  const [first, again, checkpoint] = [
    await evaluate('run', '--json', '--metrics', 'fid,precision'),
    await evaluate('run/generator.pt', '--json', '--metrics', 'fid,precision'),
    await evaluate('run/checkpoints/step-000004', '--json', '--metrics', 'fid,precision'),
  ].map(({ stdout }) => JSON.parse(stdout));
  expect(Object.keys(first.values)).toEqual(['fid', 'precision']);
  expect(again.values).toEqual(first.values);
  expect(checkpoint.subject).toBe('run/checkpoints/step-000004');
  expect(checkpoint.values.fid).not.toBe(first.values.fid);
});

test('a folder of pictures, with what it is to be compared with', async () => {
  await command(folder, 'sample', 'run', '--count', '12', '--separate', 'pictures');
  const ended = await evaluate('pictures', '--data', 'digits', '--metrics', 'kid');
  expect(ended).toMatchObject({ code: 0 });
  expect(ended.stdout).toMatch(
    /^pictures\n12 samples against 12 images of \S+digits \(32 pictures\); seed 0\n/,
  );
  const named = await evaluate('pictures', '--metrics', 'kid');
  expect(named.code).toBe(2);
  expect(named.stderr).toMatch(/the real images to compare pictures with are unknown/);
});

test('pictures against pictures are named by their folder; what has no value is said in words', async () => {
  const own = fs.readdirSync(runs.file('pictures')).slice(0, 4);
  fs.mkdirSync(runs.file('twice'));
  for (const copy of ['a', 'b']) {
    for (const name of own)
      fs.copyFileSync(runs.file('pictures', name), runs.file('twice', `${copy}-${name}`));
  }
  const words = ['--data', 'twice', '--features-shape', '1x28x28', '--metrics', 'kid,memorisation'];
  const ended = await evaluate('pictures', ...words);
  expect(ended).toMatchObject({ code: 0 });
  expect(ended.stdout).toMatch(
    /^pictures\n12 samples against 8 images of \S*twice \(8 pictures\), nearest of 8; /,
  );
  expect(ended.stdout).toMatch(/\nmemorisation +not defined: all real images have duplicates/);
  expect(ended.stdout).not.toMatch(/NaN|Infinity|null/);
  const { values } = JSON.parse((await evaluate('pictures', ...words, '--json')).stdout);
  expect(values.memorisation).toMatchObject({ ratio: null, heldOut: 0 });
});

test('two results side by side; of different protocols not at all', async () => {
  const same = await evaluate('run/checkpoints/step-000006', '--against', 'result');
  expect(same).toMatchObject({ code: 0 });
  expect(same.stdout).toMatch(/\nfid +\S+ +\S+ +equal/);
});

test('what can be known of a result of another protocol is known before any work, and before a classifier is trained', async () => {
  for (const [words, message] of [
    [['--seed', '1'], /these differ: seed \(1 and 0\)\nhint: /],
    [['--count', '31'], /these differ: samples \(31 and 32\), reals.compared \(31 and 32\)/],
    [['--reals', '30'], /these differ: reals.compared \(30 and 32\)/],
    [['--data', './pictures'], /these differ: .*reals.crc32/],
    [
      ['--resize', 'plain', '--features-shape', '1x28x28'],
      /these differ: .*features.input.resize \(plain and antialias\)/,
    ],
    [['--features', 'random'], /these differ: .*features.hash/],
    [['--seed', '1', '--features', 'classifier'], /these differ: seed \(1 and 0\)\nhint: /],
  ] as const) {
    const ended = await evaluate('run', '--against', 'result', ...words, '--out', 'kept');
    expect(ended).toMatchObject({ code: 1, stdout: '' });
    expect(ended.stderr).toMatch(/^error: the results were not taken in the same way/);
    expect(ended.stderr).toMatch(message);
    expect(ended.stderr).not.toContain('training a classifier');
    expect(runs.exists('kept', 'evaluation.json')).toBe(false);
  }
  fs.writeFileSync(runs.file('other.json'), '{"values":null,"protocol":null}');
  const other = await evaluate('run', '--against', 'other.json');
  expect(other.stderr).toMatch(/^error: --against: other.json is not a result of evaluate\nhint: /);
  const without = await evaluate('run', '--against', 'run');
  expect(without.stderr).toMatch(/^error: --against: run.evaluation.json cannot be read: ENOENT/);
});

test('a run whose images have moved or changed is evaluated against none but those that are named', async () => {
  fs.cpSync(runs.file('digits'), runs.file('moving'), { recursive: true });
  const words = [...TRAIN.slice(0, TRAIN.indexOf('--data')), '--data', 'moving'];
  const rest = TRAIN.slice(TRAIN.indexOf('--data') + 2);
  expect((await command(folder, ...words, ...rest, '--steps', '2', '--out', 'mover')).code).toBe(0);
  expect((await evaluate('mover', '--metrics', 'kid')).code).toBe(0);
  const [name] = fs.readdirSync(runs.file('moving')).sort();
  fs.rmSync(runs.file('moving', name as string));
  const changed = await evaluate('mover', '--metrics', 'kid');
  expect(changed).toMatchObject({ code: 1, stdout: '' });
  expect(changed.stderr).toMatch(
    /are not those that the run \S*mover was started with: there are 31 with .* there were 32/,
  );
  expect((await evaluate('mover', '--metrics', 'kid', '--data', './moving')).code).toBe(0);
  fs.renameSync(runs.file('moving'), runs.file('moved'));
  const missing = await evaluate('mover', '--metrics', 'kid');
  expect(missing).toMatchObject({ code: 1, stdout: '' });
  expect(missing.stderr).toMatch(
    /the images of the run \S*mover are not where they were: .*\nhint: put them back as they were; `tadpole evaluate` takes/,
  );
  expect((await evaluate('mover', '--metrics', 'kid', '--data', 'moved')).code).toBe(0);
});

test('what cannot be is refused before any work', async () => {
  for (const [words, message] of [
    [['--count', '4'], /fid: 4 samples are too few, at least 5 are needed: more than the 4 features/],
    [['--metrics', 'fud'], /no metric 'fud'/],
    [['--metrics', 'is'], /'is' needs a feature network that classifies/],
    [['--features', 'nothing'], /--features: there is no network and no file 'nothing'/],
    [['--features-shape', '3x3'], /--features-shape: expected channels/],
    [['--control', 'classes', '--metrics', 'rfid'], /no images of classes other than those/],
  ] as const) {
    const ended = await evaluate('run', ...words);
    expect(ended).toMatchObject({ code: 2, stdout: '' });
    expect(ended.stderr).toMatch(message);
  }
});

test('too few pictures for the features of a classifier are refused before it is trained', async () => {
  for (const [index, name] of fs.readdirSync(runs.file('digits')).entries()) {
    const place = runs.file(path.join('classes', index % 2 === 0 ? 'even' : 'odd'));
    fs.mkdirSync(place, { recursive: true });
    fs.copyFileSync(runs.file(path.join('digits', name)), path.join(place, name));
  }
  const ended = await command(
    folder,
    'evaluate',
    './classes',
    '--data',
    './classes',
    '--features',
    'classifier',
  );
  expect(ended).toMatchObject({ code: 2, stdout: '' });
  expect(ended.stderr).toMatch(/^error: fid: 32 samples are too few, at least \d+ are needed: more than the/);
  expect(ended.stderr).not.toContain('training');
});

test('names are refused before anything is read, with the near one', async () => {
  for (const [words, message] of [
    [['--metrics', 'kid,precison'], "--metrics: there is no metric 'precison'; did you mean 'precision'?"],
    [['--features', 'clasifier'], "--features: there is no network and no file 'clasifier'; did you mean"],
  ] as const) {
    // Whatever opened the generator would say that there is none.
    const ended = await command(folder, 'evaluate', 'nothing', ...words);
    expect(ended).toMatchObject({ code: 2, stdout: '' });
    expect(ended.stderr).toContain(message);
  }
});

test('a run that was killed gives the generator of its newest checkpoint, its average included', async () => {
  fs.cpSync(runs.file('run'), runs.file('killed'), { recursive: true });
  fs.rmSync(runs.file('killed', 'generator.pt'));
  const draw = (word: string, out: string) => command(folder, 'sample', word, '--count', '4', '--out', out);
  expect(await draw('killed', 'killed.png')).toMatchObject({ code: 0, stderr: '' });
  expect(await draw('run', 'whole.png')).toMatchObject({ code: 0, stderr: '' });
  const pixels = (name: string): Buffer => Buffer.from(images.readPng(runs.file(name)).data);
  expect(pixels('killed.png').equals(pixels('whole.png'))).toBe(true);
  const inspected = await command(folder, 'inspect', 'killed');
  expect(inspected.stdout).toMatch(
    /^checkpoint {2}killed\/checkpoints\/step-000006\nrecipe {6}digits-tensorflow after 6 steps\n/,
  );
});

test('a damaged checkpoint is passed over in a run, and refused when it is named', async () => {
  const newest = path.join('killed', 'checkpoints', 'step-000006');
  fs.truncateSync(runs.file(newest, 'tensors.safetensors'), 100);
  const ended = await command(folder, 'inspect', 'killed');
  expect(ended.stdout).toMatch(/^checkpoint {2}killed\/checkpoints\/step-000004\n/);
  expect(ended.stderr).toMatch(/warning: the checkpoint .*step-000006 cannot be used/);
  const named = await command(folder, 'inspect', newest);
  expect(named.code).toBe(1);
  expect(named.stderr).toMatch(/step-000006 cannot be used: tensors.safetensors is not what was written/);
});
