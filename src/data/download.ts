// Downloads the files of a dataset: interrupted downloads are resumed, files are verified, and appear only when complete.
import { existsSync, readdirSync, renameSync, rmdirSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { TadpoleError } from '../errors';
import { makeFolder } from '../io';
import type { RegistryEntry, RegistryFile } from './registry';

/** Follows a download. */
export interface DownloadListener {
  /** Called with one line per event. */
  log?: (line: string) => void;
  /** Opens the progress of one file; `totalBytes` is 0 when unknown. */
  progress?: (label: string, totalBytes: number) => DownloadProgress;
}

/** How far the download of one file is. */
export interface DownloadProgress {
  /** @param bytes that are there, those of earlier tries too */
  to(bytes: number): void;
  end(): void;
}

/** setup/download.mjs, which also downloads libtorch. */
interface Downloader {
  download(
    effects: Required<DownloadListener> & { fetch: typeof fetch },
    url: string,
    target: string,
  ): Promise<void>;
  sha256(path: string): Promise<string>;
  Unavailable: new () => Error;
}

/**
 * Downloads those of a dataset's published files that the folder does not have. A file gets its name only once its size and its
 * SHA-256 are those of the registry. An interrupted download is resumed by the next call.
 *
 * @param entry of the registry: `data.find('cifar10')`
 * @param folder for example `data/cifar10`; created if it does not exist, and removed again if nothing is downloaded
 * @returns the paths of the files
 * @throws TadpoleError without a network (it says which files to put where by hand), when the folder cannot be written,
 * or when a file is not the published one; that file is removed
 */
export async function download(
  entry: Pick<RegistryEntry, 'name' | 'source' | 'files'>,
  folder: string,
  listener: DownloadListener = {},
): Promise<string[]> {
  if (entry.files.length === 0) {
    throw new TadpoleError(
      `dataset '${entry.name}' is not published in files of its own`,
      `see ${entry.source}`,
    );
  }
  const newFolders = missingFolders(resolve(folder));
  const targets = entry.files.map((file) => ({ file, target: join(resolve(folder), publishedName(file)) }));
  const wanted = targets.filter(({ target }) => !existsSync(target));
  try {
    makeFolder(folder);
    for (const { file, target } of wanted) await downloadFile(file, target, listener);
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error;
    const byHand = wanted
      .filter(({ target }) => !existsSync(target))
      .map(({ file, target }) => `${file.download.url} as ${target} (SHA-256 ${file.download.sha256})`);
    throw new TadpoleError(error.message, `run this again, or save by hand ${byHand.join('; ')}`, {
      cause: error,
    });
  } finally {
    newFolders.forEach(removeIfEmpty);
  }
  return targets.map(({ target }) => target);
}

/** The folder and those of its parents that do not exist yet, from the inside out. */
function missingFolders(folder: string): string[] {
  return existsSync(folder) ? [] : [folder, ...missingFolders(dirname(folder))];
}

function removeIfEmpty(folder: string): void {
  if (existsSync(folder) && readdirSync(folder).length === 0) rmdirSync(folder);
}

/** The server cannot be reached or does not deliver the file. */
class Unreachable extends Error {}

async function downloadFile(file: RegistryFile, target: string, listener: DownloadListener): Promise<void> {
  const { url, bytes, sha256 } = file.download;
  const downloader = await loadDownloader();
  const unchecked = `${target}.unchecked`;
  const { log = () => {}, progress = () => ({ to: () => {}, end: () => {} }) } = listener;
  const published = (text: string) => text.replace(basename(unchecked), basename(target));
  const effects = {
    fetch: globalThis.fetch,
    log: (line: string) => log(published(line)),
    progress: (label: string, totalBytes: number) => progress(published(label), totalBytes),
  };
  try {
    await downloader.download(effects, sourceOf(url), unchecked);
  } catch (error) {
    const { message } = error as Error;
    if (error instanceof downloader.Unavailable) {
      throw new Unreachable(`${sourceOf(url)} cannot be downloaded: ${message}`, { cause: error });
    }
    throw new TadpoleError(message, (error as { hint?: string }).hint, { cause: error });
  }
  const actual = { bytes: statSync(unchecked).size, sha256: await downloader.sha256(unchecked) };
  if (actual.bytes !== bytes || actual.sha256 !== sha256) {
    rmSync(unchecked);
    throw new TadpoleError(
      `${sourceOf(url)}: expected ${bytes} bytes with the SHA-256 ${sha256}, got ${actual.bytes} bytes with ${actual.sha256}`,
      'the file was removed: run this again; if it happens again, something between you and the server changes the file',
    );
  }
  renameSync(unchecked, target);
}

/** `TADPOLE_DATA_URL` names a mirror that has the files under their names. */
function sourceOf(url: string): string {
  const mirror = process.env.TADPOLE_DATA_URL;
  return mirror ? `${mirror.replace(/\/$/, '')}/${url.split('/').at(-1)}` : url;
}

function publishedName(file: RegistryFile): string {
  return file.download.url.split('/').at(-1) as string;
}

function loadDownloader(): Promise<Downloader> {
  const specifier: string = '#setup/download.mjs';
  return import(specifier);
}
