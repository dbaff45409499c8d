// Penalties on the discriminator's gradients in its input images, every step or lazily.
export * from './gradientPenalty';
export { addPenalties, type Penalty, type PenaltyOptions, penalty, penaltyPhase } from './penalty';
export * from './zeroCentred';
