// `tadpole/dist` for ES modules, which copy the values that a CommonJS module exports: here `rank` and `size` change, too.
import { currentGroup, onGroupChange } from './index.js';

export * from './index.js';

/** The number of this process; 0 for one that is alone. */
export let rank = currentGroup()?.rank ?? 0;

/** How many processes there are; 1 for one that is alone. */
export let size = currentGroup()?.size ?? 1;

onGroupChange((group) => {
  rank = group.rank;
  size = group.size;
});
