// A dense layer forwards and backwards: nn.Linear compared with aten::linear, in rounds that take turns in one process.
import { nn, torch } from 'tadpole';
import { duration, median, table, wholeFlags } from './lib/format.mjs';

const flags = wholeFlags({ rounds: 15, calls: 40, threads: torch.getNumThreads() });
torch.setNumThreads(flags.threads);

const SHAPES = [
  [16, 256, 512],
  [16, 1024, 784],
  [64, 128, 4096],
  [64, 128, 4096, 'columns of a wider matrix'],
  [128, 784, 256],
  [512, 512, 512],
];

function time(forward, x, gradient) {
  const start = process.hrtime.bigint();
  for (let call = 0; call < flags.calls; call++) torch.scope(() => forward(x).backward({ gradient }));
  return Number(process.hrtime.bigint() - start) / 1e9 / flags.calls;
}

const rows = SHAPES.map(([batch, inputs, outputs, layout = '']) => {
  const layer = new nn.Linear(inputs, outputs);
  const wider = layout === '' ? 0 : 10;
  const x = torch
    .randn([batch, inputs + wider])
    .narrow(1, 0, inputs)
    .requiresGrad_();
  const gradient = torch.randn([batch, outputs]);
  const ways = [(input) => layer.forward(input), (input) => torch.linear(input, layer.weight, layer.bias)];
  const times = ways.map(() => []);
  for (const way of ways) time(way, x, gradient);
  for (let round = 0; round < flags.rounds; round++)
    for (const [index, way] of ways.entries()) times[index].push(time(way, x, gradient));
  const ratio = median(times[0].map((own, round) => own / times[1][round]));
  return [
    `${batch} x ${inputs} to ${outputs} ${layout}`,
    ...times.map((of) => duration(median(of))),
    ratio.toFixed(2),
  ];
});
console.log(`${flags.threads} threads; medians of ${flags.rounds} rounds.\n`);
console.log(table(['forward and backward', 'nn.Linear', 'aten::linear', 'ratio'], rows));
