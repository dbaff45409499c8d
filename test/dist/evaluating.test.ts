// Evaluations that ranks share: the numbers of one process, and one end for all.
import { printed, runAlone, runRanks } from './ranks';

interface Evaluated {
  result: unknown;
  told: [stage: string, done: number][];
  passes: number;
  ends: ([name: string, problem: string] | null)[];
}

let alone: Evaluated;
beforeAll(async () => {
  alone = printed<Evaluated>(await runAlone('evaluating'));
});

test.each([2, 3])('%i ranks have the result of one process, bit for bit', async (count) => {
  const all = (await runRanks('evaluating', count)).map((end) => printed<Evaluated>(end));
  for (const { result } of all) expect(result).toEqual(alone.result);
  expect(all[0]?.told).toEqual(alone.told);
  // Each shows the network fewer images than one alone.
  for (const { passes } of all) expect(passes).toBeLessThan(alone.passes);
  const [stopped, ...others] = [1, 0, 2].slice(0, count).map((rank) => all[rank]?.ends[0]);
  expect(stopped).toEqual(['Error', 'enough']);
  for (const end of others) expect(end?.[0]).toBe('StoppedElsewhere');
  for (const { ends } of all) expect(ends[1]).toEqual(alone.ends[1]);
});
