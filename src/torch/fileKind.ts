// What a file looks like from its first bytes, so that a wrong one is refused with a remedy instead of a parse error.
import fs from 'node:fs';
import { TadpoleError } from '../errors';

const HEAD_BYTES = 64;

/** The container formats that are read here. */
export type FileKind = 'zip' | 'safetensors';

interface Foreign {
  starts: string;
  is: string;
  remedy: string;
}

const FOREIGN: readonly Foreign[] = [
  {
    starts: 'version https://git-lfs',
    is: 'a git-lfs pointer, not the file itself',
    remedy: "fetch it with 'git lfs pull'",
  },
  {
    starts: '<',
    is: 'a web page or XML',
    remedy: 'download it again; the address gave a page instead of the file',
  },
  {
    starts: '\x89HDF',
    is: 'an HDF5 file, as Keras writes them',
    remedy: 'convert it in Python: save the weights with safetensors.torch.save_file',
  },
  {
    starts: '\x93NUMPY',
    is: 'a NumPy array',
    remedy:
      'convert it in Python: safetensors.torch.save_file({"x": torch.from_numpy(numpy.load(path))}, ...)',
  },
  { starts: '\x1f\x8b', is: 'compressed with gzip', remedy: 'unpack it with gunzip first' },
  {
    starts: '\x80\x02\x8a\x0al\xfc\x9c\x46\xf9',
    is: "in torch.save's format from before PyTorch 1.6",
    remedy: 'open and save it again with torch.load and torch.save in a recent Python torch',
  },
  {
    starts: '\x80',
    is: 'a bare Python pickle, which torch.save did not write',
    remedy: 'save it with torch.save or safetensors in Python',
  },
];

/**
 * The format of the file.
 *
 * @throws TadpoleError when it is missing, no regular file, empty, or in a format that is not read here.
 */
export function fileKind(path: string): FileKind {
  const head = readHead(path);
  const latin1 = head.toString('latin1');
  if (latin1.startsWith('PK\x03\x04')) return 'zip';
  if (head.length > 8 && latin1[8] === '{' && head.readBigUInt64LE() < 1n << 32n) return 'safetensors';
  const foreign = FOREIGN.find((kind) => latin1.startsWith(kind.starts));
  if (foreign !== undefined)
    throw new TadpoleError(`cannot read ${path}: it is ${foreign.is}`, foreign.remedy);
  throw new TadpoleError(
    `cannot read ${path}: it is neither a safetensors file nor one of Python's torch.save`,
    'check that it is the file you mean and that it was copied whole',
  );
}

function readHead(path: string): Buffer {
  const status = fs.statSync(path, { throwIfNoEntry: false });
  if (status === undefined) throw new TadpoleError(`there is no file ${path}`, 'check the path');
  if (!status.isFile()) throw new TadpoleError(`cannot read ${path}: it is no regular file`, 'name a file');
  if (status.size === 0) {
    throw new TadpoleError(
      `cannot read ${path}: it is empty`,
      'it was not written to its end; save or copy it again',
    );
  }
  const head = Buffer.alloc(Math.min(HEAD_BYTES, status.size));
  const file = fs.openSync(path, 'r');
  try {
    fs.readSync(file, head, 0, head.length, 0);
  } finally {
    fs.closeSync(file);
  }
  return head;
}
