// The remedies of a run that goes wrong name the learning rate that its recipe declares.
import { defineRecipe, gan, nn, optim, recipes, type run, settings } from 'tadpole';
import { inWordsOf } from '../../dist/run/watching';

const collapse: gan.Finding = {
  trouble: 'collapse',
  step: 400,
  recovered: false,
  message: 'samples are alike',
  remedy: 'lower the learning rate of the generator',
  measured: 0.02,
};

function recipeWith(rates: Record<string, ReturnType<typeof settings.positive>>): run.Recipe {
  return defineRecipe({
    name: 'mine',
    summary: 'a recipe with rates of its own',
    settings: settings.define({ ...settings.schedule({ steps: 8, batchSize: 4 }), ...rates }),
    data: { dataset: 'mnist', order: 'shuffledEpochs', about: 'digits' },
    imageShape: [1, 28, 28],
    valueRange: [-1, 1],
    latent: () => ({ shape: [4], distribution: 'normal' }),
    generator: () => new nn.Linear(4, 784),
    discriminator: () => new nn.Linear(784, 1),
    generatorOptimizer: (network) => new optim.SGD(network.parameters(), { lr: 1 }),
    discriminatorOptimizer: (network) => new optim.SGD(network.parameters(), { lr: 1 }),
    step: () => gan.logistic(),
  });
}

/** The remedy in a run with the default settings. */
const remedy = (
  recipe: run.Recipe,
  finding: Partial<gan.Finding> = {},
  rates?: Record<gan.NetworkName, number>,
) => inWordsOf(recipe, recipe.resolve(), { ...collapse, ...finding }, rates).remedy;

test('the rate of the network concerned, whatever its name', () => {
  const recipe = recipeWith({
    critic: settings.learningRate(0.4, 'step size of D', 'discriminator'),
    painter: settings.learningRate(0.2, 'step size of G', 'generator'),
  });
  expect(remedy(recipe)).toBe(`${collapse.remedy}; for example --set painter=0.05 (now 0.2)`);
  expect(remedy(recipe, { trouble: 'deadDiscriminator' })).toMatch(/--set critic=0.1 \(now 0.4\)$/);
});

test('after roll-backs, the rate that is left of it', () => {
  const recipe = recipeWith({ painter: settings.learningRate(0.2, 'step size of G', 'generator') });
  const remedied = remedy(recipe, {}, { generator: 1 / 16, discriminator: 1 });
  expect(remedied).toMatch(/--set painter=0.0031 \(now 0.013, after roll-backs\)$/);
});

test('the rate that both networks share', () => {
  expect(remedy(recipeWith({ pace: settings.learningRate(0.4, 'step size of both') }))).toMatch(
    /--set pace=0.1 \(now 0.4\)$/,
  );
});

test('no setting that is not declared a learning rate, and none for what is over', () => {
  expect(remedy(recipeWith({ generatorLearningRate: settings.positive(0.4, 'a factor') }))).toBe(
    collapse.remedy,
  );
  expect(remedy(recipes.digits, { recovered: true, remedy: '' })).toBe('');
});
