// Commands from findings, and the differences of two configurations.
import { differences } from '../../../src/view/page/differences';
import { retry } from '../../../src/view/page/remedy';

const run = { config: { recipe: 'digits', seed: 3 }, changed: { steps: 500 } };

test('what a remedy names is set, beside what the run had set', () => {
  const remedy = 'a lower learning rate; for example --set generatorLearningRate=0.00025 (now 0.001)';
  expect(retry(run, remedy)).toBe(
    'npx tadpole train digits --seed 3 --set steps=500 --set generatorLearningRate=0.00025',
  );
});

test('where it names a seed alone, the next one is taken', () => {
  expect(retry(run, 'start again with another --seed')).toBe(
    'npx tadpole train digits --seed 4 --set steps=500',
  );
});

test('a remedy without flags is no command, nor is one of an unknown run', () => {
  expect(retry(run, 'look at the data')).toBeUndefined();
  expect(retry({ config: null, changed: {} }, 'another --seed')).toBeUndefined();
});

test("a recipe of the user's own is named by its file", () => {
  const own = { config: { recipe: 'mine', recipeFile: '/home/me/mine.ts', seed: 0 }, changed: {} };
  expect(retry(own, 'another --seed')).toBe('npx tadpole train /home/me/mine.ts --seed 1');
});

test('differences of two configurations have dotted names', () => {
  const one = { seed: 1, settings: { beta1: 0.5, steps: 10 } };
  const other = { seed: 1, settings: { beta1: 0.9, steps: 10, extra: true } };
  expect(differences(one, other)).toEqual([
    ['settings.beta1', '0.5', '0.9'],
    ['settings.extra', 'none', 'true'],
  ]);
});
