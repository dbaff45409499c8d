// Tadpole's side of a benchmark: reads {"task", "count"} lines, runs the task that often, answers {"seconds"}.
import { createInterface } from 'node:readline';
import { torch } from 'tadpole';
import { run } from './tasks.mjs';

torch.setNumThreads(Number(process.argv[2]));
torch.manualSeed(0);
const answer = (value) => process.stdout.write(`${JSON.stringify(value)}\n`);
answer({ torch: torch.versions().libtorch });
for await (const line of createInterface({ input: process.stdin })) {
  const { task, count } = JSON.parse(line);
  answer({ seconds: run(task, count) });
}
