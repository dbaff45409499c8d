// Checksums beside the files of a folder, in the form that `sha256sum -c` reads.
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';

const SUMS = 'SHA256SUMS';
const PART = 2 ** 20;

/** Writes `SHA256SUMS` for the named files of `folder`. */
export function writeChecksums(folder: string, names: readonly string[]): void {
  const lines = names.map((name) => `${sha256(path.join(folder, name))}  ${name}\n`);
  const file = fs.openSync(path.join(folder, SUMS), 'w');
  try {
    fs.writeSync(file, lines.join(''));
    fs.fsyncSync(file);
  } finally {
    fs.closeSync(file);
  }
}

/** @throws Error that names the file that is missing or has changed */
export function verifyChecksums(folder: string, names: readonly string[]): void {
  const missing = [...names, SUMS].find((name) => !fs.existsSync(path.join(folder, name)));
  if (missing !== undefined) throw new Error(`${missing} is missing`);
  const lines = fs.readFileSync(path.join(folder, SUMS), 'utf8').split('\n');
  for (const name of names) {
    const expected = lines.find((line) => line.slice(64) === `  ${name}`)?.slice(0, 64);
    if (expected === undefined) throw new Error(`${SUMS} has no line for ${name}`);
    if (sha256(path.join(folder, name)) !== expected)
      throw new Error(`${name} is not what was written: its SHA-256 differs from that in ${SUMS}`);
  }
}

function sha256(file: string): string {
  const hash = createHash('sha256');
  const descriptor = fs.openSync(file, 'r');
  try {
    const part = Buffer.allocUnsafe(PART);
    for (let read = fs.readSync(descriptor, part); read > 0; read = fs.readSync(descriptor, part)) {
      hash.update(part.subarray(0, read));
    }
  } finally {
    fs.closeSync(descriptor);
  }
  return hash.digest('hex');
}
