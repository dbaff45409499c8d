// The cost of the loader's batches inside a training loop, where caches are cold.
import { data, recipes, torch } from 'tadpole';
import { duration, median, table, wholeFlags } from './lib/format.mjs';

const flags = wholeFlags({ rounds: 4, steps: 80, threads: torch.getNumThreads() });
torch.setNumThreads(flags.threads);

/** A loader without optimizations: separate calls for every batch, as one writes them in PyTorch. */
function singly(images, batchSize, [low, high]) {
  return () =>
    torch.scope(() => {
      const indices = Int32Array.from({ length: batchSize }, () =>
        Math.floor(Math.random() * images.shape[0]),
      );
      const values = images
        .indexSelect(0, torch.tensor(indices))
        .to('float32')
        .div_(255 / (high - low));
      return low === 0 ? values : values.add_(low);
    });
}

/** Seconds per batch and seconds per step (0 without a step), over one round of the training loop. */
function round(next, step) {
  let [batches, steps] = [0, 0];
  for (let i = 0; i < flags.steps; i++) {
    const start = performance.now();
    const batch = next();
    const made = performance.now();
    step?.(batch);
    steps += step ? performance.now() - made : 0;
    batches += made - start;
    batch.dispose();
  }
  return { batch: batches / flags.steps / 1e3, step: steps / flags.steps / 1e3 };
}

/** Rounds that alternate between the loaders; the first one is warm-up. */
function measure(ways, step) {
  const rounds = Array.from({ length: flags.rounds + 1 }, () =>
    Object.fromEntries(Object.entries(ways).map(([name, next]) => [name, round(next, step)])),
  );
  return rounds.slice(1);
}

const digits = data.load('mnist');
const percent = (share) => `${(100 * share).toFixed(2)} %`;
const rows = [];
for (const name of ['digits-tensorflow', 'digits-keras']) {
  const recipe = recipes[name];
  const { batchSize } = recipe.resolve({});
  const trainer = recipe.create({ seed: 0 });
  const options = { batchSize, range: recipe.valueRange, order: recipe.data.order };
  const loader = new data.Loader(digits, options);
  const ways = {
    loader: () => loader.next(),
    singly: singly(digits.images, batchSize, recipe.valueRange),
  };
  const rounds = measure(ways, (real) => trainer.step(real));
  rows.push([
    `${name}, ${batchSize} images`,
    duration(median(rounds.map(({ loader }) => loader.batch))),
    duration(median(rounds.map(({ singly }) => singly.batch))),
    median(rounds.map(({ loader, singly }) => loader.batch / singly.batch)).toFixed(2),
    duration(median(rounds.map(({ loader }) => loader.step))),
    percent(median(rounds.map(({ loader }) => loader.batch / loader.step))),
  ]);
}

const larger = new data.Loader(digits, { batchSize: 64, range: [-1, 1], imageShape: [3, 64, 64] });
const resized = measure({ loader: () => larger.next() });
rows.push([
  '64 images resized to 3 x 64 x 64',
  duration(median(resized.map(({ loader }) => loader.batch))),
  '-',
  '-',
  '-',
  '-',
]);

console.log(
  `libtorch ${torch.versions().libtorch}, ${flags.threads} threads, ${flags.rounds} rounds of ${flags.steps} steps\n`,
);
console.log(table(['', 'a batch', 'made singly', 'ratio', 'a step', 'batch / step (aim < 2 %)'], rows));
