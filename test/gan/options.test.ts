// Unknown options of training and of drawing images are refused by name.
import { gan } from 'tadpole';
import { images, tinyTrainer } from './tiny';

const latent = { shape: [4], distribution: 'normal' } as const;
const given = (options: object) => options as never;

test.each<[attempt: (pair: gan.Trainer) => unknown, message: string]>([
  [
    (pair) => pair.step(images(8), given({ latent: [] })),
    "step: unknown option 'latent'; did you mean 'latents'?",
  ],
  [(pair) => pair.sample(1, given({ sed: 1 })), "did you mean 'seed'?"],
  [(pair) => pair.sampleSeeds([1], given({ trunc: 1 })), "did you mean 'truncation'?"],
  [(pair) => pair.interpolate([1, 2], 1, given({ close: true })), "did you mean 'closed'?"],
  [
    (pair) => new gan.Watch(pair, images(2), given({ evry: 1 })),
    "Watch: unknown option 'evry'; did you mean 'every'?",
  ],
  [() => gan.r1(given({ wieght: 1 })), "r1: unknown option 'wieght'; did you mean 'weight'?"],
  [() => gan.hinge(given({ penalty: [] })), "did you mean 'penalties'?"],
  [() => gan.drawLatents(latent, 1, given({ devise: 'cpu' })), "did you mean 'device'?"],
  [() => gan.SavedGenerator.load('x.pt', given({ latent_dim: 4 })), "did you mean 'latentDim'?"],
])('%#', (attempt, message) => {
  const pair = tinyTrainer();
  expect(() => attempt(pair)).toThrow(TypeError);
  expect(() => attempt(pair)).toThrow(message);
  pair.dispose();
});
