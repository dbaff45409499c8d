// The pieces of a step update exactly the network they are for, from exactly the gradients they name.
import { gan, type nn, optim, type Tensor, torch } from 'tadpole';
import { images, tinyDiscriminator, tinyGan, weights } from './tiny';

beforeEach(() => torch.manualSeed(0));

const lr = 0.1;

/** A discriminator with plain gradient descent, so that an update is -lr times the gradient. */
function player(): gan.Player {
  torch.manualSeed(3);
  const network = tinyDiscriminator();
  return {
    network,
    parameters: network.parameters(),
    optimizer: new optim.SGD(network.parameters(), { lr }),
  };
}

const loss: gan.LabelLoss = (outputs, targets) =>
  torch
    .sub(outputs, targets as Tensor)
    .square()
    .mean();

/** The change that gradient descent on `loss` would make. */
function descent(network: nn.Module, value: Tensor): number[] {
  const gradients = torch.autograd.grad([value], network.parameters());
  return gradients.flatMap((gradient) => [...(gradient.toTypedArray() as Float32Array)].map((g) => -lr * g));
}

function expectChange(before: number[], after: number[], expected: number[]): void {
  for (const [i, value] of after.entries()) {
    expect(value).toBeCloseTo((before[i] as number) + (expected[i] as number), 5);
  }
}

test('the generator step leaves the frozen discriminator unchanged: weights, gradients and buffers', () => {
  const pair = tinyGan();
  torch.scope(() => {
    const before = weights(pair.discriminator);
    const generatorBefore = weights(pair.generator);
    const judged = pair.discriminator.forward(pair.generator.forward(torch.randn([6, 4])));
    gan.update(pair.generating, gan.logisticGeneratorLoss(judged));
    expect(weights(pair.discriminator)).toEqual(before);
    expect(pair.discriminator.parameters().map((parameter) => parameter.grad)).toEqual(
      before.slice(0, 4).map(() => null),
    );
    expect(weights(pair.generator)).not.toEqual(generatorBefore);
  });
  pair.dispose();
});

test('one combined batch: one update from the mean over both halves', () => {
  torch.scope(() => {
    const judge = player();
    const [reals, fakes] = [images(4, 1), images(4, 2)];
    const before = weights(judge.network);
    const both = judge.network.forward(torch.cat([fakes, reals], 0));
    const targets = torch.tensor([1, 1, 1, 1, 0, 0, 0, 0], { dtype: 'float32' }).reshape([8, 1]);
    const expected = descent(judge.network, loss(both, targets));
    const judgement = gan.updateOnOneBatch(judge, loss, [
      { images: fakes, targets: 1 },
      { images: reals, targets: torch.zeros([4]) },
    ]);
    expect(judgement.outputs.shape).toEqual([8, 1]);
    expectChange(before, weights(judge.network), expected);
  });
});

test('summed gradients: one update from both losses at the same weights', () => {
  torch.scope(() => {
    const judge = player();
    const [reals, fakes] = [images(4, 1), images(4, 2)];
    const before = weights(judge.network);
    const sum = loss(judge.network.forward(reals), 1).add(loss(judge.network.forward(fakes), 0));
    const expected = descent(judge.network, sum);
    const [onReal, onFake] = gan.updateOnSummedGradients(judge, loss, [
      { images: reals, targets: 1 },
      { images: fakes, targets: 0 },
    ]);
    expect(onReal.loss.add(onFake.loss).item()).toBeCloseTo(sum.item() as number, 6);
    expectChange(before, weights(judge.network), expected);
  });
});

test('separate updates: the second one sees the weights that the first one made', () => {
  torch.scope(() => {
    const [one, two] = [player(), player()];
    const [reals, fakes] = [images(4, 1), images(4, 2)];
    gan.update(one, loss(one.network.forward(reals), 1));
    const between = weights(one.network);
    const expected = descent(one.network, loss(one.network.forward(fakes), 0));
    gan.updateSeparately(two, loss, [
      { images: reals, targets: 1 },
      { images: fakes, targets: 0 },
    ]);
    expectChange(between, weights(two.network), expected);
  });
});

test('simultaneous updates: both gradients are taken before either network changes', () => {
  const pair = tinyGan();
  torch.scope(() => {
    const plain = (network: nn.Module): gan.Player => ({
      network,
      parameters: network.parameters(),
      optimizer: new optim.SGD(network.parameters(), { lr }),
    });
    const [generating, judging] = [plain(pair.generator), plain(pair.discriminator)];
    const judged = judging.network.forward(generating.network.forward(torch.randn([6, 4])));
    const dLoss = judged.square().mean();
    const gLoss = judged.sub(1).square().mean();
    const before = [weights(generating.network), weights(judging.network)] as const;
    const g = torch.autograd.grad([gLoss], generating.network.parameters(), { retainGraph: true });
    const d = torch.autograd.grad([dLoss], judging.network.parameters(), { retainGraph: true });
    const change = (gradients: Tensor[]) =>
      gradients.flatMap((gradient) =>
        [...(gradient.toTypedArray() as Float32Array)].map((value) => -lr * value),
      );
    gan.updateSimultaneously([
      { player: judging, loss: dLoss },
      { player: generating, loss: gLoss },
    ]);
    expectChange(before[0], weights(generating.network), change(g));
    expectChange(before[1], weights(judging.network), change(d));
  });
  pair.dispose();
});

test('predict runs in inference mode without a graph and restores the mode', () => {
  const pair = tinyGan();
  torch.scope(() => {
    const latents = torch.randn([5, 4]);
    const fakes = gan.predict(pair.generator, latents);
    expect(fakes.requiresGrad).toBe(false);
    expect(pair.generator.training).toBe(true);
    pair.generator.eval();
    expect(pair.generator.forward(latents).tolist()).toEqual(fakes.tolist());
  });
  pair.dispose();
});
