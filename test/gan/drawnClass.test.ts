// A generator that draws the class itself: which latents give which class, and the labels for the discriminator.
import { gan, nn, type Tensor, torch } from 'tadpole';
import { images, tinyTrainer } from './tiny';

const CLASSES = 3;

/** (latents [N, 1], labels) -> images whose every pixel is the label. */
class LabelImages extends nn.Module {
  scale = new nn.Linear(1, 1);

  forward(latents: Tensor, labels: Tensor): Tensor {
    const value = labels.to('float32').add(this.scale.forward(latents).reshape([-1]).mul(0));
    return value.reshape([-1, 1, 1, 1]).expand([-1, 1, 4, 4]);
  }
}

/** Remembers the labels that it was given. */
class Listening extends nn.Module {
  layer = new nn.Linear(16, 1);
  readonly heard: number[][] = [];

  forward(shown: Tensor, labels: Tensor): Tensor {
    this.heard.push(labels.tolist() as number[]);
    return this.layer.forward(shown.reshape([-1, 16]));
  }
}

test('the largest of the last latent values is the class, and all classes come equally often', () => {
  torch.scope(() => {
    const latents = torch.tensor([9, 0, 1, 2, 9, 3, 1, 2], { shape: [2, 4] });
    expect(gan.networks.drawnClass(latents, 3).tolist()).toEqual([2, 0]);
    const drawn = gan.networks.drawnClass(
      gan.seededLatents({ shape: [9], distribution: 'normal' }, 6000, 1),
      3,
    );
    for (const count of drawn.bincount().tolist() as number[]) {
      // Five standard deviations of a binomial with p = 1 / 3.
      expect(Math.abs(count - 2000)).toBeLessThan(5 * Math.sqrt((6000 * 2) / 9));
    }
  });
});

test('the network gets the other latent values and the class', () => {
  torch.scope(() => {
    const generator = new gan.networks.DrawnClassGenerator(new LabelImages(), CLASSES);
    const latents = torch.tensor([5, 0, 0, 7, 5, 7, 0, 0], { shape: [2, 4] });
    expect(generator.forward(latents).select(1, 0).select(1, 0).select(1, 0).tolist()).toEqual([2, 0]);
  });
});

test('latents grow by a value per class, where they are flat', () => {
  expect(gan.networks.withDrawnClass({ shape: [64], distribution: 'normal' }, 10).shape).toEqual([74]);
  expect(() => gan.networks.withDrawnClass({ shape: [64, 1, 1], distribution: 'normal' }, 10)).toThrow(
    'latent.shape: expected one number',
  );
});

test('the discriminator is told the labels of the reals and the drawn classes of the fakes; the generator takes latents only', () => {
  const discriminator = new Listening();
  const generator = new gan.networks.DrawnClassGenerator(new LabelImages(), CLASSES);
  const trainer = tinyTrainer({
    model: {
      generator,
      discriminator,
      latent: { shape: [1 + CLASSES], distribution: 'normal' },
      image: { shape: [1, 4, 4], range: [-1, 1] },
      drawnClasses: CLASSES,
    },
  });
  torch.scope(() => {
    const latents = torch.tensor([0, 1, 0, 0, 0, 0, 0, 1], { shape: [2, 4] });
    const labels = torch.tensor([1, 1], { dtype: 'int64' });
    trainer.step({ images: images(2), labels }, { latents });
  });
  expect(discriminator.heard).toEqual([
    [1, 1],
    [0, 2],
    [0, 2],
  ]);
  expect(trainer.classes).toEqual([]);
  expect(trainer.sample(3).shape).toEqual([3, 1, 4, 4]);
  expect(() => trainer.step(images(2))).toThrow('labels: expected a class for each of 2 images');
  trainer.dispose();
});

test.each([4, 1.5, -1])('refuses %p classes drawn from 4 latent values', (drawnClasses) => {
  const model = {
    generator: new nn.Linear(4, 16),
    discriminator: new nn.Linear(16, 1),
    latent: { shape: [4], distribution: 'normal' },
    image: { shape: [16] },
    drawnClasses,
  } as const;
  expect(() => tinyTrainer({ model })).toThrow(
    'drawnClasses: expected a whole number below the 4 latent values',
  );
});
