// Frozen layers and networks stay as they are while the rest trains; batches of one and squeezed answers train, too.
import { gan, nn, optim, type Tensor, torch } from 'tadpole';
import { images, tinyDiscriminator, tinyGenerator, tinyTrainer, weights } from './tiny';

const layers = (network: nn.Module) => network.children();

const onReals = (answers: Tensor): Tensor => nn.functional.binaryCrossEntropyWithLogits(answers, 1);
const onFakes = (answers: Tensor): Tensor => nn.functional.binaryCrossEntropyWithLogits(answers, 0);

const generator = gan.logistic()[1] as gan.Phase;

/** Each of the ways that a step can be composed. */
const OBJECTIVES: Record<string, gan.Objective> = {
  'one loss': gan.logistic(),
  'one batch of both': [
    {
      name: 'discriminator',
      network: 'discriminator',
      accumulate: ({ discriminator, reals, fakes, backward }) => {
        const all = torch.cat([reals.images, fakes().images]);
        const targets = torch.cat([torch.ones([reals.images.size(0)]), torch.zeros([reals.images.size(0)])]);
        const answers = discriminator({ images: all });
        const dLoss = nn.functional.binaryCrossEntropyWithLogits(answers, targets.reshape(answers.shape));
        backward(dLoss);
        return { dLoss };
      },
    },
    generator,
  ],
  'summed gradients': [
    {
      name: 'discriminator',
      network: 'discriminator',
      accumulate: ({ discriminator, reals, fakes, backward }) => {
        const losses = [onFakes(discriminator(fakes())), onReals(discriminator(reals))] as const;
        for (const loss of losses) backward(loss);
        return { dLoss: losses[0].add(losses[1]) };
      },
    },
    generator,
  ],
  'both at the same weights': [
    {
      name: 'both',
      network: 'both',
      accumulate: ({ discriminator, reals, fakes, backward }) => {
        const answers = discriminator(fakes());
        const dLoss = gan.logisticDiscriminatorLoss(discriminator(reals), answers);
        const gLoss = gan.logisticGeneratorLoss(answers);
        backward(dLoss, { network: 'discriminator', retainGraph: true });
        backward(gLoss, { network: 'generator' });
        return { dLoss, gLoss };
      },
    },
  ],
};

describe.each(Object.entries(OBJECTIVES))('%s', (_, objective) => {
  test.each<[string, (trainer: gan.Trainer) => nn.Module[]]>([
    ['first layer of the discriminator', ({ discriminator }) => [layers(discriminator)[1] as nn.Module]],
    ['last layer of the generator', (trainer) => [layers(trainer.generator)[3] as nn.Module]],
    ['whole discriminator', ({ discriminator }) => [discriminator]],
    ['whole generator', (trainer) => [trainer.generator]],
  ])('the %s is frozen after the trainer was made, and thawed later', (_, pick) => {
    const trainer = tinyTrainer({ objective });
    const frozen = pick(trainer);
    const values = () => frozen.flatMap(weights);
    const all = () => [...weights(trainer.generator), ...weights(trainer.discriminator)];
    trainer.step(images(4));
    for (const network of frozen) network.requiresGrad_(false);
    const [before, everything] = [values(), all()];
    trainer.step(images(4));
    expect(values()).toEqual(before);
    expect(all()).not.toEqual(everything);
    for (const network of frozen) network.requiresGrad_(true);
    trainer.step(images(4));
    expect(values()).not.toEqual(before);
    trainer.dispose();
  });

  test('when both networks are frozen, the step says so', () => {
    const trainer = tinyTrainer({ objective });
    trainer.generator.requiresGrad_(false);
    trainer.discriminator.requiresGrad_(false);
    expect(() => trainer.step(images(4))).toThrow('every parameter of both networks is frozen');
    trainer.dispose();
  });

  test('one image trains with a discriminator that squeezes its answers', () => {
    const networks = {
      generator: new nn.Sequential(new nn.Linear(4, 16), new nn.Unflatten(1, [1, 4, 4])),
      discriminator: new Squeezed(),
    };
    const sgd = (network: nn.Module) => new optim.SGD(network.parameters(), { lr: 0.1 });
    const trainer = new gan.Trainer({
      model: { ...networks, latent: { shape: [4], distribution: 'normal' }, image: { shape: [1, 4, 4] } },
      optimizers: { generator: sgd(networks.generator), discriminator: sgd(networks.discriminator) },
      objective,
    });
    for (const count of [1, 3]) {
      const before = Object.values(networks).map(weights);
      const { dLoss, gLoss } = trainer.step(images(count));
      expect(Number.isFinite(dLoss + gLoss)).toBe(true);
      expect(Object.values(networks).map(weights)).not.toEqual(before);
    }
    trainer.dispose();
  });
});

