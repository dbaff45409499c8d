// The package as the tests import it: each part is loaded at its first use. Jest loads everything anew for every test file, and
// most of them use a few parts.

/** The names of `src/index.ts`, by the folder or file that they come from; a folder without names is one itself. */
const PARTS = {
  data: [],
  dist: [],
  errors: ['TadpoleError', 'UsageError'],
  gan: [],
  images: [],
  metrics: [],
  nn: [],
  optim: [],
  recipes: ['defineRecipe', 'recipes', 'settings'],
  run: [],
  torch: ['torch'],
};

Object.defineProperty(exports, '__esModule', { value: true });

/**
 * @param {string} name
 * @param {() => unknown} load
 */
function define(name, load) {
  Object.defineProperty(exports, name, {
    configurable: true,
    enumerable: true,
    get: () => {
      const value = load();
      Object.defineProperty(exports, name, { enumerable: true, value });
      return value;
    },
  });
}

for (const [part, names] of Object.entries(PARTS)) {
  const load = () => require(`../dist/${part}`);
  if (names.length === 0) define(part, load);
  for (const name of names) define(name, () => load()[name]);
}
