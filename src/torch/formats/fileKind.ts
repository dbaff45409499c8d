// The kind of a file from its first bytes, so that a wrong one is refused with a remedy instead of a parse error.
import fs from 'node:fs';
import { TadpoleError } from '../../errors';

const HEAD_BYTES = 512;
// How much of a text file a message shows.
const SHOWN_CHARACTERS = 40;

/** The container formats that are read here. */
export type FileKind = 'zip' | 'safetensors';

interface Foreign {
  /** Whether a file with this beginning, byte for byte as latin1, is of the kind. */
  fits: (head: string) => boolean;
  is: string;
  remedy: string;
}

const begins =
  (...starts: string[]) =>
  (head: string) =>
    starts.some((start) => head.startsWith(start));

const RESAVE =
  'in a recent Python torch, open and save it again: weights with torch.save(model.state_dict(), path), a generator with ' +
  'torch.jit.script(model).save(path)';

const FOREIGN: readonly Foreign[] = [
  {
    fits: begins('version https://git-lfs', 'version https://hawser', '/annex/objects/'),
    is: 'a git-lfs pointer, not the file itself',
    remedy: "fetch it with 'git lfs pull'",
  },
  {
    fits: (head) => head.replace('\xef\xbb\xbf', '').trimStart().startsWith('<'),
    is: 'a web page or XML',
    remedy: 'download it again; the address gave a page instead of the file',
  },
  {
    fits: begins('\x89HDF'),
    is: 'an HDF5 file, as Keras writes them',
    remedy: 'convert it in Python: save the weights with safetensors.torch.save_file',
  },
  {
    fits: begins('\x93NUMPY'),
    is: 'a NumPy array',
    remedy:
      'convert it in Python: safetensors.torch.save_file({"x": torch.from_numpy(numpy.load(path))}, ...)',
  },
  { fits: begins('\x1f\x8b'), is: 'compressed with gzip', remedy: 'unpack it with gunzip first' },
  {
    fits: begins('BZh', '\xfd7zXZ', '\x28\xb5\x2f\xfd', '7z\xbc\xaf', 'Rar!'),
    is: 'a compressed archive',
    remedy: 'unpack it first',
  },
  {
    fits: (head) => head.startsWith('ustar', 257),
    is: 'a tar archive',
    remedy: 'unpack it with tar -xf and name the file inside',
  },
  {
    fits: begins('\x80\x02\x8a\x0al\xfc\x9c\x46\xf9'),
    is: "in torch.save's format from before PyTorch 1.6",
    remedy: RESAVE,
  },
  {
    fits: begins('\x80\x02', '\x80\x03', '\x80\x04', '\x80\x05'),
    is: 'a bare Python pickle, which torch.save did not write',
    remedy:
      'in Python, open it with pickle and save it with torch.save, or a generator with torch.jit.script(model).save(path)',
  },
  {
    // A protobuf whose first field is a small version number, followed by a text or a message.
    fits: (head) =>
      /^[1-9]\d?:(18|26|42|50|58|66)$/.test(`${head.charCodeAt(1)}:${head.charCodeAt(2)}`) &&
      head[0] === '\x08',
    is: 'an ONNX model',
    remedy: 'save the network that it was exported from, in Python, with torch.jit.script(model).save(path)',
  },
  {
    fits: begins('GGUF'),
    is: 'a GGUF file',
    remedy: 'convert it in Python: save the weights with safetensors.torch.save_file',
  },
  {
    fits: (head) => begins('\x89PNG', '\xff\xd8\xff', 'GIF8')(head) || head.startsWith('WEBP', 8),
    is: 'a picture',
    remedy: 'name the file of the network, such as the generator.pt of a run folder',
  },
  {
    fits: (head) => [...head].every((byte) => byte === '\0'),
    is: 'full of zeros',
    remedy: 'its content is missing; copy or download it again',
  },
];

/**
 * The format of the file.
 *
 * @param failing the start of the message; default: `cannot read`, and the path
 * @throws TadpoleError when it is missing, not a regular file, empty, or in a format that is not supported.
 */
export function fileKind(path: string, failing = `cannot read ${path}`): FileKind {
  const head = readHead(path, failing);
  const latin1 = head.toString('latin1');
  if (latin1.startsWith('PK\x03\x04')) return 'zip';
  if (head.length > 8 && latin1[8] === '{' && head.readBigUInt64LE() < 1n << 32n) return 'safetensors';
  const foreign = FOREIGN.find((kind) => kind.fits(latin1));
  if (foreign !== undefined) throw new TadpoleError(`${failing}: it is ${foreign.is}`, foreign.remedy);
  const beginning = /^[\x20-\x7e\s]+$/.test(latin1)
    ? ` but text that begins with ${JSON.stringify(latin1.slice(0, SHOWN_CHARACTERS))}`
    : '';
  throw new TadpoleError(
    `${failing}: it is neither a safetensors file nor one of Python's torch.save${beginning}`,
    'check that it is the file you mean and that it was copied whole',
  );
}

function readHead(path: string, failing: string): Buffer {
  const status = fs.statSync(path, { throwIfNoEntry: false });
  if (status === undefined) throw new TadpoleError(`there is no file ${path}`, 'check the path');
  if (status.isDirectory())
    throw new TadpoleError(`${failing}: it is not a regular file but a folder`, 'name a file in it');
  if (!status.isFile()) throw new TadpoleError(`${failing}: it is not a regular file`, 'name a file');
  if (status.size === 0) {
    throw new TadpoleError(`${failing}: it is empty`, 'it was not written completely; save or copy it again');
  }
  const head = Buffer.alloc(Math.min(HEAD_BYTES, status.size));
  try {
    const file = fs.openSync(path, 'r');
    try {
      fs.readSync(file, head, 0, head.length, 0);
    } finally {
      fs.closeSync(file);
    }
  } catch (error) {
    throw new TadpoleError(`${failing}: ${(error as Error).message}`, 'check that you may read it', {
      cause: error,
    });
  }
  return head;
}
