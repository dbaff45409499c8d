// Lint: Biome, clang-format, clang-tidy, and the types of sources, tests and scripts.
import { refuseInterrupted } from '../../setup/errors.mjs';
import { binaryOf } from '../../setup/packages.mjs';
import { contentHash, readStamp, removeStamp, writeStamp } from '../../setup/stamps.mjs';
import { seconds } from '../../setup/steps.mjs';
import { clangFormat } from './clang-format.mjs';
import { clangTidy } from './clang-tidy.mjs';

/** @typedef {import('../../setup/effects.mjs').Effects} Effects */

/**
 * @typedef {object} Check
 * @property {string} name
 * @property {string} remedy
 * @property {(effects: Effects) => string} inputs the hash of everything that decides the outcome; a check that passed is not run again while this is unchanged
 * @property {(effects: Effects) => Promise<{ passed: boolean } | { skipped: string }>} run prints what it finds
 */

const TYPED_FOLDERS = [
  'tsconfig.json',
  'src',
  'test',
  'scripts',
  'setup',
  'examples',
  'bench',
  'jest.config.js',
  'package-lock.json',
];

/** @type {Check} */
const biome = {
  name: 'biome',
  remedy: 'run `npm run format`, then fix the rest by hand',
  inputs: ({ root }) => contentHash(root, ['biome.json', 'package.json', ...TYPED_FOLDERS]),
  run: async ({ root, show }) => {
    const args = ['check', '--error-on-warnings', '--no-errors-on-unmatched'];
    return {
      passed: (await show(process.execPath, [binaryOf(root, '@biomejs/biome', 'biome'), ...args])) === 0,
    };
  },
};

/**
 * @param {string} project
 * @returns {Check}
 */
function typesOf(project) {
  return {
    name: `types of ${project}`,
    remedy: `run \`npx tsc -p ${project}\``,
    inputs: ({ root }) => contentHash(root, [...TYPED_FOLDERS]),
    run: async ({ root, show }) => ({
      passed: (await show(process.execPath, [binaryOf(root, 'typescript', 'tsc'), '-p', project])) === 0,
    }),
  };
}

/**
 * The checks of a lane run one after another, the lanes in parallel: of the addon's two units one is checked long before the other.
 * The types of src/ are checked when set-up compiles it.
 * @type {readonly (readonly Check[])[]}
 */
const LANES = [
  [biome, typesOf('src/view/page'), typesOf('src/export/html/page'), typesOf('test'), typesOf('scripts')],
  [clangFormat, clangTidy],
];

/**
 * Runs every check, whether or not an earlier one fails.
 * @param {Effects} effects
 * @returns {Promise<string[]>} the names of those that failed
 */
export async function runChecks(effects) {
  const failed = await Promise.all(
    LANES.map(async (checks) => {
      const names = [];
      for (const check of checks) if (!(await passes(effects, check))) names.push(check.name);
      return names;
    }),
  );
  return failed.flat();
}

/**
 * Runs a check, unless it has passed on the same files, and prints its outcome.
 * @param {Effects} effects
 * @param {Check} check
 * @returns {Promise<boolean>} false when it failed; one that is skipped did not
 */
async function passes(effects, check) {
  const start = performance.now();
  const stamp = `check-${check.name.replaceAll(/[ /]/g, '-')}`;
  const hash = check.inputs(effects);
  if (readStamp(effects.root, stamp) === hash) {
    effects.log(`${check.name}: passed before, nothing has changed`);
    return true;
  }
  removeStamp(effects.root, stamp);
  const outcome = await check.run(effects);
  const took = seconds(performance.now() - start);
  if ('skipped' in outcome) {
    effects.log(`${check.name}: SKIPPED, ${outcome.skipped}`);
    return true;
  }
  if (outcome.passed) {
    writeStamp(effects.root, stamp, hash);
    effects.log(`${check.name}: passed (${took})`);
    return true;
  }
  refuseInterrupted(effects);
  effects.log(`${check.name}: FAILED (${took}); ${check.remedy}`);
  return false;
}
