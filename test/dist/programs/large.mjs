// Trains networks whose gradients travel in buckets, in float64; prints a hash and sums of what they have become.
import { createHash } from 'node:crypto';
import { Worker } from 'node:worker_threads';
import { dist, gan, nn, optim, torch } from 'tadpole';

const {
  steps,
  resumeAt,
  microBatchSize,
  killAfter,
  batchSize = 12,
  norm = true,
} = JSON.parse(process.argv[2]);
const { rank } = await dist.join({ timeout: 60 });

function make() {
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
const train = (trainer, until) => {
  while (trainer.progress.step < until) {
    const { step } = trainer.progress;
    torch.scope(() => {
      const latents = [0, 1].map((draw) => normal(1000 * step + draw, batchSize, 8));
      trainer.step(normal(1000 * step + 7, batchSize, 3, 16, 16).clamp(-1, 1), { latents });
    });
  }
};

try {
  let trainer = make();
  if (killAfter !== undefined) {
    // All are connected by then.
    train(trainer, 2);
    const kill = `setTimeout(() => process.kill(process.pid, 'SIGKILL'), ${killAfter})`;
    if (rank === 1) new Worker(kill, { eval: true });
  }
  if (resumeAt !== undefined) {
    train(trainer, resumeAt);
    const state = trainer.state();
    trainer = make();
    trainer.loadState(state);
  }
  train(trainer, steps);
  const tensors = [trainer.generator, trainer.discriminator].flatMap((one) => Object.values(one.stateDict()));
  const hash = createHash('sha256');
  for (const tensor of tensors)
    hash.update(new Uint8Array(tensor.detach().contiguous().toTypedArray().buffer));
  const sums = tensors.map((tensor) => tensor.detach().to('float64').abs().sum().item());
  console.log(JSON.stringify({ hash: hash.digest('hex'), sums }));
  dist.barrier();
  await dist.leave();
} catch ({ name, problem, hint, message }) {
  console.log(JSON.stringify({ name, problem: problem ?? message, hint }));
  process.exit(0);
}
