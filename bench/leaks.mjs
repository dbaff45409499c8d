// Leak runs: the number of live tensors must return to its start, and resident memory must stay flat after warm-up.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { nn, recipes, torch } from 'tadpole';
import { table, wholeFlags } from './lib/format.mjs';

const flags = wholeFlags({ steps: 100_000, modules: 10_000, loads: 1_000 });
const MEBIBYTE = 2 ** 20;
/** Growth of resident memory that is allowed after warm-up: what allocators keep. */
const ALLOWED_GROWTH = 16 * MEBIBYTE;

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc');
torch.setNumThreads(1);

/** Collects garbage and lets finalizers run. */
async function settle() {
  for (let i = 0; i < 3; i++) {
    collect();
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** Runs `body` `count` times; the first half is warm-up. */
async function watch(name, count, body) {
  const warmUp = Math.ceil(count / 2);
  const chunk = Math.ceil(count / 50);
  let before;
  let peak = 0;
  for (let i = 0; i < count; i++) {
    body(i);
    if (i + 1 === warmUp) {
      await settle();
      before = { ...torch.memory(), resident: process.memoryUsage.rss() };
    } else if ((i + 1) % chunk === 0) {
      // Finalizers run only between turns of the event loop, as in a program without scopes.
      await new Promise((resolve) => setImmediate(resolve));
      if (before) peak = Math.max(peak, process.memoryUsage.rss());
    }
  }
  await settle();
  const after = { ...torch.memory(), resident: process.memoryUsage.rss() };
  const growth = after.resident - before.resident;
  const leaks = after.tensors !== before.tensors || after.bytes !== before.bytes || growth > ALLOWED_GROWTH;
  const mib = (bytes) => (bytes / MEBIBYTE).toFixed(1);
  return [
    name,
    count,
    `${before.tensors} -> ${after.tensors}`,
    `${mib(before.bytes)} -> ${mib(after.bytes)}`,
    `${mib(before.resident)} -> ${mib(after.resident)} (peak ${mib(peak)})`,
    leaks ? 'LEAKS' : 'flat',
  ];
}

const folder = mkdtempSync(join(tmpdir(), 'tadpole-leaks-'));
try {
  const rows = [];
  const trainer = recipes['digits-tensorflow'].create({ seed: 0, overrides: { hiddenSize: 16 } });
  const real = torch.rand([8, 1, 28, 28]);
  rows.push(await watch('training steps', flags.steps, () => trainer.step(real)));

  const input = torch.randn([4, 64]);
  const network = () =>
    new nn.Sequential(new nn.Linear(64, 64), new nn.BatchNorm1d(64), new nn.ReLU(), new nn.Linear(64, 1));
  const use = (module) => torch.scope(() => module.forward(input).sum().backward());
  rows.push(
    await watch('modules created, used, disposed', flags.modules, () => {
      const module = network();
      use(module);
      module.dispose();
    }),
  );
  rows.push(await watch('modules created, used, dropped', flags.modules, () => use(network())));

  const file = join(folder, 'generator.pt');
  gan.saveGenerator(file);
  const latents = torch.randn([2, 100]);
  const forward = (script) => torch.scope(() => script.forward(latents).shape);
  rows.push(
    await watch('TorchScript loads, disposed', flags.loads, () => {
      const script = torch.jit.load(file);
      forward(script);
      script.dispose();
    }),
  );
  rows.push(await watch('TorchScript loads, dropped', flags.loads, () => forward(torch.jit.load(file))));
  console.log(table(['', 'times', 'live tensors', 'tensor MiB', 'resident MiB', ''], rows));
  process.exitCode = rows.some((row) => row.at(-1) === 'LEAKS') ? 1 : 0;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
