// Metrics of generators, from the features that a network gives of samples and of real images.
export { type ClassOptions, type ClassReport, classReport } from './classes';
export {
  type ClassifierFeaturesOptions,
  type ClassifierNetwork,
  classifierFeatures,
} from './classifierFeatures';
export { densityCoverage } from './densityCoverage';
export { type EvaluateOptions, evaluate } from './evaluate';
export {
  type ClassValues,
  type Comparison,
  compare,
  type Evaluation,
  type MetricValues,
  type Score,
} from './evaluation';
export { disposeFeatures, type ExtractOptions, extract, type FeatureSet } from './extract';
export { type FeatureCacheOptions, type MeasuredSet, measure, measureOnce } from './featureCache';
export type { Answers, FeatureModule, FeatureNetwork } from './featureNetwork';
export { frechetDistance } from './fid';
export { type ImageSource, noise, type SamplesOptions, samplesOf, sourceOf } from './imageSource';
export { Inception } from './inception';
export { type InceptionScoreOptions, inceptionScore } from './inceptionScore';
export { type InceptionOptions, inceptionFeatures } from './inceptionWeights';
export { type KidOptions, kernelDistance } from './kid';
export { type Memorisation, type MemorisationOptions, memorisation, type NearestPair } from './memorisation';
export { METRIC_NAMES, type MetricName } from './names';
export { nearestPicture } from './nearestPicture';
export type { NetworkInput, ResizeFilter } from './networkInput';
export { type OpenFeaturesOptions, openFeatures } from './openFeatures';
export { type NeighbourOptions, precisionRecall } from './precisionRecall';
export { type Protocol, ProtocolMismatch } from './protocol';
export { randomFeatures } from './randomFeatures';
export { type RelativeFidParts, relativeFid } from './rfid';
export { FEATURE_CARD, type ScriptFeaturesOptions, scriptFeatures } from './scriptFeatures';
export type { Spread } from './spread';
export { type Statistics, statisticsOf } from './statistics';

// The following is for other parts of Tadpole: it is not in the package's declarations.

/** @internal */
export { countsOf } from './classes';
/** @internal */
export { rehearse } from './evaluate';
/** @internal */
export { isEvaluation, scoresOf } from './evaluation';
/** @internal */
export { StoppedElsewhere } from './extract';
/** @internal */
export { disposeSet } from './featureCache';
/** @internal */
export { networkOf } from './featureNetwork';
/** @internal */
export { checkMetricNames } from './names';
/** @internal */
export { checkFeaturesWord } from './openFeatures';
/** @internal */
export { openTogether } from './openTogether';
/** @internal */
export { planOf, requireEnoughForClassifier } from './plan';
/** @internal */
export { requireSameProtocol } from './protocol';
/** @internal */
export { leastImages } from './requirements';
