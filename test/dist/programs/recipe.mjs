// Trains a recipe in float64 for some steps and prints the losses of each, and sums over the weights.
import { dist, recipes, torch } from 'tadpole';

const { name, steps, batchSize, overrides = {} } = JSON.parse(process.argv[2]);
await dist.join({ timeout: 300 });
const recipe = recipes[name];
const classes = recipe.classes === 'optional' ? ['a', 'b', 'c'] : [];
const trainer = recipe.create({ seed: 3, classes, overrides: { dropout: 0, labelNoise: 0, ...overrides } });
trainer.generator.to('float64');
trainer.discriminator.to('float64');
trainer.average?.network.to('float64');
const random = new torch.Generator({ seed: 7 });
const normal = (...shape) => torch.randn(shape, { dtype: 'float64', generator: random });
const losses = [];
for (let step = 0; step < steps; step++) {
  const images = normal(batchSize, ...trainer.image.shape).clamp(-1, 1);
  const labels = torch.arange(batchSize, { dtype: 'int64' }).remainder(Math.max(classes.length, 1));
  const latents = Array.from({ length: 4 }, () => normal(batchSize, ...trainer.latent.shape));
  losses.push(trainer.step(classes.length > 0 ? { images, labels } : images, { latents }));
}
const total = (network) => network.parameters().map((one) => one.detach().abs().sum().item());
console.log(
  JSON.stringify({ losses, weights: [...total(trainer.generator), ...total(trainer.discriminator)] }),
);
dist.barrier();
await dist.leave();
