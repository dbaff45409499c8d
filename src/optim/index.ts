// Optimizers, gradient clipping and learning-rate schedules.
export { Adadelta, type AdadeltaOptions } from './adadelta';
export { Adagrad, type AdagradOptions } from './adagrad';
export { Adam, type AdamOptions, AdamW } from './adam';
export { type ClipNormOptions, clipGradNorm_, clipGradValue_ } from './clip';
export {
  type BaseOptions,
  type FullGroup,
  Optimizer,
  type OptimizerState,
  type ParamGroup,
  type ParamState,
} from './optimizer';
export { RMSprop, type RMSpropOptions } from './rmsprop';
export * as lrScheduler from './schedules';
export { SGD, type SGDOptions } from './sgd';
