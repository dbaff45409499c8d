// Checkpoints: a nested state of tensors and plain values as a safetensors file and a JSON file.
import fs from 'node:fs';
import path from 'node:path';
import { TadpoleError } from '../errors';
import { type Tensor, torch } from '../torch';
import { readJson, stepName, writeJson } from './folder';
import { makeFolder } from './makeFolder';

// Older checkpoints than these are removed.
const KEPT = 2;
const TENSORS = 'tensors.safetensors';
const VALUES = 'state.json';

/**
 * Writes `checkpoints/step-000200/`. The JSON file is written last: a checkpoint without it is incomplete and is ignored.
 * The two newest checkpoints are kept.
 *
 * @param state nested plain objects and arrays of tensors and JSON values
 */
export function saveCheckpoint(checkpoints: string, step: number, state: unknown): void {
  const folder = path.join(checkpoints, stepName(step));
  fs.rmSync(folder, { recursive: true, force: true });
  makeFolder(folder);
  const tensors: Record<string, Tensor> = {};
  const values = detachTensors(state, '', tensors);
  torch.save(path.join(folder, TENSORS), tensors);
  writeJson(path.join(folder, VALUES), values);
  for (const old of completeCheckpoints(checkpoints).slice(0, -KEPT))
    fs.rmSync(old, { recursive: true, force: true });
}

/**
 * Reads the newest complete checkpoint.
 *
 * @returns the state as it was saved, its tensors on the CPU; undefined when there is none
 * @throws TadpoleError when it is damaged
 */
export function loadLatestCheckpoint(checkpoints: string): unknown {
  const folder = completeCheckpoints(checkpoints).at(-1);
  if (folder === undefined) return undefined;
  try {
    return attachTensors(readJson(path.join(folder, VALUES)), torch.load(path.join(folder, TENSORS)));
  } catch (error) {
    throw new TadpoleError(
      `the checkpoint ${folder} cannot be read: ${(error as Error).message}`,
      'remove that folder to go on from the checkpoint before it',
      { cause: error },
    );
  }
}

function completeCheckpoints(checkpoints: string): string[] {
  if (!fs.existsSync(checkpoints)) return [];
  return fs
    .readdirSync(checkpoints)
    .filter((name) => /^step-\d+$/.test(name) && fs.existsSync(path.join(checkpoints, name, VALUES)))
    .sort((a, b) => Number(a.slice(5)) - Number(b.slice(5)))
    .map((name) => path.join(checkpoints, name));
}

function detachTensors(value: unknown, name: string, tensors: Record<string, Tensor>): unknown {
  if (value instanceof torch.Tensor) {
    tensors[name] = value;
    return { $tensor: name };
  }
  if (Array.isArray(value))
    return value.map((item, index) => detachTensors(item, join(name, String(index)), tensors));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  return Object.fromEntries(
    entries.map(([key, item]) => [key, detachTensors(item, join(name, key), tensors)]),
  );
}

function attachTensors(value: unknown, tensors: Record<string, Tensor>): unknown {
  if (Array.isArray(value)) return value.map((item) => attachTensors(item, tensors));
  if (typeof value !== 'object' || value === null) return value;
  if ('$tensor' in value) {
    const tensor = tensors[String(value.$tensor)];
    if (!tensor) throw new Error(`the tensor '${value.$tensor}' is missing`);
    return tensor;
  }
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, attachTensors(item, tensors)]));
}

function join(prefix: string, key: string): string {
  return prefix === '' ? key : `${prefix}/${key}`;
}
