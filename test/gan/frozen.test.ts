// Frozen layers and networks stay as they are while the rest trains; batches of one and squeezed answers train, too.
import { gan, nn, optim, type Tensor, torch } from 'tadpole';
import { images, tinyDiscriminator, tinyGan, tinyGenerator, weights } from './tiny';

const layers = (network: nn.Module) => network.children();
const lossOf: gan.LabelLoss = (outputs, targets) => gan.binaryCrossEntropyWithLogits(outputs, targets);

/** Steps in each of the ways that a step can be composed. */
const STEPS: Record<string, gan.Step> = {
  logisticStep: gan.logisticStep,
  updateOnOneBatch: ({ gan: pair, real, latents }) => {
    const fakes = pair.generator.forward(latents());
    const { loss: dLoss } = gan.updateOnOneBatch(pair.judging, lossOf, [
      { images: fakes.detach(), targets: 0 },
      { images: real, targets: 1 },
    ]);
    const gLoss = gan.logisticGeneratorLoss(pair.discriminator.forward(fakes));
    gan.update(pair.generating, gLoss);
    return { dLoss, gLoss };
  },
  updateOnSummedGradients: ({ gan: pair, real, latents }) => {
    const fakes = pair.generator.forward(latents());
    const [{ loss: dLoss }] = gan.updateOnSummedGradients(pair.judging, lossOf, [
      { images: fakes.detach(), targets: 0 },
      { images: real, targets: 1 },
    ]);
    const gLoss = gan.logisticGeneratorLoss(pair.discriminator.forward(fakes));
    gan.update(pair.generating, gLoss);
    return { dLoss, gLoss };
  },
  updateSimultaneously: ({ gan: pair, real, latents }) => {
    const judged = pair.discriminator.forward(pair.generator.forward(latents()));
    const dLoss = gan.logisticDiscriminatorLoss(pair.discriminator.forward(real), judged);
    const gLoss = gan.logisticGeneratorLoss(judged);
    gan.updateSimultaneously([
      { player: pair.judging, loss: dLoss },
      { player: pair.generating, loss: gLoss },
    ]);
    return { dLoss, gLoss };
  },
};

describe.each(Object.entries(STEPS))('%s', (_, step) => {
  test.each<[string, (pair: gan.Gan) => nn.Module[]]>([
    ['first layer of the discriminator', (pair) => [layers(pair.discriminator)[1] as nn.Module]],
    ['last layer of the generator', (pair) => [layers(pair.generator)[3] as nn.Module]],
    ['whole discriminator', (pair) => [pair.discriminator]],
    ['whole generator', (pair) => [pair.generator]],
  ])('the %s is frozen after the Gan was made, and thawed later', (_, pick) => {
    const pair = tinyGan({ step });
    const frozen = pick(pair);
    const values = () => frozen.flatMap(weights);
    const all = () => [...weights(pair.generator), ...weights(pair.discriminator)];
    pair.step(images(4));
    for (const network of frozen) network.requiresGrad_(false);
    const [before, everything] = [values(), all()];
    pair.step(images(4));
    expect(values()).toEqual(before);
    expect(all()).not.toEqual(everything);
    for (const network of frozen) network.requiresGrad_(true);
    pair.step(images(4));
    expect(values()).not.toEqual(before);
    pair.dispose();
  });

  test('when both networks are frozen, the step says so', () => {
    const pair = tinyGan({ step });
    pair.generator.requiresGrad_(false);
    pair.discriminator.requiresGrad_(false);
    expect(() => pair.step(images(4))).toThrow('every parameter of both networks is frozen');
    pair.dispose();
  });
});

test('a frozen layer gives the gradients of the others as PyTorch does: the loss goes through it', () => {
  const pair = tinyGan({ lr: 0 });
  (layers(pair.discriminator)[1] as nn.Module).requiresGrad_(false);
  torch.scope(() => {
    const z = torch.randn([3, 4], { generator: new torch.Generator({ seed: 2 }) });
    const loss = gan.logisticGeneratorLoss(pair.discriminator.forward(pair.generator.forward(z)));
    const expected = torch.autograd.grad([loss], pair.generator.parameters(), { retainGraph: true });
    gan.update(pair.generating, loss);
    for (const [i, parameter] of pair.generator.parameters().entries()) {
      expect(parameter.grad?.tolist()).toEqual((expected[i] as Tensor).tolist());
    }
  });
  pair.dispose();
});

/** A discriminator whose answers are squeezed: [N], and no dimension at all for one image. */
class Squeezed extends nn.Module {
  body = tinyDiscriminator();

