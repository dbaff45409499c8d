// `tadpole recipes`: lists the recipes, or prints one in full.
import { openRecipe, recipes } from '../recipes';
import type { Recipe } from '../run';
import { torch } from '../torch';
import { EXIT } from './failure';

/** Prints one line per recipe, or the full recipe of that name or file. */
export async function run({ name }: { name?: string }): Promise<number> {
  if (name !== undefined) {
    printRecipe(await openRecipe(name));
    return EXIT.done;
  }
  const all = Object.values(recipes);
  const width = Math.max(...all.map((recipe) => recipe.name.length));
  for (const recipe of all) console.log(`${recipe.name.padEnd(width)}  ${recipe.summary}`);
  console.log(
    '\nDetails of one: tadpole recipes <name>. Train it: tadpole train <name>. Your own: tadpole train ./my-recipe.ts.',
  );
  return EXIT.done;
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
    const trainer = recipe.create(classes === true ? { classes: ['0'] } : {});
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
      const count = network.parameters().reduce((sum, parameter) => sum + parameter.numel(), 0);
      console.log(`\n${title}, ${count.toLocaleString('en')} parameters\n${indent(network.toString())}`);
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
