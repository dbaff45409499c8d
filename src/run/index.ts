// Run folders: configuration, events and checkpoints of a training run.
export { type LoadCheckpointOptions, loadLatestCheckpoint, saveCheckpoint } from './checkpoint';
export { checkSameConfig, type RunConfig, readConfig } from './config';
export { EventLog, type RunEvent, readEvents, rewindEvents } from './events';
export { RunFolder, readJson, stepName, writeJson } from './folder';
export { makeFolder } from './makeFolder';
export { type Persistence, type Task, Tolerance, writeAll } from './tolerance';
export { type Warn, warnOnConsole } from './warn';
