// The bar of a download: that of set-up.
import type { DownloadProgress } from '../data';

// A smaller file is there before a progress bar says anything.
const LEAST_SHOWN = 1e6;

/** Begins the progress of one file; 0 bytes: its size is not known. */
export type OpenProgress = (label: string, totalBytes: number) => DownloadProgress;

/** The bar of set-up's downloads; plain lines where there is no terminal. */
export async function downloadProgress(): Promise<OpenProgress> {
  const specifier: string = '#setup/progress.mjs';
  const { openProgress } = (await import(specifier)) as { openProgress: OpenProgress };
  const none: DownloadProgress = { to: () => {}, end: () => {} };
  return (label, totalBytes) =>
    totalBytes > 0 && totalBytes < LEAST_SHOWN ? none : openProgress(label, totalBytes);
}
