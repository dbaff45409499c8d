// The order in which jest starts the test files: what takes long comes first, so that its workers end together.
const { default: Sequencer } = require('@jest/test-sequencer');

/** From the longest on. A fresh clone knows no durations, and jest would go by the lengths of the files. */
const LONG = [
  'cli/processes',
  'parity/recipesFrogs',
  'dist/joining',
  'export/recipes',
  'dist/training',
  'dist/gradients',
  'cli/interruption',
  'torch/cache',
  'view/lab',
  'parity/recipesMxnet',
  'cli/resume',
  'cli/fullDisk',
  'serve/server',
  'view/page',
  'cli/json',
  'cli/train',
  'parity/recipes',
  'recipes/recipes',
  'recipes/frogs',
  'run/fineTuning',
  'torch/memoryLimit',
  'cli/findings',
  'export/page',
  'dist/evaluating',
  'examples/examples',
];

module.exports = class extends Sequencer {
  /** @param {import('@jest/test-sequencer').Test[]} tests */
  sort(tests) {
    const others = super.sort(tests);
    const long = LONG.flatMap((name) => others.filter(({ path }) => path.endsWith(`/test/${name}.test.ts`)));
    return [...long, ...others.filter((test) => !long.includes(test))];
  }
};
