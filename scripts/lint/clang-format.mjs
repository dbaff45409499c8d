// clang-format over native/: checks, or rewrites with `node scripts/lint/clang-format.mjs --write`.
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { realEffects } from '../../setup/effects.mjs';
import { contentHash } from '../../setup/stamps.mjs';
import { cppFiles } from './cpp.mjs';
import { cppTools } from './tools.mjs';

/** @type {import('./checks.mjs').Check} */
export const clangFormat = {
  name: 'clang-format',
  remedy: 'run `npm run format`',
  inputs: ({ root }) => contentHash(root, ['.clang-format', 'scripts/lint/requirements.txt', 'native']),
  run: (effects) => format(effects, ['--dry-run', '--Werror']),
};

/**
 * @param {import('../../setup/effects.mjs').Effects} effects
 * @param {string[]} options
 * @returns {Promise<{ passed: boolean } | { skipped: string }>}
 */
async function format(effects, options) {
  const tools = await cppTools(effects);
  if ('missing' in tools) return { skipped: tools.missing };
  return {
    passed:
      (await effects.show(join(tools.folder, 'clang-format'), [...options, ...cppFiles(effects.root)])) === 0,
  };
}

const script = fileURLToPath(import.meta.url);
if (process.argv[1] === script && process.argv.includes('--write')) {
  const outcome = await format(realEffects(dirname(dirname(dirname(script)))), ['-i']);
  if ('skipped' in outcome) process.stdout.write(`clang-format: SKIPPED, ${outcome.skipped}\n`);
  else process.exitCode = Number(!outcome.passed);
}
