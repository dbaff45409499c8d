// What our own recipes train with: Adam, whose step sizes fall along half a cosine.
import { cosine, type TrainerOptions } from '../gan';
import type * as nn from '../nn';
import * as optim from '../optim';

/** Settings of Adam. */
interface AdamSettings {
  beta1: number;
  beta2: number;
}

/** Settings of the fall of both step sizes. */
interface FallSettings {
  discriminatorLearningRate: number;
  generatorLearningRate: number;
  /** Fraction of both that is left at the end. */
  finalRate: number;
  /** Images over which they fall. */
  fallOver: number;
}

export function adam(network: nn.Module, lr: number, { beta1, beta2 }: AdamSettings): optim.Adam {
  return new optim.Adam(network.parameters(), { lr, betas: [beta1, beta2] });
}

export function fallingRates(settings: FallSettings): TrainerOptions['schedules'] {
  const { discriminatorLearningRate, generatorLearningRate, finalRate, fallOver } = settings;
  const falling = (lr: number) => ({ lr: cosine(lr, finalRate * lr, fallOver) });
  return { generator: falling(generatorLearningRate), discriminator: falling(discriminatorLearningRate) };
}
