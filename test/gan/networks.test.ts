// The residual networks start as R3GAN's do, fit their images and classes, and train, sample and save.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { gan, nn, optim, type Tensor, torch } from 'tadpole';
import { expectExactResume } from './resume';

const { networks } = gan;

// The tensors are small, and threads of tests that run side by side would wait for each other.
torch.setNumThreads(1);
const seeded = (seed: number) => new torch.Generator({ seed });

const deviation = (tensor: Tensor): number => Number(tensor.detach().std(false).item());

describe('initial weights', () => {
  test('a block starts as the identity', () => {
    torch.scope(() => {
      const x = torch.randn([2, 4, 5, 5], { generator: seeded(1) });
      for (const options of [{}, { expansion: 2, groups: 2 }]) {
        expect(new networks.ResidualBlock(4, options).forward(x).equal(x)).toBe(true);
      }
    });
  });

  test.each([
    ['two layers', {}, 2, 1 / 2],
    ['three layers', { expansion: 2, groups: 4 }, 3, 1 / 4],
  ] as const)(
    '%s: scaled by the number of blocks and the gain of the activation',
    (_, options, count, power) => {
      torch.scope(() => {
        const block = new networks.ResidualBlock(64, { ...options, blocks: 16, generator: seeded(2) });
        expect(block.layers).toHaveLength(count);
        const gain = Math.sqrt(2 / 1.04) * 16 ** -power;
        for (const layer of block.layers.slice(0, -1)) {
          const [fanIn] = nn.init.fans(layer.weight);
          expect(deviation(layer.weight) * Math.sqrt(fanIn)).toBeCloseTo(gain, 1);
          expect(layer.bias?.abs().max().item()).toBe(0);
        }
      });
    },
  );

  test('the signal keeps its variance from one end of a deep network to the other', () => {
    torch.scope(() => {
      const options = { imageShape: [3, 32, 32] as const, channels: [32, 32, 32, 32], depth: 2 };
      const generator = new networks.ResidualGenerator(32, { ...options, generator: seeded(3) });
      const made = generator.forward(torch.randn([4, 32], { generator: seeded(4) }));
      // Bilinear enlargement averages neighbours, which are independent at the beginning.
      expect(deviation(made)).toBeGreaterThan(0.3);
      expect(deviation(made)).toBeLessThan(1.5);
    });
  });
});

describe.each([
  ['32 x 32, colour', [3, 32, 32], [24, 16, 8, 8], 0],
  ['32 x 32 with alpha and classes', [4, 32, 32], [24, 16, 8, 8], 3],
  ['28 x 28 from 7 x 7, classes', [1, 28, 28], [16, 8, 8], 10],
  ['64 x 32', [3, 64, 32], [16, 8, 8], 0],
  ['a single stage', [1, 4, 4], [8], 2],
] as const)('%s', (_, imageShape, channels, classes) => {
  const options = { imageShape, channels, classes, depth: 1 };

  test('both networks fit', () => {
    torch.scope(() => {
      const labels = classes > 0 ? [torch.randint(classes, [6], { dtype: 'int64' })] : [];
      const generator = new networks.ResidualGenerator(12, options);
      const made = generator.forward(torch.randn([6, 12]), ...labels);
      expect(made.shape).toEqual([6, ...imageShape]);
      const discriminator = new networks.ResidualDiscriminator({ ...options, minibatchGroup: 3 });
      const scores = discriminator.forward(made, ...labels);
      expect(scores.shape).toEqual([6, 1]);
      scores.sum().backward();
      for (const network of [generator, discriminator]) {
        const without = network.namedParameters().filter(([, parameter]) => parameter.grad === null);
        expect(without).toEqual([]);
      }
    });
  });
});

test('a size that stages cannot reach is refused', () => {
  const options = { imageShape: [3, 36, 36] as const, channels: [8, 8, 8, 8] };
  expect(() => new networks.ResidualGenerator(8, options)).toThrow(
    'ResidualGenerator: channels: 4 stages halve the image 3 times, which [3, 36, 36] does not allow',
  );
  expect(() => new networks.ResidualDiscriminator({ ...options, channels: [] })).toThrow('0 stages');
});

describe('trained with everything: relativistic, R1 and R2, classes, augmentation, average', () => {
  class Pictures implements gan.BatchSource {
    private drawn = 0;
    next() {
      this.drawn += 1;
      const generator = seeded(this.drawn);
      return {
        images: torch.empty([4, 3, 8, 8]).uniform_(-1, 1, { generator }),
        labels: torch.randint(3, [4], { dtype: 'int64', generator }),
      };
    }
    state() {
      return { drawn: this.drawn };
    }
    loadState({ drawn }: { drawn: number }): void {
      this.drawn = drawn;
    }
  }

  const trainer = (precision: 'fp32' | 'bf16'): gan.Trainer => {
    const options = { imageShape: [3, 8, 8] as const, channels: [12, 8], classes: 3, expansion: 2 };
    const make = () => new networks.ResidualGenerator(6, options).to({ memoryFormat: 'channelsLast' });
    const [generator, average] = [make(), make()];
    const discriminator = new networks.ResidualDiscriminator({ ...options, minibatchGroup: 2 });
    const adam = (network: nn.Module) => new optim.Adam(network.parameters(), { lr: 1e-3, betas: [0, 0.99] });
    return new gan.Trainer({
      model: {
        generator,
        discriminator: discriminator.to({ memoryFormat: 'channelsLast' }),
        latent: { shape: [6], distribution: 'normal' },
        image: { shape: [3, 8, 8] },
        classes: ['ant', 'bee', 'cat'],
      },
      optimizers: { generator: adam(generator), discriminator: adam(discriminator) },
      objective: gan.relativistic({ penalties: [gan.r1({ weight: 0.1 }), gan.r2({ weight: 0.1 })] }),
      augmentation: gan.ada({ probability: 0.5, interval: 1, speed: 20 }),
      average: { network: average, decay: gan.halfLife(20, 0.5) },
      random: seeded(1),
      precision,
    });
  };

  test.each(['fp32', 'bf16'] as const)('%s resumes exactly', async (precision) => {
    await expectExactResume(() => ({ trainer: trainer(precision), batches: new Pictures() }), 5, 2);
  });

  test('the saved generator draws what the network draws, for each class', () => {
    const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'tadpole-networks-')), 'generator.pt');
    const pair = trainer('fp32');
    torch.scope(() => {
      pair.checkNetworks();
      pair.step(new Pictures().next());
      pair.saveGenerator(file);
      const saved = gan.SavedGenerator.load(file);
      const drawn = saved.sample(5, { seed: 2, classes: 'bee' });
      expect(
        drawn
          .sub(pair.sample(5, { seed: 2, classes: 'bee' }))
          .abs()
          .max()
          .item(),
      ).toBeLessThan(1e-4);
      expect(drawn.equal(saved.sample(5, { seed: 2, classes: 'cat' }))).toBe(false);
      saved.dispose();
    });
    pair.dispose();
    fs.rmSync(path.dirname(file), { recursive: true });
  });
});
