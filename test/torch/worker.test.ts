// The addon in worker threads: each has its own environment.
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

import { torch } from 'tadpole';

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
