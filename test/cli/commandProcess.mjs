// The process of test/cli/command.ts: runs the commands that it is sent, each as if in a process of its own.
import { runCommand } from '../../dist/cli/main.js';
import { torch } from '../../dist/index.js';

const threads = torch.getNumThreads();

/** @param {{ cwd: string, words: string[], end: string }} command `end` is printed on both outputs after its own */
async function answer({ cwd, words, end }) {
  process.chdir(cwd);
  const code = await runCommand(words);
  torch.setNumThreads(threads);
  for (const stream of [process.stdout, process.stderr]) stream.write(end);
  process.send?.(code);
}

process.on('message', answer);
