// torch.jit: opening TorchScript files, and tracing.
import { TadpoleError } from '../errors';
import { checkOptions } from '../options';
import { resolveDevice } from './devices';
import { fileKind } from './fileKind';
import { native } from './native';
import { ScriptModule } from './scriptModule';
import type { Device } from './types';
import { ZipFile } from './zip';

export { ScriptModule, type ScriptSaveOptions, type ScriptValue } from './scriptModule';
export { type Traceable, type TraceOptions, trace } from './trace';

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
 * @throws TadpoleError when the file is missing, damaged, or something else; it says what and what to do.
 */
export function load(path: string, options: ScriptLoadOptions = {}): ScriptModule {
  checkOptions('torch.jit.load', options, ['device']);
  const device = resolveDevice(options.device ?? 'cpu');
  if (fileKind(path) !== 'zip') {
    throw new TadpoleError(
      `${path} is a safetensors file, which holds weights but no module`,
      'use torch.load',
    );
  }
  const extraFiles = damagedUnless(path, () => checkArchive(path));
  return damagedUnless(
    path,
    () => new ScriptModule((module) => native.scriptLoad(module, path, device), extraFiles),
  );
}

function damagedUnless<T>(path: string, open: () => T): T {
  try {
    return open();
  } catch (error) {
    if (error instanceof TadpoleError) throw error;
    throw new TadpoleError(
      `cannot open ${path} as TorchScript: ${(error as Error).message}`,
      'if it is damaged, copy or save it again; if a newer PyTorch wrote it, save it with the version that is used here',
      { cause: error },
    );
  }
}

/** Makes sure that the archive is whole and is TorchScript; its extra files. */
function checkArchive(path: string): Record<string, string> {
  const zip = new ZipFile(path);
  try {
    const names = [...zip.entries.keys()];
    const folder = (names[0] ?? '').split('/')[0];
    const is = (name: string) => zip.entries.has(`${folder}/${name}`);
    if (!is('constants.pkl') && !names.some((name) => name.startsWith(`${folder}/code/`))) {
      throw is('data.pkl')
        ? new TadpoleError(`${path} is a state dict, which holds weights but no module`, 'use torch.load')
        : new TadpoleError(
            `${path} is a zip archive, but not TorchScript`,
            'in Python, write it with torch.jit.save',
          );
    }
    zip.verify((bytes, start) => native.crc32(bytes, start));
    const extraFiles: Record<string, string> = {};
    for (const entry of zip.entries.values()) {
      const name = entry.name.slice(`${folder}/`.length);
      if (name.startsWith(EXTRA)) extraFiles[name.slice(EXTRA.length)] = zip.read(entry).toString('utf8');
    }
    return extraFiles;
  } finally {
    zip.close();
  }
}
