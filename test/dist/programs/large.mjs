// Trains networks whose gradients travel in buckets, in float64, in several ways; prints a hash and sums of what each has become.
import { createHash } from 'node:crypto';
import { Worker } from 'node:worker_threads';
import * as dist from 'tadpole/dist';
import * as gan from 'tadpole/gan';
import * as nn from 'tadpole/nn';
import * as optim from 'tadpole/optim';
import * as torch from 'tadpole/torch';

const cases = JSON.parse(process.argv[2]);
const { rank } = await dist.join({ timeout: 60 });

function make({ microBatchSize, norm = true }) {
  torch.manualSeed(1);
  const generator = new nn.Sequential(
    new nn.Linear(8, 256),
    ...(norm ? [new nn.BatchNorm1d(256)] : []),
    new nn.ReLU(),
    new nn.Linear(256, 768),
    new nn.LeakyReLU(0.2),
    new nn.Linear(768, 768),
    new nn.Tanh(),
    new nn.Unflatten(1, [3, 16, 16]),
  ).to('float64');
  const discriminator = new nn.Sequential(
    new nn.Flatten(),
    new nn.Linear(768, 768),
    new nn.SiLU(),
    new nn.Linear(768, 512),
    new nn.SiLU(),
    new nn.Linear(512, 1),
  ).to('float64');
  const adam = (network) => new optim.Adam(network.parameters(), { lr: 1e-3, betas: [0.5, 0.9] });
  return new gan.Trainer({
    model: {
      generator,
      discriminator,
      latent: { shape: [8], distribution: 'normal' },
      image: { shape: [3, 16, 16] },
    },
    optimizers: { generator: adam(generator), discriminator: adam(discriminator) },
    objective: gan.logistic({ penalties: [gan.r1({ weight: 1, every: 2 })], discriminatorUpdates: 1 }),
    clip: { discriminator: { norm: 5 }, generator: { norm: 5 } },
    ...(microBatchSize ? { microBatchSize } : {}),
  });
}

const normal = (seed, ...shape) =>
  torch.randn(shape, { dtype: 'float64', generator: new torch.Generator({ seed }) });
const train = (trainer, until, batchSize) => {
  while (trainer.progress.step < until) {
    const { step } = trainer.progress;
    torch.scope(() => {
      const latents = [0, 1].map((draw) => normal(1000 * step + draw, batchSize, 8));
      trainer.step(normal(1000 * step + 7, batchSize, 3, 16, 16).clamp(-1, 1), { latents });
    });
  }
};

function outcome({ steps, resumeAt, killAfter, batchSize = 12, ...kind }) {
  let trainer = make(kind);
  if (killAfter !== undefined) {
    // All are connected by then.
    train(trainer, 2, batchSize);
    const kill = `setTimeout(() => process.kill(process.pid, 'SIGKILL'), ${killAfter})`;
    if (rank === 1) new Worker(kill, { eval: true });
  }
  if (resumeAt !== undefined) {
    train(trainer, resumeAt, batchSize);
    const state = trainer.state();
    trainer = make(kind);
    trainer.loadState(state);
  }
  train(trainer, steps, batchSize);
  const tensors = [trainer.generator, trainer.discriminator].flatMap((one) => Object.values(one.stateDict()));
  const hash = createHash('sha256');
  for (const tensor of tensors)
    hash.update(new Uint8Array(tensor.detach().contiguous().toTypedArray().buffer));
  const sums = tensors.map((tensor) => tensor.detach().to('float64').abs().sum().item());
  return { hash: hash.digest('hex'), sums };
}

try {
  console.log(JSON.stringify(cases.map(outcome)));
  dist.barrier();
  await dist.leave();
} catch ({ name, problem, hint, message }) {
  console.log(JSON.stringify({ name, problem: problem ?? message, hint }));
  process.exit(0);
}
