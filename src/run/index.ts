// Runs: training a recipe in a folder, with its configuration, events, pictures and checkpoints.

export { Interrupted } from '../errors';
export type { Warn } from '../warn';
export { writeTensorBoard } from './board';
export {
  type LoadCheckpointOptions,
  listCheckpoints,
  loadLatestCheckpoint,
  readCheckpoint,
  saveCheckpoint,
} from './checkpoint';
export { type RunConfig, readConfig } from './config';
export type { Best, RunScores } from './evaluating';
export { EventLog, type RunEvent, readEvents } from './events';
export { RunFolder } from './folder';
export type { RunControl, RunHooks } from './following';
export type { OpenOptions } from './opening';
export { bestOf, overviewOf, type RunOverview } from './overview';
export type { RunRequest } from './prepare';
export type {
  CreateOptions,
  DataFacts,
  Milestone,
  Recipe,
  RecipeChoices,
  RecipeData,
  RecipeImageShape,
  RecipeOutput,
  RecipePreset,
  RunMetric,
  RunPlace,
  Schedule,
  SettingFacts,
} from './recipe';
export type { OnTrouble } from './rollback';
export { Session } from './session';
export { type RunState, type RunStatus, readStatus } from './status';
export { type RunOptions, type RunResult, train } from './train';

// The following is for other parts of Tadpole: it is not in the package's declarations.

/** @internal */
export { isRunFolder } from '../places';
/** @internal */
export { warnOnConsole } from '../warn';
/** @internal */
export { checkSameConfig } from './config';
/** @internal */
export { rewindEvents } from './events';
/** @internal */
export { readJson, stepName, stepOf, writeJson } from './folder';
/** @internal */
export { Follower } from './follower';
/** @internal */
export { NOTHING_CHANGED, NOTHING_WRITTEN } from './opening';
/** @internal */
export { realsFor } from './reals';
/** @internal */
export { type DataPlace, dataOf, dataOfRun, folderOfRun, heldOutOf, labelledOf } from './runData';
/** @internal */
export { trainerState } from './savedState';
/** @internal */
export { streamSeed } from './seeds';
/** @internal */
export { StatusFile, stateOf } from './status';
/** @internal */
export { type Persistence, type Task, Tolerance, writeAll } from './tolerance';
