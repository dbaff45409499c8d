// Runs: training a recipe in a folder, with its configuration, events, pictures and checkpoints.

export { Interrupted } from '../errors';
export { isRunFolder } from '../places';
export { type Warn, warnOnConsole } from '../warn';
export {
  type LoadCheckpointOptions,
  listCheckpoints,
  loadLatestCheckpoint,
  readCheckpoint,
  saveCheckpoint,
} from './checkpoint';
export { checkSameConfig, type RunConfig, readConfig } from './config';
export type { Best, RunScores } from './evaluating';
export { EventLog, type RunEvent, readEvents, rewindEvents } from './events';
export { RunFolder, readJson, stepName, writeJson } from './folder';
export { Follower } from './follower';
export type { RunControl, RunHooks } from './following';
export { NOTHING_CHANGED, NOTHING_WRITTEN, type OpenOptions } from './opening';
export type { RunRequest } from './prepare';
export { realsFor } from './reals';
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
export { type DataPlace, dataOf, dataOfRun, folderOfRun, heldOutOf, labelledOf } from './runData';
export { trainerState } from './savedState';
export { streamSeed } from './seeds';
export { Session } from './session';
export { type RunState, type RunStatus, readStatus, StatusFile, stateOf } from './status';
export { type Persistence, type Task, Tolerance, writeAll } from './tolerance';
export { type RunOptions, type RunResult, train } from './train';