  forward(x: Tensor): Tensor {
    return this.body.forward(x).squeeze();
  }
}

test.each(Object.entries(STEPS))('%s trains on one image with a discriminator that squeezes', (_, step) => {
  const generator = new nn.Sequential(new nn.Linear(4, 16), new nn.Unflatten(1, [1, 4, 4]));
  const discriminator = new Squeezed();
  const pair = new gan.Gan({
    generator,
    discriminator,
    latent: { shape: [4], distribution: 'normal' },
    imageShape: [1, 4, 4],
    generatorOptimizer: new optim.SGD(generator.parameters(), { lr: 0.1 }),
    discriminatorOptimizer: new optim.SGD(discriminator.parameters(), { lr: 0.1 }),
    step,
  });
  for (const count of [1, 3]) {
    const before = [...weights(generator), ...weights(discriminator)];
    const { dLoss, gLoss } = pair.step(images(count));
    expect(Number.isFinite(dLoss + gLoss)).toBe(true);
    expect([...weights(generator), ...weights(discriminator)]).not.toEqual(before);
  }
  pair.dispose();
});

test('one image through a batch normalisation is refused in words', () => {
  const pair = tinyGan();
  expect(() => pair.step(images(1))).toThrow(
    'BatchNorm1d: expected more than 1 value per channel when training',
  );
  pair.dispose();
});

describe('targets', () => {
  const player = (): gan.Player => {
    const network = tinyDiscriminator();
    return { network, parameters: network.parameters(), optimizer: new optim.SGD(network.parameters()) };
  };

  test('one for each image fits answers of shape [N, 1]', () => {
    const seen: number[][] = [];
    const loss: gan.LabelLoss = (outputs, targets) => {
      seen.push((targets as Tensor).shape);
      return gan.binaryCrossEntropyWithLogits(outputs, targets);
    };
    gan.updateSeparately(player(), loss, [{ images: images(3), targets: torch.ones([3]) }]);
    expect(seen).toEqual([[3, 1]]);
  });

  test('of another number are refused', () => {
    const batch = [{ images: images(3), targets: torch.ones([2]) }];
    expect(() => gan.updateSeparately(player(), lossOf, batch)).toThrow(
      "targets: expected one for each of the discriminator's answers, shape [3, 1], got 2",
    );
    expect(() => gan.updateOnOneBatch(player(), lossOf, batch)).toThrow('targets: expected one for each');
  });

  test.each<[string, (a: Tensor, b: Tensor) => Tensor]>([
    ['binaryCrossEntropyWithLogits', gan.binaryCrossEntropyWithLogits],
    ['clippedBinaryCrossEntropy', (a, b) => gan.clippedBinaryCrossEntropy(a.sigmoid(), b)],
    ['relativisticLoss', gan.relativisticLoss],
  ])('%s refuses shapes that would be compared pair by pair', (name, loss) => {
    const message = new RegExp(`${name}: expected .* of shape \\[3, 1\\], got \\[3\\]`);
    expect(() => loss(torch.zeros([3, 1]), torch.ones([3]))).toThrow(message);
    expect(loss(torch.zeros([3, 1]), torch.ones([3, 1])).dim()).toBe(0);
    expect(loss(torch.zeros([]), torch.ones([])).dim()).toBe(0);
  });
});

describe('what cannot train is refused', () => {
  const options = () => {
    const [generator, discriminator] = [tinyGenerator(), tinyDiscriminator()];
    return {
      generator,
      discriminator,
      latent: { shape: [4], distribution: 'normal' } as const,
      imageShape: [1, 4, 4],
      generatorOptimizer: new optim.SGD(generator.parameters()),
      discriminatorOptimizer: new optim.SGD(discriminator.parameters()),
    };
  };

  test('optimisers that were swapped, or made before a layer was replaced', () => {
    const made = options();
    const swapped = {
      generatorOptimizer: made.discriminatorOptimizer,
      discriminatorOptimizer: made.generatorOptimizer,
    };
    expect(() => new gan.Gan({ ...made, ...swapped })).toThrow(
      "generatorOptimizer: expected an optimiser of the network's parameters, got one with 4 others",
    );
  });

  test('a moving average with a decay out of range, or on the generator itself', () => {
    const made = options();
    for (const decay of [1, -0.1, Number.NaN]) {
      expect(() => new gan.Gan({ ...made, average: { network: tinyGenerator(), decay } })).toThrow(
        'average.decay',
      );
    }
    expect(() => new gan.Gan({ ...made, average: { network: made.generator, decay: 0.9 } })).toThrow(
      'average.network: expected a network of its own',
    );
  });
});
