// Downloads a file to a .part file beside its target, resumes interrupted downloads, and renames the complete file.
import { createHash } from 'node:crypto';
import {
  createReadStream,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { open } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { messageOf, SetupError } from './errors.mjs';
import { megabytes } from './progress.mjs';

/** @typedef {Pick<import('./effects.mjs').Effects, 'fetch' | 'log' | 'progress'>} Effects those that a download needs */

const ATTEMPTS = 3;
const ANSWER_WITHIN_MS = 15_000;

/** The server cannot be reached or does not have the file: another source may. */
export class Unavailable extends Error {}

/**
 * Downloads `url` to `target`. A `.part` file of an earlier attempt is continued when the server still has the same file.
 * @param {Effects} effects
 * @param {string} url
 * @param {string} target
 * @throws {Unavailable} when the server delivers nothing
 * @throws {SetupError} when the download keeps breaking off
 */
export async function download(effects, url, target) {
  if (existsSync(target)) return;
  mkdirSync(dirname(target), { recursive: true });
  let failure = '';
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    failure = await attemptDownload(effects, url, target);
    if (failure === '') return;
    effects.log(`  ${basename(target)}: ${failure}`);
  }
  throw new SetupError(
    `the download of ${url} broke off ${ATTEMPTS} times (${failure})`,
    `run this again: it continues at ${megabytes(sizeOf(`${target}.part`))}`,
  );
}

/**
 * @param {Effects} effects
 * @param {string} url
 * @param {string} target
 * @returns {Promise<string>} why it broke off, empty when the file is complete
 */
async function attemptDownload(effects, url, target) {
  const part = `${target}.part`;
  const tagFile = `${part}.etag`;
  const have = sizeOf(part);
  const tag = existsSync(tagFile) ? readFileSync(tagFile, 'utf8') : '';
  const resuming = have > 0 && tag !== '';
  const response = await request(effects, url, resuming ? { range: `bytes=${have}-`, 'if-range': tag } : {});
  if (response.status === 416) {
    rmSync(part, { force: true });
    return 'the earlier part does not match the file, it starts again';
  }
  const appending = resuming && response.status === 206;
  const start = appending ? have : 0;
  const length = Number(response.headers.get('content-length') ?? 0);
  const total = length > 0 ? start + length : 0;
  writeFileSync(tagFile, response.headers.get('etag') ?? response.headers.get('last-modified') ?? '');
  if (appending) effects.log(`  ${basename(target)}: continues at ${megabytes(start)}`);

  const progress = effects.progress(basename(target), total);
  let received = start;
  const counter = new Transform({
    transform(chunk, _encoding, done) {
      received += chunk.length;
      progress.to(received);
      done(null, chunk);
    },
  });
  try {
    const body = response.body
      ? Readable.fromWeb(/** @type {import('node:stream/web').ReadableStream} */ (response.body))
      : Readable.from([]);
    const file = await open(part, appending ? 'a' : 'w');
    await pipeline(body, counter, file.createWriteStream());
  } catch (error) {
    return `broke off at ${megabytes(received)}: ${messageOf(error)}`;
  } finally {
    progress.end();
  }
  if (total > 0 && received !== total) return `broke off at ${megabytes(received)} of ${megabytes(total)}`;
  rmSync(tagFile, { force: true });
  renameSync(part, target);
  return '';
}

/**
 * @param {Effects} effects
 * @param {string} url
 * @param {Record<string, string>} headers
 * @returns {Promise<Response>}
 */
async function request(effects, url, headers) {
  const abort = new AbortController();
  const timer = setTimeout(
    () => abort.abort(new Error(`no answer within ${ANSWER_WITHIN_MS / 1000} s`)),
    ANSWER_WITHIN_MS,
  );
  let response;
  try {
    response = await effects.fetch(url, { headers, signal: abort.signal });
  } catch (error) {
    throw new Unavailable(messageOf(error));
  } finally {
    clearTimeout(timer);
  }
  if (!response.ok && response.status !== 416) throw new Unavailable(`the server answers ${response.status}`);
  return response;
}

/**
 * @param {string} path
 * @returns {Promise<string>} the file's SHA-256 in hexadecimal
 */
export async function sha256(path) {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

/** @param {string} path */
function sizeOf(path) {
  return existsSync(path) ? statSync(path).size : 0;
}
