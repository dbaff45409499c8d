// Samples from a saved generator: node examples/sample-generator.mjs <generator.pt> [picture.png]
// Without a file, it trains a small one first.
import { data, gan, images, recipes } from 'tadpole';

const [file = await quickGenerator('generator.pt'), picture = 'samples.png'] = process.argv.slice(2);
const generator = gan.SavedGenerator.load(file);
console.log(
  `${file}: latents [${generator.latent.shape}] ${generator.latent.distribution}, values ${generator.valueRange}`,
);

const samples = generator.sample(64, { seed: 7 });
images.saveGrid(picture, samples, { range: generator.valueRange, scale: 2 });
console.log(`${picture}: ${samples.shape[0]} samples`);

const walk = generator.interpolate([1, 2, 3], 8);
images.saveGrid('walk.png', walk, { range: generator.valueRange, rows: 1 });
console.log(`walk.png: from seed 1 over 2 to 3 in ${walk.shape[0]} images`);

async function quickGenerator(path) {
  const recipe = recipes.digits;
  const model = recipe.create({ seed: 1 });
  const batches = new data.Loader(data.load('mnist'), { batchSize: 32, range: recipe.valueRange });
  await gan.train({ gan: model, batches, steps: 1000 });
  model.saveGenerator(path);
  return path;
}
