// The skip networks for square images: their shapes, what the discriminator sees of colours with opacity, and images between classes.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { gan, nn, optim, torch } from 'tadpole';

const { networks } = gan;

// The tensors are small, and threads of tests that run side by side would wait for each other.
torch.setNumThreads(1);
beforeEach(() => torch.manualSeed(0));
const seeded = (seed: number) => new torch.Generator({ seed });

test.each([
  [32, 3, 0],
  [64, 4, 3],
  [128, 1, 0],
  [256, 3, 2],
])('%i x %i of %i channels: from 4 x 4 to the size and back', (size, imageChannels, classes) => {
  torch.scope(() => {
    const options = { size, imageChannels, channels: 4, mostChannels: 16, classes };
    const labels = classes > 0 ? [torch.tensor([0, 1], { dtype: 'int64' })] : [];
    const drawn = new networks.SkipGenerator(8, options).forward(
      torch.randn([2, 8], { generator: seeded(1) }),
      ...labels,
    );
    expect(drawn.shape).toEqual([2, imageChannels, size, size]);
    expect(Number(drawn.abs().max().item())).toBeLessThanOrEqual(1);
    const answers = new networks.SkipDiscriminator(options).forward(drawn, ...labels);
    expect(answers.shape).toEqual([2, 1]);
  });
});

test('widths double from half of the size on, up to the most', () => {
  const discriminator = new networks.SkipDiscriminator({
    size: 64,
    imageChannels: 3,
    channels: 4,
    mostChannels: 12,
  });
  const outputs = discriminator
    .parameters()
    .filter(({ shape }) => shape.length === 4 && shape[2] === 4)
    .map(({ shape }) => shape[0]);
  expect(outputs.toSorted((a, b) => Number(a) - Number(b))).toEqual([4, 8, 12, 12]);
});

test('networks of twice the size, from half as many feature maps, share all but their outermost layers', () => {
  const weights = (size: number, channels: number) => {
    const options = { size, channels, imageChannels: 3, classes: 2 };
    const pair = [new networks.SkipGenerator(8, options), new networks.SkipDiscriminator(options)];
    return pair.map((network) =>
      Object.entries(network.stateDict()).map(([name, { shape }]) => `${name} ${shape}`),
    );
  };
  const small = weights(32, 8);
  const alone = weights(64, 4).map((names, at) => names.filter((name) => !small[at]?.includes(name)));
  const [generator = [], discriminator = []] = alone.map((names) => [
    ...new Set(names.map((name) => name.replace(/(\.\d+)\..*/, '$1'))),
  ]);
  // The block of the new resolution, and the layer to or from the image.
  expect(generator).toEqual(['layers.6', 'layers.7']);
  expect(discriminator).toEqual(['input.0', 'blocks.2']);
});

describe('opacity', () => {
  test('colours are composited on black, where the range is [-1, 1]', () => {
    torch.scope(() => {
      const pixel = (...values: number[]) => torch.tensor(values, { shape: [1, 4, 1, 1] });
      const seen = (...values: number[]) =>
        networks
          .premultiply(pixel(...values))
          .flatten()
          .tolist();
      expect(seen(1, 0, -1, 1)).toEqual([1, 0, -1, 1]);
      expect(seen(1, 0, -1, 0)).toEqual([0, -0.5, -1, 0]);
      expect(seen(1, 0.5, -1, -1)).toEqual([-1, -1, -1, -1]);
    });
  });

  test('the discriminator is blind for hidden colours, and no gradient reaches them', () => {
    torch.scope(() => {
      const discriminator = new networks.SkipDiscriminator({ size: 32, imageChannels: 4, channels: 4 });
      const images = torch.rand([2, 4, 32, 32], { generator: seeded(2) });
      images.narrow(1, 3, 1).fill_(-1);
      const other = images.clone();
      other.narrow(1, 0, 3).fill_(0.7);
      expect(discriminator.forward(other).tolist()).toEqual(discriminator.forward(images).tolist());
      images.requiresGrad = true;
      discriminator.forward(images).sum().backward();
      const { grad } = images;
      expect(grad?.narrow(1, 0, 3).abs().max().item()).toBe(0);
      expect(grad?.narrow(1, 3, 1).abs().max().item()).toBeGreaterThan(0);
    });
  });
});

