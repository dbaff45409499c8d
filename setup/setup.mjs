// The steps of set-up, in order.
import { addon } from './addon.mjs';
import { dependencies } from './dependencies.mjs';
import { libtorch } from './libtorch/libtorch.mjs';
import { page } from './page.mjs';
import { prerequisites } from './prerequisites.mjs';
import { typescript } from './typescript.mjs';

/** @type {readonly import('./steps.mjs').Step[]} */
export const setUpSteps = [prerequisites, dependencies, libtorch, addon, typescript, page];
