// What the networks are trained to: losses, each as functions of scores and as the phases of a step.
export { type AdversarialLosses, type AdversarialOptions, adversarial } from './adversarial';
export * from './hinge';
export * from './leastSquares';
export * from './logistic';
export * from './minimax';
export * from './relativistic';
export * from './wasserstein';
