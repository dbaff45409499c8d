// Creates a folder that can be written to, or throws an error with the reason.
import fs from 'node:fs';
import path from 'node:path';
import { WriteError } from './atomic';

// Another folder on the same disk would not help.
const FULL = new Set(['ENOSPC', 'EDQUOT', 'EIO', 'EROFS']);

/**
 * Creates `folder` and its missing parents.
 *
 * @throws WriteError when it cannot be created or written to
 */
export function makeFolder(folder: string): void {
  try {
    makeWithParents(path.resolve(folder));
    fs.accessSync(folder, fs.constants.W_OK);
  } catch (error) {
    const { code = String(error) } = error as NodeJS.ErrnoException;
    const problem = `the folder ${folder} cannot be written (${code})`;
    const hint = FULL.has(code) ? {} : { hint: 'choose one that you may write to' };
    throw new WriteError(folder, code, { problem, ...hint }, { cause: error });
  }
}

// Not `mkdirSync` with `recursive`: it never returns for virtual folders of the system, such as those in /proc.
function makeWithParents(folder: string): void {
  if (fs.existsSync(folder)) {
    if (!fs.statSync(folder).isDirectory()) throw Object.assign(new Error(folder), { code: 'ENOTDIR' });
    return;
  }
  makeWithParents(path.dirname(folder));
  fs.mkdirSync(folder);
}
