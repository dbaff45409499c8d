// Temporary files that killed processes left in a run folder, cleaned up when the run is resumed.
import fs from 'node:fs';
import path from 'node:path';
import { standsFor } from '../io';

/** Removes temporary files and folders below `root`, and puts an earlier one back whose successor never came into place. */
export function removeLeftovers(root: string): void {
  for (const entry of fs.readdirSync(root, { withFileTypes: true })) {
    const file = path.join(root, entry.name);
    const leftover = standsFor(entry.name);
    if (leftover === undefined) {
      if (entry.isDirectory()) removeLeftovers(file);
      continue;
    }
    const target = path.join(root, leftover.target);
    if (leftover.kind === 'old' && !fs.existsSync(target)) fs.renameSync(file, target);
    else fs.rmSync(file, { recursive: true, force: true });
  }
}
