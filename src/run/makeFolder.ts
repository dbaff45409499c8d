// Makes a folder that can be written to, or says why not.
import fs from 'node:fs';
import path from 'node:path';
import { TadpoleError } from '../errors';

/**
 * Makes `folder` and its missing parents.
 *
 * @throws TadpoleError when it cannot be made or written to
 */
export function makeFolder(folder: string): void {
  try {
    makeWithParents(path.resolve(folder));
    fs.accessSync(folder, fs.constants.W_OK);
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? String(error);
    throw new TadpoleError(
      `the folder ${folder} cannot be written (${reason})`,
      'choose one that you may write to',
      {
        cause: error,
      },
    );
  }
}

// Not `mkdirSync` with `recursive`: it never returns for folders that the system makes up, such as those in /proc.
function makeWithParents(folder: string): void {
  if (fs.existsSync(folder)) {
    if (!fs.statSync(folder).isDirectory()) throw Object.assign(new Error(folder), { code: 'ENOTDIR' });
    return;
  }
  makeWithParents(path.dirname(folder));
  fs.mkdirSync(folder);
}
