// The kind of a zip archive, from the names inside and the classes in its pickle: the files of many programs are zips.

import type { ZipFile } from '../../io';
import { unpickle } from './pickle';

/** A zip archive: TorchScript, or another kind with a remedy. */
export type ArchiveKind = { torchScript: true } | { torchScript: false; is: string; remedy: string };

const SAVE_MODULE =
  'save the module itself, in Python with torch.jit.script(model).save(path) or torch.jit.trace(model, z).save(path)';

/** Modules of Python whose functions a pickle of plain data and tensors calls. */
const PLAIN =
  /^(torch(\._utils|\._tensor|\.storage|\.serialization|\.nn\.parameter)?|collections|__builtin__|builtins|_codecs|numpy(\..+)?)$/;

interface Foreign {
  has: RegExp;
  is: string;
  remedy: string;
}

const FOREIGN: readonly Foreign[] = [
  {
    has: /(^|\/)(archive_format|serialized_exported_program\.json)$|(^|\/)models\/[^/]+\.json$|(^|\/)data\/aotinductor\//,
    is: 'a program of torch.export, which is not read here',
    remedy: SAVE_MODULE,
  },
  {
    has: /(^|\/)\.data\/(extern_modules|python_version)$/,
    is: 'a package of torch.package, which is Python code',
    remedy: SAVE_MODULE,
  },
  {
    has: /(^|\/)model\.weights\.h5$/,
    is: 'a model of Keras',
    remedy: 'convert it in Python: save the weights with safetensors.torch.save_file',
  },
  {
    has: /\.npy$/,
    is: 'an archive of NumPy arrays',
    remedy: 'convert it in Python: save the arrays with safetensors.numpy.save_file',
  },
  {
    has: /\.(pt|pth|ts|safetensors)$/,
    is: 'a zip archive that holds such files',
    remedy: 'unpack it and name the file inside',
  },
];

/** What the archive is. @throws Error when it is damaged where this is told from */
export function archiveKind(zip: ZipFile): ArchiveKind {
  const names = [...zip.entries.keys()];
  const folder = (names[0] ?? '').split('/')[0];
  if (
    zip.entries.has(`${folder}/constants.pkl`) ||
    names.some((name) => name.startsWith(`${folder}/code/`))
  ) {
    return { torchScript: true };
  }
  const pickle = zip.entries.get(`${folder}/data.pkl`);
  const foreign = FOREIGN.find(({ has }) => names.some((name) => has.test(name)));
  if (pickle === undefined) {
    return {
      torchScript: false,
      is: foreign?.is ?? 'a zip archive, but not TorchScript',
      remedy: foreign?.remedy ?? SAVE_MODULE,
    };
  }
  const pickled = callsIn(zip.read(pickle)).find((name) => !PLAIN.test(name.slice(0, name.lastIndexOf('.'))));
  return pickled === undefined
    ? {
        torchScript: false,
        is: 'a state dict, which holds weights but no module',
        remedy: `use torch.load for the weights, or ${SAVE_MODULE}`,
      }
    : {
        torchScript: false,
        is: `a pickled Python object (of class ${pickled}), which only the program that defines the class can open`,
        remedy: SAVE_MODULE,
      };
}

/** The classes and functions that a pickle calls, up to where it cannot be followed. */
function callsIn(pickle: Buffer): string[] {
  const names: string[] = [];
  const reduce = (name: string) => {
    names.push(name);
    return new Map();
  };
  try {
    unpickle(pickle, { reduce, persistent: () => null });
  } catch {
    // The names that were found are enough.
  }
  return names;
}
