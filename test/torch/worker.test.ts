// The addon in worker threads: each has its own environment.
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

import { torch } from 'tadpole';
import { run } from './alone';

const program = `
  const { parentPort, workerData } = require('node:worker_threads');
  const { torch } = require(workerData);
  torch.manualSeed(0);
  const x = torch.tensor([1, 2, 3], { requiresGrad: true });
  x.square().sum().backward();
  parentPort.postMessage({ grad: x.grad.tolist(), tensors: torch.memory().tensors });
`;

test('two workers compute side by side and end cleanly, tensors and all', async () => {
  const before = torch.memory().tensors;
  const workers = [1, 2].map(
    () => new Worker(program, { eval: true, workerData: require.resolve('tadpole') }),
  );
  const answers = await Promise.all(
    workers.map(async (worker) => {
      const exit = once(worker, 'exit');
      const [answer] = (await once(worker, 'message')) as [{ grad: number[]; tensors: number }];
      expect(await exit).toEqual([0]);
      return answer;
    }),
  );
  for (const answer of answers) {
    expect(answer.grad).toEqual([2, 4, 6]);
    expect(answer.tensors).toBeGreaterThan(0);
  }
  expect(torch.memory().tensors).toBe(before);
});

test('a worker that is terminated in the middle of noGrad ends alone, not with its process', () => {
  const terminated = run<number[]>(`
    const { Worker } = require('node:worker_threads');
    const loop = \`
      const torch = require('tadpole/torch');
      const x = torch.ones([300, 300]);
      require('node:worker_threads').parentPort.postMessage('started');
      for (;;) torch.noGrad(() => torch.scope(() => x.matmul(x).relu().sum()));
    \`;
    const terminate = async () => {
      const worker = new Worker(loop, { eval: true });
      await require('node:events').once(worker, 'message');
      return await worker.terminate();
    };
    (async () => answer([await terminate(), await terminate(), await terminate()]))();
  `);
  expect(terminated).toEqual([1, 1, 1]);
});
