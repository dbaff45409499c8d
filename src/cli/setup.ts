// `tadpole setup`: downloads libtorch and builds the addon, in a clone or in an installed package.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { TadpoleError } from '../errors';
import { EXIT } from './failure';
import { examine } from './health';
import { printJson } from './output';

/** Runs setup/main.mjs, which prints what it does; with `--json`, what `tadpole doctor` finds afterwards. Returns its exit code. */
export function run({ json }: { json: boolean }): number {
  const root = path.resolve(__dirname, '..', '..');
  const script = path.join(root, 'setup', 'main.mjs');
  const { status, error } = spawnSync(process.execPath, [script], {
    cwd: root,
    stdio: ['inherit', json ? process.stderr : 'inherit', 'inherit'],
  });
  if (error)
    throw new TadpoleError(
      `set-up could not be started: ${error.message}`,
      `run \`node ${script}\` yourself`,
    );
  if (json && status === 0) printJson(examine(root));
  return status ?? EXIT.interrupted;
}
