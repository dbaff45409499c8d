// Class-conditional models: labels of batches, classes of samples, and resuming.
import { gan, nn, optim, type Tensor, torch } from 'tadpole';
import { expectExactResume } from './resume';
import { images, TinyBatches, tinyTrainer } from './tiny';

describe('classes', () => {
  class Conditional extends nn.Module {
    embedding: nn.Embedding;
    layer: nn.Linear;
    constructor(inputs: number, outputs: number) {
      super();
      this.embedding = new nn.Embedding(3, 4);
      this.layer = new nn.Linear(inputs + 4, outputs);
    }
    forward(values: Tensor, labels: Tensor): Tensor {
      return this.layer.forward(torch.cat([values.flatten(1), this.embedding.forward(labels)], 1));
    }
  }

  const trainer = (classes = ['ant', 'bee', 'cat']): gan.Trainer => {
    const [generator, discriminator] = [new Conditional(4, 16), new Conditional(16, 1)];
    const adam = (network: nn.Module) => new optim.Adam(network.parameters());
    return new gan.Trainer({
      model: {
        generator,
        discriminator,
        latent: { shape: [4], distribution: 'normal' },
        image: { shape: [1, 4, 4] },
        classes,
      },
      optimizers: { generator: adam(generator), discriminator: adam(discriminator) },
      objective: gan.hinge({ penalties: [gan.r1()] }),
      random: new torch.Generator({ seed: 1 }),
    });
  };

  /** Images whose class is the batch's number, and the next ones. */
  class Labelled extends TinyBatches {
    override next(): never {
      const labels = [0, 1, 2, 3].map((index) => (index + this.state().drawn) % 3);
      return { images: super.next(), labels: torch.tensor(labels, { dtype: 'int64' }) } as never;
    }
  }

  test('both networks get the classes of the reals, and a run resumes exactly', async () => {
    await expectExactResume(() => ({ trainer: trainer(), batches: new Labelled() }));
  });

  test('samples are of the classes that are asked for, by name or number; of all in turn by default', () => {
    const pair = trainer();
    torch.scope(() => {
      const of = (classes?: gan.ClassChoice) => pair.sample(6, { seed: 3, classes });
      const turns = of();
      expect(of([0, 1, 2]).equal(turns)).toBe(true);
      expect(of(['ant', 'bee', 'cat']).equal(turns)).toBe(true);
      const bees = of('bee');
      expect(bees.at(1).equal(turns.at(1))).toBe(true);
      expect(bees.at(0).equal(turns.at(0))).toBe(false);
      expect(() => of('bea')).toThrow("there is no class 'bea'");
      expect(() => of(3)).toThrow('there is no class 3');
    });
    pair.dispose();
  });

  test('an accent may be written as one character or as a character of its own; spaces around do not count', () => {
    const [composed, apart] = ['Bär', 'Bär'].map((name, form) => name.normalize(form === 0 ? 'NFC' : 'NFD'));
    const pair = trainer([` ${composed}`, 'bee', 'cat']);
    torch.scope(() => {
      expect(pair.sample(2, { classes: apart }).equal(pair.sample(2, { classes: composed }))).toBe(true);
    });
    pair.dispose();
  });

  test('batches without labels, or with labels that do not fit, are refused', () => {
    const pair = trainer();
    torch.scope(() => {
      expect(() => pair.step(images(2))).toThrow('labels: expected a class for each of 2 images, got none');
      const labels = torch.zeros([3], { dtype: 'int64' });
      expect(() => pair.step({ images: images(2), labels })).toThrow(
        'labels: expected int64 of shape [2], got int64 [3]',
      );
    });
    pair.dispose();
  });

  test('a model without classes ignores labels and cannot choose by class', () => {
    const pair = tinyTrainer();
    torch.scope(() => {
      pair.step({ images: images(2), labels: torch.zeros([2], { dtype: 'int64' }) });
      expect(() => pair.sample(2, { classes: 0 })).toThrow('classes: the model has none');
    });
    pair.dispose();
  });
});
