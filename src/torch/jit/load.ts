// Opening of TorchScript files.

import { TadpoleError } from '../../errors';
import { ZipFile } from '../../io';
import { checkOptions } from '../../options';
import type { Device } from '../addon';
import { native } from '../addon';
import { archiveKind, fileKind } from '../formats';
import { checkPath, resolveDevice, versions } from '../tensor';
import { makeScript, type ScriptModule } from './scriptModule';

const EXTRA = 'extra/';

export interface ScriptLoadOptions {
  /** Where its tensors are put. Default 'cpu', wherever they were saved. */
  device?: Device;
}

/**
 * Opens a TorchScript file that `torch.jit.save` wrote in Python, or `ScriptModule.save` here. It is in the mode in which
 * it was saved; call `eval()` to sample. The checksums of the file are compared first. TorchScript is a program: open
 * only files that you trust.
 *
 * @throws TadpoleError when the file is missing, damaged, or of another kind, with a remedy.
 */
export function load(path: string, options: ScriptLoadOptions = {}): ScriptModule {
  checkPath('torch.jit.load', path);
  checkOptions('torch.jit.load', options, ['device']);
  const device = resolveDevice(options.device ?? 'cpu');
  const failing = `${path} cannot be opened as TorchScript`;
  if (fileKind(path, failing) !== 'zip') {
    throw new TadpoleError(
      `${failing}: it is a safetensors file, which holds weights but no module`,
      'use torch.load for the weights, or save the module itself, in Python with torch.jit.script(model).save(path)',
    );
  }
  const extraFiles = readArchive(path, failing);
  try {
    return makeScript((module) => native.scriptLoad(module, path, device), extraFiles);
  } catch (error) {
    const { message } = error as Error;
    throw new TadpoleError(`${failing}: ${message}`, remedyFor(message), { cause: error });
  }
}

function remedyFor(message: string): string {
  const operator = /Unknown builtin op: (\w+)::/.exec(message)?.[1];
  if (operator !== undefined && !['aten', 'prim'].includes(operator)) {
    return `it calls operators of the extension ${operator}, which is not here; save a module that does without them`;
  }
  if (/version|Unknown builtin op|schema/i.test(message)) {
    return `save it with PyTorch ${versions().libtorch}, the version that is used here, or an older one`;
  }
  return 'if it is damaged, copy or save it again; if a newer PyTorch wrote it, save it with the version that is used here';
}

/** Checks that the archive is intact and is TorchScript. Returns its extra files. */
function readArchive(path: string, failing: string): Record<string, string> {
  let zip: ZipFile | null = null;
  try {
    zip = new ZipFile(path);
    const kind = archiveKind(zip);
    if (!kind.torchScript) throw new TadpoleError(`${failing}: it is ${kind.is}`, kind.remedy);
    zip.verify((bytes, start) => native.crc32(bytes, start));
    return extraFilesOf(zip);
  } catch (error) {
    if (error instanceof TadpoleError) throw error;
    throw new TadpoleError(
      `${failing}: ${(error as Error).message}`,
      'it is damaged or was cut short; copy, download or save it again',
      { cause: error },
    );
  } finally {
    zip?.close();
  }
}

function extraFilesOf(zip: ZipFile): Record<string, string> {
  const extraFiles: Record<string, string> = {};
  for (const entry of zip.entries.values()) {
    const name = entry.name.slice(entry.name.indexOf('/') + 1);
    if (name.startsWith(EXTRA)) extraFiles[name.slice(EXTRA.length)] = zip.read(entry).toString('utf8');
  }
  return extraFiles;
}
