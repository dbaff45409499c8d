// Which names are close enough to an unknown one to be suggested.
import { didYouMean } from '../dist/suggest';

const RECIPES = ['digits', 'digits-keras', 'frogs-keras'];
const OPTIONS = ['batchSize', 'elementwiseAffine', 'eps', 'device', 'dtype'];

test.each([
  ['a letter is missing', 'digit', RECIPES, 'digits'],
  ['two letters have changed places', 'dgiits', RECIPES, 'digits'],
  ['case and dashes are nothing', 'BATCH_SIZE', OPTIONS, 'batchSize'],
  ['the beginning of a name', 'elementwise', OPTIONS, 'elementwiseAffine'],
  ['a name that goes on', 'epsilon', OPTIONS, 'eps'],
  ['the nearest of several', 'digits-kera', RECIPES, 'digits-keras'],
])('%s: %s', (_, word, names, meant) => {
  expect(didYouMean(word, names)).toBe(`; did you mean '${meant}'?`);
});

test.each([
  ['nothing is near', 'learningRate', OPTIONS],
  ['a short word is near to nothing much', 'x', OPTIONS],
  ['an empty word', '', OPTIONS],
  ['a beginning of two letters', 'fr', ['frogs-keras']],
  ['there are no names', 'digits', []],
])('%s: %s', (_, word, names) => {
  expect(didYouMean(word, names)).toBe('');
});

test('names are written as the caller says', () => {
  expect(didYouMean('stpes', ['steps', 'seed'], (flag) => `--${flag}`)).toBe('; did you mean --steps?');
});
