// The order in which jest starts the test files: what takes long comes first, so that its workers end together.
const { default: Sequencer } = require('@jest/test-sequencer');

/** From the longest on. A fresh clone knows no durations, and jest would go by the lengths of the files. */
const LONG = [
  'parity/recipesFrogs',
  'cli/interruption',
  'torch/cache',
  'parity/recipesMxnet',
  'recipes/frogs',
  'cli/fullDisk',
  'parity/recipes',
  'torch/spinning',
  'cli/resume',
  'cli/train',
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
