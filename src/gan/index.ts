// Adversarial training: the Gan wrapper, losses, the pieces of a step, the training loop.
export { WeightAverage } from './average';
export {
  CARD_NAME,
  Gan,
  type GanOptions,
  type GeneratorCard,
  type Losses,
  type LossTensors,
  type Step,
  type StepInputs,
} from './gan';
export { checkLatents, drawLatents, type LatentDistribution, type LatentSpec, seededLatents } from './latent';
export { logisticStep } from './logisticStep';
export * from './losses';
export { type LoadGeneratorOptions, SavedGenerator } from './savedGenerator';
export {
  type BatchSource,
  type StepRecord,
  type TrainHooks,
  type TrainOptions,
  type TrainProgress,
  type TrainResult,
  train,
} from './train';
export * from './updates';
