// Trains recipes in float64 for some steps each; prints of each the losses of its steps, and sums over its weights.
import { dist, recipes, torch } from 'tadpole';

function train({ name, steps, batchSize, overrides }) {
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
  const weights = [...total(trainer.generator), ...total(trainer.discriminator)];
  trainer.dispose();
  return { losses, weights };
}

await dist.join({ timeout: 300 });
console.log(JSON.stringify(JSON.parse(process.argv[2]).map(train)));
dist.barrier();
await dist.leave();