/** A discriminator whose answers are squeezed: [N], and no dimension at all for one image. */
class Squeezed extends nn.Module {
  body = tinyDiscriminator();

  forward(x: Tensor): Tensor {
    return this.body.forward(x).squeeze();
  }
}

test('a layer that is frozen before the optimizer is made trains the others', () => {
  const networks = { generator: tinyGenerator(), discriminator: tinyDiscriminator() };
  const [, first, , last] = layers(networks.discriminator) as [nn.Module, nn.Module, nn.Module, nn.Module];
  first.requiresGrad_(false);
  const trainer = new gan.Trainer({
    model: { ...networks, latent: { shape: [4], distribution: 'normal' }, image: { shape: [1, 4, 4] } },
    optimizers: {
      generator: new optim.Adam(networks.generator.parameters()),
      discriminator: new optim.Adam(last.parameters()),
    },
  });
  const [before, trained] = [weights(first), weights(last)];
  trainer.step(images(3));
  expect(weights(first)).toEqual(before);
  expect(weights(last)).not.toEqual(trained);
  trainer.dispose();
});

test('one image through a batch normalization is refused with a message', () => {
  const trainer = tinyTrainer();
  expect(() => trainer.step(images(1))).toThrow(
    'BatchNorm1d: expected more than 1 value per channel when training',
  );
  trainer.dispose();
});

test.each<[string, (a: Tensor, b: Tensor) => Tensor]>([
  ['binaryCrossEntropyWithLogits', nn.functional.binaryCrossEntropyWithLogits],
  ['binaryCrossEntropy', (a, b) => nn.functional.binaryCrossEntropy(a.sigmoid(), b)],
  ['relativisticLoss', gan.relativisticLoss],
])('%s refuses shapes that would be compared pair by pair', (name, loss) => {
  const message = new RegExp(`${name}: .*\\[3, 1\\].*\\[3\\]`);
  expect(() => loss(torch.zeros([3, 1]), torch.ones([3]))).toThrow(message);
  expect(loss(torch.zeros([3, 1]), torch.ones([3, 1])).dim()).toBe(0);
  expect(loss(torch.zeros([]), torch.ones([])).dim()).toBe(0);
});

describe('what cannot train is refused', () => {
  const options = (): gan.TrainerOptions => {
    const [network, discriminator] = [tinyGenerator(), tinyDiscriminator()];
    return {
      model: {
        generator: network,
        discriminator,
        latent: { shape: [4], distribution: 'normal' },
        image: { shape: [1, 4, 4] },
      },
      optimizers: {
        generator: new optim.SGD(network.parameters()),
        discriminator: new optim.SGD(discriminator.parameters()),
      },
    };
  };

  test('optimizers that were swapped, or made before a layer was replaced', () => {
    const made = options();
    const swapped = { generator: made.optimizers.discriminator, discriminator: made.optimizers.generator };
    expect(() => new gan.Trainer({ ...made, optimizers: swapped })).toThrow(
      "optimizers.generator: expected an optimizer of the generator's parameters, got one with 4 others",
    );
  });

  test('a moving average with a decay out of range, or on the generator itself', () => {
    const made = options();
    for (const decay of [1, -0.1, Number.NaN]) {
      expect(() => new gan.Trainer({ ...made, average: { network: tinyGenerator(), decay } })).toThrow(
        'average.decay',
      );
    }
    expect(
      () => new gan.Trainer({ ...made, average: { network: made.model.generator, decay: 0.9 } }),
    ).toThrow('average.network: expected a network of its own');
  });
});
