// Checkpoints: a nested state of tensors and plain values as a safetensors file and a JSON file, with their checksums.
import fs from 'node:fs';
import path from 'node:path';
import { TadpoleError } from '../errors';
import { makeFolder, WriteError, writeFolderAtomically } from '../io';
import { checkWhole } from '../options';
import { checkPath, type Tensor, torch } from '../torch';
import { type Warn, warnOnConsole } from '../warn';
import { verifyChecksums, writeChecksums } from './checksums';
import { readJson, stepName, stepOf, writeJson } from './folder';
import { attachTensors, detachTensors } from './nested';

// Older checkpoints than these are removed.
const KEPT = 2;
const TENSORS = 'tensors.safetensors';
const VALUES = 'state.json';
// The reasons of a WriteError that space remedies.
const FULL: readonly string[] = ['ENOSPC', 'EDQUOT'];
// The version of the layout of a checkpoint; other versions are refused by name.
const FORMAT = 1;

/** Which checkpoints stay. */
export interface KeepOptions {
  /** How many of the newest; default 2. */
  keep?: number;
  /** A step whose checkpoint stays besides. */
  best?: number;
  /** Another one: that of the step that a run could go back to. */
  good?: number;
}

/**
 * Writes `checkpoints/step-000200/`, whole or not at all. It and the one before it are kept. Older ones are removed, and so
 * are those of later steps, which a run resumed from an earlier one has not reached yet. On a full disk they are removed first,
 * provided that the one before it is kept and undamaged.
 *
 * @param state nested plain objects and arrays of tensors and JSON values
 * @throws WriteError when it cannot be written; the one before it stays
 */
export function saveCheckpoint(
  checkpoints: string,
  step: number,
  state: unknown,
  { keep = KEPT, best, good }: KeepOptions = {},
): void {
  checkPath('saveCheckpoint', checkpoints);
  checkWhole('saveCheckpoint', 'step', step, 0);
  makeFolder(checkpoints);
  const folder = path.join(checkpoints, stepName(step));
  const others = listCheckpoints(checkpoints).filter((other) => other !== folder);
  const before = others.filter((other) => stepOf(other) < step);
  const marked = [best, good].map((kept) => kept !== undefined && path.join(checkpoints, stepName(kept)));
  const kept = [...before.slice(0, keep - 1), ...marked];
  const spare = others.filter((other) => !kept.includes(other));
  const removeSpare = (): void => {
    for (const other of spare) fs.rmSync(other, { recursive: true, force: true });
  };
  try {
    writeCheckpoint(folder, step, state);
  } catch (error) {
    const [newest] = before;
    const isFull = error instanceof WriteError && FULL.includes(error.code);
    const canGiveRoom = spare.length > 0 && newest !== undefined && kept.includes(newest);
    if (!(isFull && canGiveRoom && isIntact(newest))) throw error;
    removeSpare();
    writeCheckpoint(folder, step, state);
  }
  removeSpare();
}

function writeCheckpoint(folder: string, step: number, state: unknown): void {
  writeFolderAtomically(folder, (temporary) => {
    const tensors: Record<string, Tensor> = {};
    const values = detachTensors(state, tensors);
    torch.save(tensors, path.join(temporary, TENSORS));
    writeJson(path.join(temporary, VALUES), { format: FORMAT, step, state: values });
    writeChecksums(temporary, [TENSORS, VALUES]);
  });
}

function isIntact(folder: string): boolean {
  try {
    verifyChecksums(folder, [TENSORS, VALUES]);
    return true;
  } catch {
    return false;
  }
}

export interface LoadCheckpointOptions<T> {
  /** Uses the state; an error means that the checkpoint does not fit. Default: returns the state. */
  restore?: (state: unknown) => T;
  /** Called with the checkpoints that were skipped, and the one that was used. Default: `console.warn`. */
  warn?: Warn;
}

/**
 * Reads the newest checkpoint that is complete and fits: a damaged one is skipped with a warning.
 *
 * @returns what `restore` makes of the state, whose tensors are on the CPU; undefined when there is no checkpoint
 * @throws TadpoleError when there are checkpoints but none can be used
 */
export function loadLatestCheckpoint<T = unknown>(
  checkpoints: string,
  { restore = (state) => state as T, warn = warnOnConsole }: LoadCheckpointOptions<T> = {},
): T | undefined {
  const refused: string[] = [];
  for (const folder of listCheckpoints(checkpoints)) {
    try {
      const result = restore(readCheckpoint(folder));
      for (const reason of refused)
        warn(`the checkpoint ${reason}; the run resumes from the one before, ${folder}`);
      return result;
    } catch (error) {
      refused.push(`${folder} cannot be used: ${reasonOf(error)}`);
    }
  }
  if (refused.length === 0) return undefined;
  throw new TadpoleError(
    refused.length === 1
      ? `the only checkpoint ${refused[0]}`
      : `no checkpoint can be used: ${refused.join('; ')}`,
    'copy it again from where it was made, resume with the version of Tadpole that config.json names, or start a new run',
  );
}

function reasonOf(error: unknown): string {
  const { message } = error instanceof Error ? error : new Error(String(error));
  const reason = error instanceof TadpoleError ? error.problem : message;
  return reason.trim().replace(/\s*\n\s*/g, '; ');
}

/**
 * Reads one checkpoint.
 *
 * @param folder `checkpoints/step-000200` of a run
 * @returns its state, whose tensors are on the CPU
 * @throws Error when it is damaged, or of another version
 */
export function readCheckpoint(folder: string): unknown {
  checkPath('readCheckpoint', folder);
  verifyChecksums(folder, [TENSORS, VALUES]);
  const { format, step, state } = (readJson(path.join(folder, VALUES)) ?? {}) as Record<string, unknown>;
  if (format !== FORMAT)
    throw new Error(`another version of Tadpole wrote it (format ${format}; this one reads ${FORMAT})`);
  if (stepName(Number(step)) !== path.basename(folder)) throw new Error(`it is that of step ${step}`);
  return attachTensors(state, torch.load(path.join(folder, TENSORS)));
}

/** The folders of all checkpoints, the newest first. */
export function listCheckpoints(checkpoints: string): string[] {
  checkPath('listCheckpoints', checkpoints);
  if (!fs.statSync(checkpoints, { throwIfNoEntry: false })?.isDirectory()) return [];
  return fs
    .readdirSync(checkpoints)
    .filter((name) => /^step-\d+$/.test(name))
    .map((name) => path.join(checkpoints, name))
    .sort((a, b) => stepOf(b) - stepOf(a));
}
