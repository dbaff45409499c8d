// Differentiable augmentations of the discriminator's inputs.
export { AdaptiveAugmentation, type AdaptiveOptions, type AdaptiveState, ada } from './adaptive';
export { type AffineMap, sampleAffine } from './affine';
export { type ColourChange, changeColour } from './colour';
export { type DiffAugmentOptions, type DiffAugmentPart, diffAugment } from './diffAugment';
export type { Strengths } from './transforms';
export { cutOut, type Squares, translate } from './translate';
