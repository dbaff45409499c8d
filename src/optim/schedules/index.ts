// Learning-rate schedules, with PyTorch's names and numbers.
export { type AnyOptimizer, LRScheduler, type Scheduler, type SchedulerState } from './base';
export { ChainedScheduler, type ChainedState, SequentialLR, type SequentialState } from './composite';
export * from './cosine';
export * from './decays';
export {
  ConstantLR,
  type ConstantOptions,
  type Factor,
  LambdaLR,
  LinearLR,
  type LinearOptions,
  MultiplicativeLR,
} from './factors';
