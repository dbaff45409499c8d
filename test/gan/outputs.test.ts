// Networks, schedules and penalties that give something else than they should: refused in words before it is used.
import { gan, nn, optim, type Tensor, torch } from 'tadpole';

class Network extends nn.Module {
  layer: nn.Linear;

  constructor(
    inputs: number,
    outputs: number,
    readonly change: (output: Tensor) => unknown = (output) => output,
  ) {
    super();
    this.layer = new nn.Linear(inputs, outputs);
  }

  forward(x: Tensor): Tensor {
    return this.change(this.layer.forward(x)) as Tensor;
  }
}

function step(
  generator: Network,
  discriminator: Network,
  options: Partial<gan.TrainerOptions> = {},
): gan.Losses {
  const adam = (network: nn.Module) => new optim.Adam(network.parameters());
  const trainer = new gan.Trainer({
    model: {
      generator,
      discriminator,
      latent: { shape: [2], distribution: 'normal' },
      image: { shape: [4] },
    },
    optimizers: { generator: adam(generator), discriminator: adam(discriminator) },
    ...options,
  });
  return trainer.step(torch.zeros([4, 4]));
}

const RETURNS = 'expected its forward() to return a tensor, got ';
const wrong: [what: string, change: (output: Tensor) => unknown, words: string][] = [
  ['nothing', () => undefined, `${RETURNS}undefined`],
  ['a list', (output) => [output], `${RETURNS}an array of 1`],
  ['a promise', async (output) => output, 'must not be asynchronous'],
];

test.each(wrong)('a generator that returns %s', (_, change, words) => {
  expect(() => step(new Network(2, 4, change), new Network(4, 1))).toThrow(words);
});

test.each(wrong)('a discriminator that returns %s', (_, change, words) => {
  expect(() => step(new Network(2, 4), new Network(4, 1, change))).toThrow(words);
});

test('a generator that gives more images than it gets latents', () => {
  const generator = new Network(2, 8);
  expect(() => step(generator, new Network(4, 1))).toThrow(
    'expected images of shape [4, 4], one per latent, got shape [4, 8]',
  );
});

test('a generator that is cut off from the loss would not train', () => {
  const generator = new Network(2, 4, (output) => output.detach());
  expect(() => step(generator, new Network(4, 1))).toThrow(
    "phase 'generator': backward: the loss depends on no weight of the generator",
  );
});

test.each<[what: string, options: object, words: string]>([
  [
    'a rate that is NaN',
    { schedules: { generator: { lr: () => Number.NaN } } },
    'schedules: lr: expected a finite',
  ],
  [
    'a negative rate',
    { schedules: { discriminator: { lr: () => -1 } } },
    'lr: expected at least 0 at step 0, got -1',
  ],
  [
    'an asynchronous decay',
    { average: { network: new Network(2, 4), decay: async () => 0.9 } },
    'average.decay: expected a finite number at step 0, got an object of class Promise',
  ],
  ...[undefined, Promise.resolve(1), torch.zeros([3])].map((value): [string, object, string] => [
    'a penalty of the wrong kind',
    { objective: gan.logistic({ penalties: [gan.penalty('mine', () => value as never)] }) },
    "penalty 'mine': expected a tensor of one number, got ",
  ]),
])('%s is refused at its first step', (_, options, words) => {
  expect(() => step(new Network(2, 4), new Network(4, 1), options)).toThrow(words);
});

test.each(['discriminator', 'leaf'] as const)('%s of a context takes a batch, not a tensor', (name) => {
  const phase: gan.Phase = {
    name: 'mine',
    network: 'both',
    accumulate: (context) => {
      context[name](context.reals.images as never);
      return {};
    },
  };
  expect(() => step(new Network(2, 4), new Network(4, 1), { objective: [phase] })).toThrow(
    `phase 'mine': ${name}: argument 'batch.images' must be a Tensor, got undefined`,
  );
});
