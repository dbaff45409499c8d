// `tadpole setup`: downloads libtorch and builds the addon, in a clone or in an installed package.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { TadpoleError } from '../errors';

/** Runs setup/main.mjs, which prints what it does. Returns its exit code. */
export function run(): number {
  const root = path.resolve(__dirname, '..', '..');
  const script = path.join(root, 'setup', 'main.mjs');
  const { status, error } = spawnSync(process.execPath, [script], { cwd: root, stdio: 'inherit' });
  if (error)
    throw new TadpoleError(
      `set-up could not be started: ${error.message}`,
      `run \`node ${script}\` yourself`,
    );
  return status ?? 130;
}
