// Networks and their blocks, for generators and discriminators.
export { ConditionedLatent } from './conditionedLatent';
export { DrawnClassGenerator, drawnClass, withDrawnClass } from './drawnClass';
export { premultiply } from './opacity';
export { ProjectionHead } from './projectionHead';
export {
  ResidualDiscriminator,
  type ResidualDiscriminatorOptions,
  ResidualGenerator,
  type ResidualNetworkOptions,
} from './residual';
export { ResidualBlock, type ResidualBlockOptions } from './residualBlock';
export { SkipDiscriminator, SkipGenerator, type SkipNetworkOptions } from './skip';
export { DownBlock, UpBlock } from './skipBlocks';
export { DiscriminatorStage, GeneratorStage, type StageOptions } from './stages';
export { ACTIVATION_GAIN, initialize_, NEGATIVE_SLOPE, residualGain, type Weighted } from './variance';
