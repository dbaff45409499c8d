// The progress of a download: a bar on a terminal, otherwise a line for every tenth.

const BAR_WIDTH = 30;

/**
 * @param {string} label
 * @param {number} totalBytes 0 when unknown
 * @returns {import('./effects.mjs').Progress}
 */
export function openProgress(label, totalBytes) {
  const terminal = process.stderr.isTTY === true && process.env['TERM'] !== 'dumb';
  let shown = -1;
  return {
    to(bytes) {
      const part = totalBytes > 0 ? Math.min(1, bytes / totalBytes) : 0;
      const step = terminal ? Math.floor(part * 1000) : Math.floor(part * 10);
      if (step === shown) return;
      shown = step;
      const amount = totalBytes > 0 ? `${megabytes(bytes)} of ${megabytes(totalBytes)}` : megabytes(bytes);
      if (!terminal) {
        process.stderr.write(`  ${label}: ${amount}\n`);
        return;
      }
      const filled = Math.round(part * BAR_WIDTH);
      process.stderr.write(`\r  ${label} [${'='.repeat(filled).padEnd(BAR_WIDTH)}] ${amount}\x1b[K`);
    },
    end() {
      if (terminal && shown >= 0) process.stderr.write('\n');
    },
  };
}

/** @param {number} bytes */
export function megabytes(bytes) {
  return `${(bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0)} MB`;
}
