// Runs the commands of a test file in one process: most of the time of a short command is the start of its process.
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { type Ended, outcome } from './tadpole';

/** Printed after what a command prints, which may come later than the message that it has ended. */
const END = '\0end\n';

interface Runner {
  child: ChildProcess;
  /** Its exit code, should it end. */
  closed: Promise<number | null>;
}

let runner: Runner | undefined;
let previous: Promise<unknown> = Promise.resolve();

afterAll(() => runner?.child.kill());

/**
 * `tadpole <words>` in `cwd`, after the commands before it. For what a command prints, writes and returns; where signals, pipes
 * or the end of the process are what is tested, `tadpole` starts one.
 */
export function command(cwd: string, ...words: string[]): Promise<Ended> {
  const ended = previous.then(() => run(cwd, words));
  previous = ended;
  return ended;
}

async function run(cwd: string, words: string[]): Promise<Ended> {
  runner ??= start();
  const { child, closed } = runner;
  const answered = new Promise<number>((resolve) => child.once('message', resolve));
  const printed = [child.stdout, child.stderr].map((stream) => read(stream as Readable));
  child.send({ cwd, words, end: END });
  const [stdout = '', stderr = ''] = await Promise.all(printed);
  return outcome(await Promise.race([answered, closed]), stdout, stderr);
}

function start(): Runner {
  const program = path.join(__dirname, 'commandProcess.mjs');
  const child = fork(program, { stdio: ['ignore', 'pipe', 'pipe', 'ipc'], execArgv: [] });
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8');
  const closed = once(child, 'close').then(([code]) => {
    runner = undefined;
    return code as number | null;
  });
  return { child, closed };
}

/** What the stream gives up to the end of a command, or of the process. */
function read(stream: Readable): Promise<string> {
  return new Promise((resolve) => {
    let text = '';
    const stop = (): void => {
      stream.off('data', take).off('end', stop);
      resolve(text.endsWith(END) ? text.slice(0, -END.length) : text);
    };
    const take = (chunk: string): void => {
      text += chunk;
      if (text.endsWith(END)) stop();
    };
    stream.on('data', take).on('end', stop);
  });
}
