// The three ways in which tensors are freed, and that nothing leaks.
import { execFileSync } from 'node:child_process';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

import { torch } from 'tadpole';

beforeEach(() => torch.manualSeed(0));

/** Tensors that `fn` leaves behind. */
function left(fn: () => void): number {
  const before = torch.memory().tensors;
  fn();
  return torch.memory().tensors - before;
}

describe('scope', () => {
  test('frees everything but the result', () => {
    let inner: ReturnType<typeof torch.ones> | undefined;
    const count = left(() => {
      const result = torch.scope(() => {
        inner = torch.ones([2]);
        return inner.add(1);
      });
      expect(result.tolist()).toEqual([2, 2]);
    });
    expect(count).toBe(1);
    expect(inner?.isDisposed).toBe(true);
  });

  test('finds tensors in arrays, objects, maps and class instances', () => {
    class Pair {
      first = torch.ones([1]);
      rest = { deep: [torch.ones([1])], map: new Map([['key', torch.ones([1])]]) };
    }
    const count = left(() => {
      const pair = torch.scope(() => {
        torch.ones([1]);
        return new Pair();
      });
      expect(pair.rest.map.get('key')?.isDisposed).toBe(false);
    });
    expect(count).toBe(3);
  });

  test('scopes nest: what the inner one returns belongs to the outer one', () => {
    expect(
      left(() => {
        torch.scope(() => {
          const inner = torch.scope(() => torch.ones([1]));
          expect(inner.isDisposed).toBe(false);
        });
      }),
    ).toBe(0);
  });

  test('a throw frees everything', () => {
    expect(
      left(() => {
        expect(() =>
          torch.scope(() => {
            torch.ones([1]);
            throw new Error('inside');
          }),
        ).toThrow('inside');
      }),
    ).toBe(0);
  });

  test('keep takes a tensor out', () => {
    let kept: ReturnType<typeof torch.ones> | undefined;
    torch.scope(() => {
      kept = torch.keep(torch.ones([1]));
    });
    expect(kept?.item()).toBe(1);
  });
});

describe('dispose', () => {
  test('frees at once, twice is allowed, views stay alive', () => {
    const x = torch.ones([4]);
    const view = x.narrow(0, 0, 2);
    x.dispose();
    x.dispose();
    expect(x.isDisposed).toBe(true);
    expect(view.tolist()).toEqual([1, 1]);
  });

  test('using disposes at the end of the block', () => {
    expect(
      left(() => {
        using x = torch.ones([2]);
        expect(x.shape).toEqual([2]);
      }),
    ).toBe(0);
  });

  test('shared storages are counted once', () => {
    const before = torch.memory().bytes;
    const x = torch.zeros([256]);
    x.view([16, 16]);
    expect(torch.memory().bytes - before).toBe(1024);
  });
});

test('the garbage collector frees what nobody refers to', async () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const before = torch.memory().tensors;
  for (let i = 0; i < 1000; i++) torch.ones([10]);
  for (let i = 0; i < 20 && torch.memory().tensors > before + 10; i++) {
    collect();
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(torch.memory().tensors).toBeLessThanOrEqual(before + 10);
});

/** Runs a loop that drops 400 tensors of 4 MB in a process of its own; gives the most that was alive at a time, in MB. */
function mostAlive(loop: string): number {
  const program = `
    const torch = require('tadpole/torch');
    let most = 0;
    const make = () => {
      torch.empty([1_000_000]);
      most = Math.max(most, torch.memory().bytes / 1e6);
    };
    const end = () => process.stdout.write(String(most));
    ${loop}
  `;
  const cwd = `${__dirname}/../..`;
  return Number(execFileSync(process.execPath, ['-e', program], { cwd, encoding: 'utf8' }));
}

test.each([
  ['is synchronous', 'for (let i = 0; i < 400; i++) make(); end();'],
  [
    'awaits microtasks only',
    '(async () => { for (let i = 0; i < 400; i++) { make(); await null; } end(); })();',
  ],
  ['runs in a mode', 'torch.noGrad(() => { for (let i = 0; i < 400; i++) make(); }); end();'],
])('what nobody refers to does not pile up in a loop that %s', (_, loop) => {
  expect(mostAlive(loop)).toBeLessThan(1000);
});

describe('the warning that tensors pile up', () => {
  const GIBIBYTE = 2 ** 30;

  test('comes once, at once, when they hold over half of the memory', () => {
    jest.isolateModules(() => {
      const { warnOfPileUp } =
        require('../../dist/torch/tensor/pileUp') as typeof import('../../dist/torch/tensor/pileUp');
      const warnings: NodeJS.ErrnoException[] = [];
      const listen = (warning: Error) => warnings.push(warning);
      process.on('warning', listen);
      warnOfPileUp(3 * GIBIBYTE, 8 * GIBIBYTE);
      expect(warnings).toEqual([]);
      warnOfPileUp(5 * GIBIBYTE, 8 * GIBIBYTE);
      warnOfPileUp(6 * GIBIBYTE, 8 * GIBIBYTE);
      process.off('warning', listen);
      expect(warnings.map(({ code, message }) => [code, message])).toEqual([
        [
          'TADPOLE_TENSORS_PILE_UP',
          expect.stringMatching(/^tensors hold 5.0 GiB of this machine's 8.0 GiB; .*torch.scope/),
        ],
      ]);
    });
  });
});

test('ten thousand training-like steps leave nothing behind', () => {
  const weight = torch.randn([8, 8]).requiresGrad_();
  const step = () =>
    torch.scope(() => {
      const loss = torch.randn([4, 8]).matmul(weight).square().mean();
      loss.backward();
      torch.noGrad(() => weight.sub_(weight.grad?.mul(0.01) as typeof weight));
      weight.grad = null;
      return loss.item();
    });
  step();
  expect(
    left(() => {
      for (let i = 0; i < 10_000; i++) step();
    }),
  ).toBe(0);
});
