// Joining a group: what can go wrong, and that it is said in words.
import net from 'node:net';
import { printed, type RankOptions, runRanks } from './ranks';

interface Failure {
  name?: string;
  problem?: string;
  hint?: string;
  joined?: number;
}

async function failures(options: RankOptions, count = 2): Promise<Failure[]> {
  return (await runRanks('joining', count, options)).map((end) => printed<Failure>(end));
}

test('a process that does not come is named', async () => {
  const [only] = await failures({ args: { timeout: 2 }, started: [1] }, 3);
  expect(only?.name).toBe('DistError');
  expect(only?.problem).toBe('the group cannot be joined: ranks 0, 2 of 3 did not come within 2 s');
});

test('two processes with one number are refused', async () => {
  const found = await failures({ args: { timeout: 10 }, env: () => ({ RANK: '0' }) });
  expect(found.map(({ problem }) => problem)).toContain(
    'the group cannot be joined: two processes call themselves rank 0',
  );
});

test('processes with kernels for other processors are refused on both sides', async () => {
  const found = await failures({
    env: (rank) => ({ ATEN_CPU_CAPABILITY: rank === 1 ? 'default' : undefined }),
  });
  for (const { problem, hint } of found) {
    expect(problem).toMatch(/^rank 1 has CPU kernels DEFAULT, rank 0 has AVX/);
    expect(hint).toContain('ATEN_CPU_CAPABILITY');
  }
});

test('a taken port is said, with the variable that chooses another', async () => {
  const server = net.createServer().listen(0);
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as net.AddressInfo;
  const [first] = await failures({
    started: [0],
    args: { timeout: 2 },
    env: () => ({ TADPOLE_MEETING_FILE: undefined, MASTER_ADDR: '127.0.0.1', MASTER_PORT: String(port) }),
  });
  server.close();
  expect(first?.problem).toBe(
    `the group cannot be joined: port ${port} cannot be served: another program has it`,
  );
  expect(first?.hint).toContain('MASTER_PORT');
});

test('a rank that has gone is noticed by the others, and so is one that is silent', async () => {
  const [first] = await failures({ args: { timeout: 30, gone: 1 } });
  expect(first?.problem).toContain('rank 0 of 2 has lost another rank (all-reduce: ');
  expect(first?.hint).toContain('the first of them that failed');
  const [waiting] = await failures({ args: { timeout: 10, silent: 1 } });
  expect(waiting?.problem).toContain('rank 0 of 2 waited 10 s in vain for another rank (all-reduce: ');
});
