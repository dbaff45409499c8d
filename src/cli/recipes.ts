// `tadpole recipes`: lists the recipes, or prints one in full.
import type { Trainer } from '../gan';
import type { Module } from '../nn';
import { openRecipe, recipes } from '../recipes';
import type { Recipe } from '../run';
import { torch } from '../torch';
import { EXIT } from './failure';
import { columns, printJson, tell } from './output';

/** Prints one line per recipe, or the full recipe of that name or file. */
export async function run({ name, json }: { name?: string; json: boolean }): Promise<number> {
  if (name !== undefined) {
    const recipe = await openRecipe(name);
    if (json) printJson(torch.scope(() => factsOf(recipe)));
    else printRecipe(recipe);
    return EXIT.done;
  }
  const all = Object.values(recipes).map(({ name, summary }) => ({ name, summary }));
  if (json) {
    printJson({ recipes: all });
    return EXIT.done;
  }
  for (const line of columns(all.map(({ name, summary }) => [name, summary]))) console.log(line);
  tell(
    '\nDetails of one: tadpole recipes <name>. Train it: tadpole train <name>. Your own: tadpole train ./my-recipe.ts.',
  );
  return EXIT.done;
}

/** A recipe as `--json` prints it. */
function factsOf(recipe: Recipe) {
  const { name, file = null, summary, data, classes, notes, sources } = recipe;
  const trainer = make(recipe);
  const { latent, image, generator, discriminator } = trainer;
  const facts = {
    name,
    file,
    summary,
    data: { dataset: data.dataset, about: data.about },
    settings: recipe.describe(),
    latent: { shape: latent.shape, distribution: latent.distribution },
    image: { shape: image.shape, range: image.range },
    classes: classes === true ? 'from the data' : classes,
    generator: { parameters: parametersOf(generator), layers: generator.toString() },
    discriminator: { parameters: parametersOf(discriminator), layers: discriminator.toString() },
    notes,
    sources,
  };
  trainer.dispose();
  return facts;
}

/** A trainer to look at: of one class, where classes come from the data. */
function make(recipe: Recipe): Trainer {
  return recipe.create(recipe.classes === true ? { classes: ['0'] } : {});
}

function parametersOf(network: Module): number {
  return network.parameters().reduce((sum, parameter) => sum + parameter.numel(), 0);
}

function printRecipe(recipe: Recipe): void {
  console.log(`${recipe.name}: ${recipe.summary}\n`);
  console.log(`data\n  ${recipe.data.about}`);
  const settings = recipe.describe();
  const width = Math.max(...settings.map(({ name }) => name.length));
  console.log('\nsettings (change one with --set name=value)');
  const isChosen = (name: string): boolean => recipe.choices?.names.includes(name) === true;
  const values = settings.map(({ name, default: value }) => (isChosen(name) ? 'chosen' : String(value)));
  const valueWidth = Math.max(...values.map((value) => value.length));
  for (const [index, { name, about }] of settings.entries()) {
    console.log(`  ${name.padEnd(width)}  ${values[index]?.padEnd(valueWidth)}  ${about}`);
  }
  const presets = Object.entries(recipe.presets);
  if (presets.length > 0) console.log('\npresets (take one with --preset)');
  for (const [preset, { about }] of presets) console.log(`  ${preset.padEnd(width)}  ${about}`);
  torch.scope(() => {
    const { classes } = recipe;
    const trainer = make(recipe);
    const { latent, image } = trainer;
    console.log(
      `\nlatent [${latent.shape.join(', ')}] ${latent.distribution}, images [${image.shape.join(', ')}], ` +
        `values ${image.range.join(' to ')}`,
    );
    if (classes === true) console.log('classes of the data (below: one class)');
    else if (classes === 'optional')
      console.log(
        recipe.conditional
          ? 'classes of the data, if any, can be asked for; with --no-classes the generator draws them itself'
          : 'classes of the data, if any; with --classes they can be asked for',
      );
    else if (classes.length > 0) console.log(`classes ${classes.join(', ')}`);
    for (const [title, network] of [
      ['generator', trainer.generator],
      ['discriminator', trainer.discriminator],
    ] as const) {
      console.log(
        `\n${title}, ${parametersOf(network).toLocaleString('en')} parameters\n${indent(network.toString())}`,
      );
    }
    trainer.dispose();
  });
  printList('notes', recipe.notes);
  printList('sources', recipe.sources);
}

function printList(title: string, entries: readonly string[]): void {
  if (entries.length > 0) console.log(`\n${title}\n${entries.map((entry) => `  - ${entry}`).join('\n')}`);
}

function indent(text: string): string {
  return text.replace(/^/gm, '  ');
}
