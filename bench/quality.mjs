// The rows of docs/quality.md: trains what a row names, and measures it. node bench/quality.mjs frogs --data data/cifar10
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { data, gan, metrics, recipes } from 'tadpole';
import { table } from './lib/format.mjs';
import { frogData, othersOf } from './lib/quality/frogs.mjs';
import { measured, networksFor } from './lib/quality/measuring.mjs';
import { train } from './lib/quality/training.mjs';

const DIGIT_TUTORIALS = ['digits-tensorflow', 'digits-keras', 'digits-keras-cnn', 'digits-mxnet'];
const FROG_TUTORIALS = ['frogs-keras', 'frogs-cntk'];

const ROWS = {
  digits: () => digitRows([run('digits')]),
  'digits-classes': () => digitRows([run('digits', { classes: true })]),
  'digits-tutorials': () => atEqualTime('digits', DIGIT_TUTORIALS, digitRows),
  frogs: () => frogRows([run('frogs')]),
  'frogs-1000': () =>
    frogRows(
      [0, 1, 2].flatMap((seed) =>
        ['translation', 'none'].map((augmentation) =>
          run('frogs', { seed, pictures: 1000, settings: { augmentation } }),
        ),
      ),
    ),
  'frogs-tutorials': () => atEqualTime('frogs', FROG_TUTORIALS, frogRows),
};

const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    data: { type: 'string' },
    out: { type: 'string', default: 'runs/quality' },
    seed: { type: 'string', default: '0' },
    images: { type: 'string' },
    count: { type: 'string' },
    threads: { type: 'string' },
    precision: { type: 'string' },
    features: { type: 'string' },
    set: { type: 'string', multiple: true, default: [] },
  },
});

const row = ROWS[positionals[0]];
if (row === undefined || positionals.length !== 1) {
  console.error(`error: expected the name of a row, got '${positionals.join(' ')}'`);
  console.error(
    `hint: node bench/quality.mjs <row>, one of ${Object.keys(ROWS).join(', ')}; bench/README.md lists the flags`,
  );
  process.exit(2);
}
await row();

/** What is trained. */
function run(recipe, { seed = Number(flags.seed), classes, pictures, settings = {} } = {}) {
  const words = [recipe, classes && 'classes', pictures, ...Object.values(settings), `seed-${seed}`];
  return { recipe, seed, classes, pictures, settings, name: words.filter(Boolean).join('-') };
}

async function digitRows(runs, cpuSeconds) {
  const reals = data.load('mnist');
  const heldOut = data.load('mnist', { split: 'test' });
  const networks = await networksFor(reals, flags.features);
  const rows = [];
  for (const each of runs) {
    rows.push(await trainAndMeasure(each, networks, { reals, heldOut, count: 10_000 }, { cpuSeconds }));
  }
  return report(rows);
}

async function frogRows(runs, cpuSeconds) {
  const { file, frogs, labelled } = await frogData(flags.data ?? 'data/cifar10');
  const networks = await networksFor(labelled, flags.features);
  const control = metrics.sourceOf(labelled.images, labelled.labels, othersOf(labelled));
  const rows = [];
  for (const each of runs) {
    const source = each.pictures === undefined ? file : firstOf(frogs, each.pictures);
    // Against all frogs, also those that were not trained on.
    const against = { reals: frogs, control, count: 5000 };
    rows.push(await trainAndMeasure(each, networks, against, { data: source, cpuSeconds }));
  }
  return report(rows);
}

/** Our recipe, then each tutorial in the machine time that it took. */
async function atEqualTime(recipe, tutorials, rows) {
  const [{ training }] = await rows([run(recipe)]);
  return rows(
    tutorials.map((name) => run(name)),
    training.cpuSeconds,
  );
}

/** A file with the first pictures, as `--data` takes it. */
function firstOf({ images, source }, count) {
  mkdirSync(flags.out, { recursive: true });
  const file = join(flags.out, `x_channels_first_${count}.bin`);
  data.writeRawFloats(file, { images: images.narrow(0, 0, count), source });
  return file;
}

async function trainAndMeasure(each, networks, { count, ...against }, { data: source, cpuSeconds }) {
  const { recipe, seed, classes, name } = each;
  const training = await train(
    recipe,
    {
      seed,
      classes,
      data: source,
      out: join(flags.out, name),
      precision: flags.precision,
      threads: flags.threads && Number(flags.threads),
      overrides: { ...settingsOf(each, cpuSeconds !== undefined), ...each.settings },
    },
    cpuSeconds,
  );
  const generator = gan.SavedGenerator.load(join(training.folder, 'generator.pt'));
  const scores = await measured(generator, networks, { ...against, count: Number(flags.count ?? count) });
  generator.dispose();
  const result = { name, recipe, seed, training, scores };
  writeFileSync(join(training.folder, 'quality.json'), `${JSON.stringify(result, null, 2)}\n`);
  console.log(summary([result]));
  return result;
}

/** The length of a run, and the settings that the user gave. A run that ends by its machine time is as long as it can be. */
function settingsOf({ recipe }, byTime) {
  const given = Object.fromEntries(
    flags.set.map((text) => {
      const [name, value] = text.split('=');
      return [name, Number.isNaN(Number(value)) ? value : Number(value)];
    }),
  );
  if (byTime) return { steps: 2 ** 31 - 1 };
  if (flags.images === undefined) return given;
  const { batchSize, fallOver } = recipes[recipe].resolve(given);
  const images = Number(flags.images);
  return {
    ...given,
    steps: Math.ceil(images / batchSize),
    ...(fallOver === undefined ? {} : { fallOver: images }),
  };
}

function report(rows) {
  console.log(`\n${summary(rows)}`);
  return rows;
}

function summary(rows) {
  const names = [
    'rfid',
    'precision',
    'recall',
    'precision5',
    'recall5',
    'density',
    'coverage',
    'memorisation',
    'classKl',
    'classAccuracy',
  ];
  const shown = (value) => (value === undefined ? '' : value.toPrecision(3));
  return table(
    ['run', 'images', 'CPU s', 'features', ...names],
    rows.flatMap(({ name, training, scores }) =>
      Object.entries(scores).map(([network, values]) => [
        name,
        training.images,
        Math.round(training.cpuSeconds),
        network,
        ...names.map((metric) => shown(values[metric])),
      ]),
    ),
  );
}
