// A discriminator that keeps a mean of what it is shown, without telling the other ranks; and trainers that differ.
import * as dist from 'tadpole/dist';
import * as gan from 'tadpole/gan';
import * as nn from 'tadpole/nn';
import * as optim from 'tadpole/optim';
import * as torch from 'tadpole/torch';

class Keeper extends nn.Module {
  layer = new nn.Linear(16, 1);
  mean = nn.buffer(torch.zeros([1]));

  forward(images) {
    torch.noGrad(() => this.mean.lerp_(images.mean().reshape([1]), 0.5));
    return this.layer.forward(images.flatten(1));
  }
}

const { keeps = false, rates = [1e-3, 1e-3] } = JSON.parse(process.argv[2]);
const { rank } = await dist.join({ timeout: 60 });
torch.manualSeed(1);
const generator = new nn.Sequential(new nn.Linear(4, 16), new nn.Unflatten(1, [1, 4, 4]));
const discriminator = keeps ? new Keeper() : new nn.Sequential(new nn.Flatten(), new nn.Linear(16, 1));
const adam = (network) => new optim.Adam(network.parameters(), { lr: rates[rank] });
const trainer = new gan.Trainer({
  model: {
    generator,
    discriminator,
    latent: { shape: [4], distribution: 'normal' },
    image: { shape: [1, 4, 4] },
  },
  optimizers: { generator: adam(generator), discriminator: adam(discriminator) },
});
const random = new torch.Generator({ seed: 7 });
try {
  for (let step = 0; step < 200; step++) trainer.step(torch.randn([4, 1, 4, 4], { generator: random }));
  console.log(JSON.stringify({ steps: trainer.progress.step }));
} catch ({ name, problem }) {
  console.log(JSON.stringify({ steps: trainer.progress.step, name, problem }));
}
process.exit(0);
