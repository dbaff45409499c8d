// digits-mxnet: initial weights, fixed gammas, Adam, labels, data and output.
import { type gan, nn, type optim, recipes, torch } from 'tadpole';
import { batchPictures } from './pictures';

beforeEach(() => torch.manualSeed(0));

const recipe = recipes['digits-mxnet'];

describe('the networks', () => {
  let pair: gan.Trainer;
  beforeAll(() => {
    pair = recipe.create({ seed: 1 });
  });
  afterAll(() => pair.dispose());

  test('weights are N(0, 0.02), nothing has a bias', () => {
    for (const network of [pair.generator, pair.discriminator]) {
      const convolutions = network
        .children()
        .filter((layer) => layer instanceof nn.Conv2d || layer instanceof nn.ConvTranspose2d);
      expect(convolutions).toHaveLength(5);
      for (const { weight, bias } of convolutions) {
        expect(bias).toBeNull();
        torch.scope(() => expect(weight.std().item()).toBeCloseTo(0.02, 3));
      }
    }
  });

  test('batch norm: gamma 1 and not learned, beta 0 and learned, epsilon 1e-5 + 1e-12, momentum 0.1', () => {
    const norms = [pair.generator, pair.discriminator].flatMap((network) =>
      network.children().filter((layer) => layer instanceof nn.BatchNorm2d),
    );
    expect(norms).toHaveLength(7);
    for (const norm of norms) {
      expect(norm).toMatchObject({ eps: 1e-5 + 1e-12, momentum: 0.1 });
      expect(norm.namedParameters().map(([key]) => key)).toEqual(['bias']);
      torch.scope(() => {
        expect(norm.weight?.sub(1).abs().max().item()).toBe(0);
        expect(norm.bias?.abs().max().item()).toBe(0);
      });
    }
  });

  test('both learn by Adam: rate 2e-4, betas 0.5 and 0.999, epsilon 1e-8 outside the bias correction', () => {
    for (const optimizer of Object.values(pair.optimizers)) {
      expect((optimizer as optim.Adam).paramGroups[0]).toMatchObject({
        lr: 2e-4,
        betas: [0.5, 0.999],
        eps: 1e-8,
        epsilonPlacement: 'keras',
      });
    }
  });
});

test('D learns 0 for fakes and 1 for reals, apart; G is told that the same fakes are real', () => {
  const overrides = { discriminatorLearningRate: 1e-30, generatorLearningRate: 1e-30 };
  const pair = recipe.create({ seed: 1, overrides });
  torch.scope(() => {
    const latents = torch.randn([2, 100, 1, 1]);
    const real = torch.rand([2, 3, 64, 64]).mul_(2).sub_(1);
    const judge = (images: typeof real) => torch.noGrad(() => pair.discriminator.forward(images));
    const onFakes = judge(torch.noGrad(() => pair.generator.forward(latents)));
    const onReals = judge(real);
    const { dLoss, gLoss } = pair.step(real, { latents: [latents] });
    const wanted = torch.softplus(onFakes).mean().add(torch.softplus(onReals.neg()).mean());
    expect(dLoss).toBeCloseTo(Number(wanted.item()), 4);
    expect(gLoss).toBeCloseTo(Number(torch.softplus(onFakes.neg()).mean().item()), 4);
  });
  pair.dispose();
});

test('one epoch of all 70 000 digits, shuffled once, resized and copied to three channels', () => {
  expect(recipe.resolve()).toMatchObject({ steps: Math.ceil(70_000 / 64), batchSize: 64 });
  expect(recipe.data).toMatchObject({ dataset: 'mnist', split: 'all', order: 'shuffledOnce', resize: true });
  expect(recipe.imageShape).toEqual([3, 64, 64]);
  expect(recipe.valueRange).toEqual([-1, 1]);
});

test('lines and pictures are those of the tutorial, every 50 batches', () => {
  const record = { step: 1095, images: 1095 * 64, seconds: 1, dLoss: 0.5, gLoss: 1.25 };
  expect(recipe.resolve()).toMatchObject({ logEvery: 50, sampleEvery: 50 });
  expect(recipe.output.line(record, 70_000)).toMatch(/^epoch: 1 iter: 1 /);
  const [[file, size] = []] = batchPictures(recipe, 50, 4);
  expect(file).toBe('images/fakes-beside-reals-50.png');
  // Two grids of 2 x 2 images side by side.
  expect(Number(size?.split(' x ')[0])).toBeGreaterThan(4 * 64);
});
