// Several processes that train together: joining their group, collective operations, and what each has of a batch.
export { requireSameState, requireSameValues } from './agreement';
export {
  allGather,
  allReduce,
  anyOf,
  barrier,
  broadcast,
  exchange,
  fromFirst,
  type Reduction,
  sum,
  sumGradients,
  tensorsFromFirst,
} from './collectives';
export { DistError } from './errors';
export { GradientSums, type GradientSumsOptions, type Travelled } from './gradientSums';
export { currentGroup, type Group, type JoinOptions, join, leave, rank, size } from './group';
export { MEETING_FILE, type Place, placeOf } from './launch';
export { ownDevice, setOwnThreads } from './machine';
export { measureAllReduce, type Timing } from './measure';
export { joinShares, type Share, shareOf } from './share';
export { isTogether, sharedOut, together } from './together';

// The following is for other parts of Tadpole: it is not in the package's declarations.

/** @internal */
export { onGroupChange } from './group';
