// `tadpole serve` as a process: it answers, and a signal ends it when what it has taken is answered.
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import net from 'node:net';
import { Generators } from '../serve/generators';
import { command } from './command';
import { reacting, tadpole } from './tadpole';

const generators = new Generators();
const { folder } = generators;

/** Serves digits.pt; `use` is called with the address, and ends the process with a signal. */
async function serving(
  flags: string[],
  use: (url: string, child: ChildProcess) => Promise<void>,
): Promise<{ code: number | null; stderr: string }> {
  const port = await freePort();
  let used: Promise<void> | undefined;
  const ended = await reacting(
    folder,
    ['serve', 'digits.pt', '--port', String(port), ...flags],
    [
      [
        /^digits\.pt: http:\S+ \(Ctrl-C ends\)$/m,
        (child) => {
          used = use(`http://127.0.0.1:${port}/`, child);
        },
      ],
    ],
  );
  await used;
  return ended;
}

async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as net.AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

test('SIGTERM ends it when what was asked for is answered', async () => {
  const statuses: number[] = [];
  const { code, stderr } = await serving(['--max-wait', '300'], async (url, child) => {
    const asked = fetch(`${url}v1/images`, { method: 'POST', body: '{"count":3}' });
    const queued = async () =>
      (await (await fetch(`${url}metrics`)).text()).includes('tadpole_queued_images 3');
    while (!(await queued()));
    child.kill('SIGTERM');
    statuses.push((await asked).status);
  });
  expect(statuses).toEqual([200]);
  expect([code, stderr]).toEqual([
    0,
    'answering the requests that have been taken; a second signal ends at once\n',
  ]);
});

test('a second signal ends it at once', async () => {
  const { code } = await serving(['--max-wait', '60000'], async (url, child) => {
    const asked = fetch(`${url}v1/images`, { method: 'POST' });
    while (!(await (await fetch(`${url}metrics`)).text()).includes('tadpole_queued_images 1'));
    child.kill('SIGTERM');
    // Signals that come within a second count as one, so that it is sent until the process ends.
    const again = setInterval(() => child.kill('SIGTERM'), 100);
    await expect(asked).rejects.toThrow();
    clearInterval(again);
  });
  expect(code).toBe(130);
});

test('a port that is taken is refused, also by a process that nothing else keeps alive', async () => {
  const other = net.createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as net.AddressInfo;
  const { code, stderr } = tadpole(folder, 'serve', 'digits.pt', '--port', String(port));
  other.close();
  expect([code, stderr]).toEqual([2, expect.stringContaining(`error: port ${port} is in use`)]);
});

test.each([
  [['serve', 'none.pt'], 1, 'error: there is no file none.pt'],
  [
    ['serve', 'digits.pt', '--port', '70000'],
    2,
    "error: --port: expected a whole number from 0 to 65535, got '70000'",
  ],
  [
    ['serve', 'digits.pt', '--max-weit', '5'],
    2,
    'error: there is no flag --max-weit; did you mean --max-wait?',
  ],
  [['serve', 'digits.pt', '--max-queue', '8'], 2, 'error: --max-queue: expected a whole number from 256'],
  [['serve', 'digits.pt', '--host', '192.0.2.1'], 2, 'error: 192.0.2.1 is no address of this machine'],
  [['serve'], 2, 'error: something is missing: `tadpole serve <generator>`'],
])('%j is refused in words', async (words, expected, error) => {
  const { code, stderr } = await command(folder, ...words);
  expect([code, stderr]).toEqual([expected, expect.stringContaining(error)]);
  expect(stderr).toMatch(/^hint: /m);
});
