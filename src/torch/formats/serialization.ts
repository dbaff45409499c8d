// torch.load and torch.save: state dicts and checkpoints in files.
import nodePath from 'node:path';

import { TadpoleError } from '../../errors';
import { writeAtomically, writeAtomicallyAsync, ZipFile } from '../../io';
import { checkOptions, describeValue } from '../../options';
import type { Device, DType } from '../addon';
import { checkPath, noGrad, resolveDevice, Tensor } from '../tensor';
import { fileKind } from './fileKind';
import { readArchive, type SavedValue } from './readArchive';
import {
  describeSafetensors,
  type Metadata,
  readSafetensors,
  writeSafetensors,
  writeSafetensorsAsync,
} from './safetensors';
import { archiveOf, type SavableValue, writeArchive, writeArchiveAsync } from './writeArchive';

export type { SavedValue } from './readArchive';
export type { Metadata } from './safetensors';
export type { SavableValue } from './writeArchive';

/** Tensors by name. */
export type StateDict = Record<string, Tensor>;

export interface LoadOptions {
  /** Where the tensors are put. Default 'cpu', wherever they were saved. */
  device?: Device;
}

export interface SaveOptions {
  /** Strings that a `.safetensors` file contains besides the tensors and `format: 'pt'`; read them with `torch.describeFile`. */
  metadata?: Metadata;
}

/**
 * Reads a `.safetensors` file, or what Python's `torch.save` wrote (PyTorch 1.6 or newer): state dicts, and checkpoints
 * of nested dicts and lists of tensors, numbers and strings. The format is detected from the content, not the name.
 * Python dicts become plain objects (number keys as strings, refused where 1 and '1' are both keys), tuples and sets become
 * arrays, dtypes their names, complex numbers `{ re, im }`.
 * Nothing in the file is executed: Python objects other than plain data are refused.
 *
 * ```ts
 * generator.loadStateDict(torch.load('generator.safetensors'));
 * const { model, epoch } = torch.load<{ model: StateDict; epoch: number }>('checkpoint.pt');
 * ```
 *
 * @typeParam T what the file is known to hold; it is not checked.
 * @throws TadpoleError when the file is missing, damaged, or of another kind, with a remedy.
 */
export function load<T = StateDict>(path: string, options: LoadOptions = {}): T {
  checkPath('torch.load', path);
  checkOptions('torch.load', options, ['device']);
  const device = resolveDevice(options.device ?? 'cpu');
  const value = fileKind(path) === 'zip' ? loadZip(path) : reading(path, () => readSafetensors(path));
  return (device === 'cpu' ? value : moved(value, device)) as T;
}

/**
 * Writes a file completely or not at all. The extension selects the format: `.safetensors` holds tensors by name; `.pt` and `.pth` hold
 * nested plain data and tensors, as Python's `torch.load(path, weights_only=True)` opens them. Shapes and dtypes are kept (also
 * bfloat16, bool, single values and empty tensors); views are written with the values that they show; `requiresGrad` is not stored.
 *
 * ```ts
 * torch.save(generator.stateDict(), 'generator.safetensors');
 * torch.save({ model: generator.stateDict(), epoch: 3 }, 'checkpoint.pt');
 * ```
 *
 * @throws RangeError for another extension; TypeError that names a value which the format cannot hold; Error when the file cannot
 * be written.
 */
export function save(value: SavableValue, path: string, options: SaveOptions = {}): void {
  const format = formatOf(value, path, options);
  if (format === 'safetensors') writeSafetensors(path, value as StateDict, withFramework(options));
  else {
    const archive = archiveOf(value);
    writeAtomically(path, (temporary) => writeArchive(temporary, archive));
  }
}

/** `torch.save` in another thread. The tensors must not be changed until the promise is settled. */
export async function saveAsync(value: SavableValue, path: string, options: SaveOptions = {}): Promise<void> {
  const format = formatOf(value, path, options);
  if (format === 'safetensors')
    return writeSafetensorsAsync(path, value as StateDict, withFramework(options));
  const archive = archiveOf(value);
  return writeAtomicallyAsync(path, (temporary) => writeArchiveAsync(temporary, archive));
}

/** Readers that support several frameworks, such as transformers, require it. */
function withFramework({ metadata = {} }: SaveOptions): Metadata {
  return { format: 'pt', ...metadata };
}

type Format = 'safetensors' | 'archive';

