// Gradients of one small function, accumulated in several ways and summed in buckets; prints them after each way.
import * as dist from 'tadpole/dist';
import * as torch from 'tadpole/torch';

const { rank, size } = await dist.join({ timeout: 60 });
const ROWS = 12;
const random = new torch.Generator({ seed: 5 });
const normal = (...shape) => torch.randn(shape, { dtype: 'float64', generator: random });
const leaf = (...shape) => normal(...shape).requiresGrad_();
const images = normal(ROWS, 6);
const { start, count } = size > 1 ? dist.shareOf(ROWS, { rank, size }) : { start: 0, count: ROWS };
const own = images.narrow(0, start, count);
const parameters = {
  first: leaf(6, 8),
  bias: leaf(8),
  second: leaf(8, 8),
  last: leaf(8, 1),
  lastBias: leaf(1),
  seldom: leaf(3),
  unused: leaf(5),
};
const { first, bias, second, last, lastBias, seldom } = parameters;
const scores = (x) => x.mm(first).add(bias).tanh().mm(second).tanh().mm(last).add(lastBias);
const halves = () => [own.narrow(0, 0, 1), own.narrow(0, 1, count - 1)];

const ways = {
  plain: () => scores(own).sum().backward(),
  accumulated: () => {
    for (const half of halves()) scores(half).sum().backward();
  },
  // A penalty on gradients with respect to the images, which the last bias has no part in.
  penalty: () => {
    const x = own.detach().requiresGrad_();
    const [slope] = torch.autograd.grad(scores(x).sum(), [x], { createGraph: true });
    slope.square().sum().backward();
  },
  score: () => {
    const x = own.detach().requiresGrad_();
    const score = scores(x);
    const [slope] = torch.autograd.grad(score.sum(), [x], { createGraph: true });
    score.square().sum().add(slope.square().sum()).backward();
  },
  // Rank 0 alone has a gradient of this one.
  'one rank': () => {
    scores(own).sum().backward();
    if (rank === 0) seldom.square().sum().backward();
  },
};
const all = Object.values(parameters);
const sums = new dist.GradientSums({ bucketsFrom: 0, bucketBytes: 60 });
const results = [];
const run = (name, accumulate) => {
  for (const parameter of all) parameter.grad = null;
  sums.around(name, all, accumulate);
  const gradients = all.map(({ grad }) => grad && [...grad.toTypedArray()]);
  results.push({ name, gradients, travelled: sums.travelled });
};
for (const [name, accumulate] of Object.entries(ways))
  for (let time = 0; time < 3; time++) run(name, accumulate);

// What the earlier executions let expect is wrong: more gradients, fewer, others, and one that is changed by hand.
run('plain', ways.accumulated);
run('plain', () => own.mm(first).sum().backward());
run('plain', ways['one rank']);
run('plain', () => {
  ways.plain();
  second.grad.mul_(2);
});
run('plain', () => {
  ways.plain();
  second.grad = second.grad.mul(3);
});
run('plain', () => {});

console.log(JSON.stringify(results));
dist.barrier();
await dist.leave();
