// Adversarial training: the Gan wrapper, losses, the pieces of a step, the training loop.
export { WeightAverage } from './average';
export { CARD_NAME, type GeneratorCard } from './card';
export { NotFiniteError, requireFiniteWeights } from './finite';
export {
  Gan,
  type GanOptions,
  type GanState,
  type Step,
  type StepInputs,
  type StepOptions,
} from './gan';
export { ImageSampler, type SampleOptions } from './imageSampler';
export { interpolateLatents } from './interpolation';
export {
  checkLatents,
  drawLatents,
  type LatentDistribution,
  type LatentSpec,
  latentsOfSeeds,
  seededLatents,
} from './latent';
export { logisticStep } from './logisticStep';
export * from './losses';
export { type LoadGeneratorOptions, SavedGenerator } from './savedGenerator';
export type { Losses, LossTensors } from './stepLosses';
export {
  type BatchImages,
  type BatchSource,
  type StepRecord,
  type TrainHooks,
  type TrainOptions,
  type TrainProgress,
  type TrainResult,
  train,
} from './train';
export * from './updates';
export { type Finding, type Look, type Trouble, Watch, type WatchOptions, type WatchState } from './watch';
