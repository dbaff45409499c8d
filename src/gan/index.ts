// Adversarial training: models, phases, the trainer and its loop, losses, penalties, sampling.
export type { Augmentation } from './augmentation';
export * as augmentations from './augmentations';
export {
  AdaptiveAugmentation,
  type AdaptiveOptions,
  ada,
  type DiffAugmentOptions,
  diffAugment,
} from './augmentations';
export { WeightAverage } from './average';
export type { Batch, ImageSpec } from './batch';
export { type GeneratorCard, readCard } from './card';
export { classPath } from './classMixture';
export { type Directions, type DirectionsOptions, moveAlong, principalDirections } from './directions';
export type { Draw } from './draw';
export { NotFiniteError } from './finite';
export { ImageSampler, type SampleOptions } from './imageSampler';
export { interpolateLatents } from './interpolation';
export { type ClassChoice, labelsOf } from './labels';
export {
  checkLatents,
  drawLatents,
  type LatentDistribution,
  type LatentSpec,
  latentsOfSeeds,
  seededLatents,
} from './latent';
export { latentPlane } from './latentPlane';
export type { Model, ModelSpec, NetworkName } from './model';
export * as networks from './networks';
export * from './objectives';
export type { Clip, Optimizer, Schedules } from './optimizers';
export {
  gradientPenalty,
  interpolatedGradientPenalty,
  type Penalty,
  type PenaltyOptions,
  penalty,
  penaltyPhase,
  r1,
  r2,
} from './penalties';
export {
  type BackwardOptions,
  type FakesOptions,
  type Objective,
  type Phase,
  type PhaseContext,
  type PhaseLosses,
  repeat,
} from './phase';
export { predict } from './predict';
export { type LoadGeneratorOptions, SavedGenerator } from './savedGenerator';
export { cosine, halfLife, linear, type Moment, type Scheduled, valueAt } from './schedule';
export { Shown, type ShownPair } from './shown';
export type { HasStateDict, Stateful, StateMap } from './state';
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
export { type Progress, type StepOptions, Trainer, type TrainerOptions } from './trainer';
export {
  type Finding,
  type Measurements,
  type Trouble,
  Watch,
  type WatchOptions,
  type WatchState,
} from './watch';

// The following is for other parts of Tadpole: it is not in the package's declarations.

/** @internal */
export { CARD_NAME } from './card';
/** @internal */
export { requireFiniteWeights } from './finite';
/** @internal */
export { classesOf, classNumber } from './labels';
/** @internal */
export { type LatentPlan, plannedLatents } from './latentPlan';
/** @internal */
export { drawApart } from './ranks';
/** @internal */
export { openScript } from './savedGenerator';
/** @internal */
export { StateRegistry } from './state';