const ENDINGS: Readonly<Record<string, Format>> = {
  '.safetensors': 'safetensors',
  '.pt': 'archive',
  '.pth': 'archive',
};

/** The format for the extension of `path`. @throws TypeError and RangeError for arguments that do not fit together */
function formatOf(value: SavableValue, path: string, options: SaveOptions): Format {
  if (typeof value === 'string' && typeof path !== 'string') {
    throw new TypeError(
      `torch.save: argument 'path' must name a file, got ${describeValue(path)}; the value comes first: torch.save(value, path)`,
    );
  }
  checkPath('torch.save', path);
  checkOptions('torch.save', options, ['metadata']);
  const ending = nodePath.extname(path).toLowerCase();
  const format = ENDINGS[ending];
  if (format === undefined) {
    throw new RangeError(
      `torch.save: '${path}' must end in .safetensors (tensors by name) or in .pt or .pth (nested data, for Python's torch.load)`,
    );
  }
  if (format === 'archive') {
    if (options.metadata === undefined) return format;
    throw new TypeError(
      `torch.save: option 'metadata' belongs to .safetensors files; put notes into the value`,
    );
  }
  const isDict = typeof value === 'object' && value !== null && !(value instanceof Tensor);
  if (!isDict || Symbol.iterator in value) {
    throw new TypeError(
      `torch.save: a .safetensors file holds an object of names and Tensors, got ${describeValue(value)}; a .pt file holds other values, too`,
    );
  }
  return format;
}

/**
 * What a `.safetensors` file holds, read from its header alone.
 *
 * @throws TadpoleError when the file is missing, damaged, or not a safetensors file.
 */
export function describeFile(path: string): {
  metadata: Metadata;
  tensors: Record<string, { dtype: DType; shape: number[] }>;
} {
  checkPath('torch.describeFile', path);
  if (fileKind(path) !== 'safetensors') {
    throw new TadpoleError(
      `${path} has no safetensors header: it is an archive of Python's torch.save`,
      'use torch.load',
    );
  }
  return reading(path, () => describeSafetensors(path));
}

/** Runs `read` and turns its errors about the content into ones that name the file. */
function reading<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new TadpoleError(
      `cannot read ${path}: ${(error as Error).message}`,
      'it is damaged or was cut short; copy or save it again',
      { cause: error },
    );
  }
}

function loadZip(path: string): SavedValue {
  const zip = reading(path, () => new ZipFile(path));
  try {
    const names = [...zip.entries.keys()];
    const pickle = names.find(
      (name) => name === 'data.pkl' || name.split('/').slice(1).join('/') === 'data.pkl',
    );
    if (names.some((name) => name.endsWith('/constants.pkl') || name.includes('/code/'))) {
      throw new TadpoleError(
        `${path} is a TorchScript module, not a state dict`,
        'use torch.jit.load(path).stateDict()',
      );
    }
    const entry = pickle === undefined ? undefined : zip.entries.get(pickle);
    if (entry === undefined) {
      throw new TadpoleError(
        `cannot read ${path}: it is a zip archive that torch.save did not write`,
        'check the path',
      );
    }
    return readArchive(path, zip, entry);
  } catch (error) {
    if (error instanceof TadpoleError) throw error;
    throw new TadpoleError(
      `cannot read ${path}: ${(error as Error).message}`,
      'copy it again if it is damaged; if it holds Python objects, save plain data instead, for example torch.save(model.state_dict(), path)',
      { cause: error },
    );
  } finally {
    zip.close();
  }
}

/** The same value with every tensor on `device`; what is shared stays shared. */
function moved(root: SavedValue, device: string): SavedValue {
  const done = new Map<SavedValue, SavedValue>();
  const visit = (value: SavedValue): SavedValue => {
    if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return value;
    const known = done.get(value);
    if (known !== undefined) return known;
    const result =
      value instanceof Tensor
        ? movedTensor(value, device)
        : Array.isArray(value)
          ? value.map(visit)
          : Object.fromEntries(Object.entries(value).map(([key, item]) => [key, visit(item)]));
    done.set(value, result);
    return result;
  };
  return visit(root);
}

function movedTensor(tensor: Tensor, device: string): Tensor {
  const result = noGrad(() => tensor.to(device));
  if (tensor.requiresGrad) result.requiresGrad = true;
  tensor.dispose();
  return result;
}