describe('between classes', () => {
  /** Three classes, whose one-hot codes or embeddings are the input of a layer. */
  class Conditional extends nn.Module {
    layer = new nn.Linear(6, 16);
    embedding = new nn.Embedding(3, 3);

    constructor(private readonly embeds: boolean) {
      super();
    }

    forward(latents: torch.Tensor, labels: torch.Tensor): torch.Tensor {
      const code = this.embeds
        ? this.embedding.forward(labels)
        : torch.oneHot(labels, 3).to(latents.dtype).mul(2);
      return this.layer
        .forward(torch.cat([latents, code], 1))
        .reshape([-1, 1, 4, 4])
        .tanh();
    }
  }

  /** Uses the class as a number. */
  class Counting extends nn.Module {
    layer = new nn.Linear(3, 16);

    forward(latents: torch.Tensor, labels: torch.Tensor): torch.Tensor {
      return this.layer.forward(latents.add(labels.unsqueeze(1))).reshape([-1, 1, 4, 4]);
    }
  }

  class Judge extends nn.Module {
    layer = new nn.Linear(16, 1);

    forward(images: torch.Tensor): torch.Tensor {
      return this.layer.forward(images.flatten(1));
    }
  }

  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tadpole-between-'));
  afterAll(() => fs.rmSync(folder, { recursive: true }));

  function saved(generator: nn.Module): gan.SavedGenerator {
    const discriminator = new Judge();
    const trainer = new gan.Trainer({
      model: {
        generator,
        discriminator,
        latent: { shape: [3], distribution: 'normal' },
        image: { shape: [1, 4, 4] },
        classes: ['a', 'b', 'c'],
      },
      optimizers: {
        generator: new optim.SGD(generator.parameters()),
        discriminator: new optim.SGD(discriminator.parameters()),
      },
    });
    const file = path.join(folder, 'generator.pt');
    trainer.saveGenerator(file);
    return gan.SavedGenerator.load(file);
  }

  test.each([
    ['embeddings', true],
    ['one-hot codes', false],
  ])('%s: whole weight on a class is that class, half and half lies between', (_, embeds) => {
    torch.scope(() => {
      const network = new Conditional(embeds);
      const generator = saved(network);
      const latents = torch.randn([1, 3], { generator: seeded(3) }).expand([3, 3]);
      const weights = torch.tensor([0, 1, 0, 0, 0.5, 0.5, 0, 0, 1], { shape: [3, 3] });
      const [b, middle, c] = generator.generateBetween(latents, weights).unbind(0) as torch.Tensor[];
      const whole = generator.generate(latents, { classes: ['b', 'b', 'c'] });
      expect(b?.allclose(whole.at(0) as torch.Tensor, 1e-5, 1e-6)).toBe(true);
      expect(c?.allclose(whole.at(2) as torch.Tensor, 1e-5, 1e-6)).toBe(true);
      // Before the tanh, the layer is linear in the code.
      const mean = (b as torch.Tensor)
        .atanh()
        .add((c as torch.Tensor).atanh())
        .div(2);
      expect((middle as torch.Tensor).atanh().allclose(mean, 1e-3, 1e-4)).toBe(true);
      generator.dispose();
    });
  });

  test('a generator that does something else with the class says so; weights must be a row per latent', () => {
    const generator = saved(new Counting());
    torch.scope(() => {
      const latents = torch.zeros([2, 3]);
      expect(() => generator.generateBetween(latents, torch.zeros([2, 3]))).toThrow(
        /has no images between classes: it uses the class in aten::/,
      );
      expect(() => generator.generateBetween(latents, torch.zeros([2, 2]))).toThrow(
        /weights: expected \[2, 3\], one per latent and class, got \[2, 2\]/,
      );
    });
    generator.dispose();
  });

  test('a path leads from stop to stop in even steps, and back where it is closed', () => {
    torch.scope(() => {
      expect(gan.classPath([2, 0], 3, 1, false).tolist()).toEqual([
        [0, 0, 1],
        [0.5, 0, 0.5],
        [1, 0, 0],
      ]);
      expect(gan.classPath([0, 1], 2, 1, true).tolist()).toEqual([
        [1, 0],
        [0.5, 0.5],
        [0, 1],
        [0.5, 0.5],
      ]);
      expect(gan.classPath([1, 1], 2, 1, false).tolist()).toEqual([
        [0, 1],
        [0, 1],
        [0, 1],
      ]);
    });
  });
});
