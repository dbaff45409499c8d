// Evaluates images with the other ranks, and prints the result; then once more, stopped by one of them, and with an error of rank 0.
import { dist, metrics, torch } from 'tadpole';

const { rank } = await dist.join({ timeout: 60 });
let passes = 0;
const bytes = (count, seed) =>
  torch.randint(256, [count, 1, 6, 6], { dtype: 'uint8', generator: new torch.Generator({ seed }) });
const weight = torch.randn([36, 12], { generator: new torch.Generator({ seed: 3 }) });
const network = {
  name: 'projection',
  hash: '00',
  size: 12,
  input: { shape: [1, 6, 6], range: [0, 1], resize: 'plain' },
  classes: ['a', 'b', 'c'],
  device: 'cpu',
  answer: (images) => {
    passes += images.size(0) === 2 ? 0 : 1;
    const features = images.flatten(1).mm(weight).tanh();
    return { features, logits: features.narrow(1, 0, 3).mul(4) };
  },
  dispose: () => {},
};
const reals = {
  name: 'noise',
  source: 'the test',
  images: bytes(900, 1),
  labels: torch.arange(900, { dtype: 'int64' }).remainder(3),
  classes: ['a', 'b', 'c'],
};
const options = {
  network,
  samples: metrics.sourceOf(bytes(600, 2)),
  reals,
  heldOut: { ...reals, images: bytes(300, 4) },
  metrics: metrics.METRIC_NAMES,
  folder: null,
  seed: 5,
  shared: true,
};
const told = [];
const result = await metrics.evaluate({ ...options, progress: (stage, done) => told.push([stage, done]) });
const failure = async (more) => {
  try {
    await metrics.evaluate({ ...options, ...more });
    return undefined;
  } catch ({ name, problem, message }) {
    return [name, problem ?? message];
  }
};
const own = passes;
const stopped = new AbortController();
if (rank === 1) stopped.abort(new Error('enough'));
const ends = [
  await failure({ signal: stopped.signal }),
  await failure({ reals: { ...reals, images: reals.images.narrow(0, 0, 1), labels: null } }),
];
console.log(JSON.stringify({ result, told, passes: own, ends }));
dist.barrier();
await dist.leave();
