// The progress bar of downloads, shared with set-up.
import type { DownloadProgress } from '../data';

// Smaller files arrive before a progress bar is of use.
const LEAST_SHOWN = 1e6;

/** Starts the progress of one file; 0 bytes: its size is unknown. */
export type OpenProgress = (label: string, totalBytes: number) => DownloadProgress;

/** The bar of set-up's downloads; plain lines where there is no terminal. */
export async function downloadProgress(): Promise<OpenProgress> {
  const specifier: string = '#setup/progress.mjs';
  const { openProgress } = (await import(specifier)) as { openProgress: OpenProgress };
  const none: DownloadProgress = { to: () => {}, end: () => {} };
  return (label, totalBytes) =>
    totalBytes > 0 && totalBytes < LEAST_SHOWN ? none : openProgress(label, totalBytes);
}
