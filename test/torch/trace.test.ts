// torch.jit.trace: modules written in TypeScript become TorchScript, or it is said why they cannot.
import { nn, type Tensor, torch } from 'tadpole';
import { temporaryFolder } from './temporary';

beforeEach(() => torch.manualSeed(0));

// Threads of test files that run side by side would wait for each other.
torch.setNumThreads(1);

const inFolder = temporaryFolder();

/** Sizes, children in an array, a buffer that is not saved and one that changes while training. */
class Network extends nn.Module {
  input = new nn.Linear(4, 6);
  blocks = [new nn.BatchNorm1d(6), new nn.LeakyReLU(0.2), new nn.Linear(6, 6)];
  outScale = nn.parameter(torch.ones([6]));
  shift = nn.buffer(torch.zeros([6]), { persistent: false });

  forward(z: Tensor): Tensor {
    const hidden = this.blocks.reduce<Tensor>(
      (value, block) => (block as nn.Module).forward(value),
      this.input.forward(z),
    );
    return hidden.mul(this.outScale).add(this.shift).reshape([-1, 2, 3]);
  }
}

/** A module of one formula. */
function formula(forward: (x: Tensor) => Tensor): nn.Module {
  class Formula extends nn.Module {
    weight = nn.parameter(torch.ones([4]));
    forward(x: Tensor): Tensor {
      return forward(x);
    }
  }
  return new Formula();
}

const example = () => torch.ones([2, 4]);

describe('a traced module', () => {
  test('has the names of the original, in the original order of roles', () => {
    const network = new Network();
    using script = torch.jit.trace(network, [example()]);
    const names = (entries: [string, unknown][]) => entries.map(([name]) => name).sort();
    expect(names(script.namedParameters())).toEqual(names(network.namedParameters()));
    expect(Object.keys(script.stateDict()).sort()).toEqual(Object.keys(network.stateDict()).sort());
    expect(script.methods()).toEqual([{ name: 'forward', inputs: ['z'] }]);
  });

  test('takes any batch size and agrees with the original, also after a file', () => {
    const network = new Network().eval();
    using script = torch.jit.trace(network, [example()]);
    script.save(inFolder('network.pt'));
    using loaded = torch.jit.load(inFolder('network.pt'));
    expect(loaded.training).toBe(false);
    for (const batch of [1, 2, 7]) {
      const z = torch.randn([batch, 4]);
      expect(torch.allclose(script.forward(z), network.forward(z))).toBe(true);
      expect(torch.allclose(loaded.forward(z), network.forward(z))).toBe(true);
    }
  });

  test('shares its tensors with the original: gradients arrive there', () => {
    const network = new Network();
    using script = torch.jit.trace(network, [example()]);
    script
      .forward(torch.randn([3, 4]))
      .sum()
      .backward();
    expect(network.outScale.grad?.shape).toEqual([6]);
    torch.noGrad(() => network.outScale.fill_(0));
    expect(script.forward(example()).abs().sum().item()).toBe(0);
  });

  test('returns several results as the original does', () => {
    class Two extends nn.Module {
      override forward(...inputs: Tensor[]): Tensor {
        return inputs[0] as Tensor;
      }
    }
    const two = Object.assign(new Two(), { forward: (a: Tensor, b: Tensor) => [a.add(b), a.sub(b)] });
    using script = torch.jit.trace(two, [torch.ones([2]), torch.ones([2])], {
      inputNames: ['left', 'right'],
    });
    const [sum, difference] = script.forward<[Tensor, Tensor]>(
      torch.tensor([3, 4, 5]),
      torch.tensor([1, 2, 3]),
    );
    expect([sum.tolist(), difference.tolist()]).toEqual([
      [4, 6, 8],
      [2, 2, 2],
    ]);
    expect(script.methods()[0]?.inputs).toEqual(['left', 'right']);
  });
});

test('tracing leaves buffers, generators and the count of tensors as they were', () => {
  const network = new nn.Sequential(new nn.Linear(4, 4), new nn.BatchNorm1d(4), new nn.Dropout(0.5));
  const input = example();
  const buffers = network.namedBuffers().map(([, buffer]) => buffer.tolist());
  torch.manualSeed(5);
  const expected = torch.rand([3]).tolist();
  torch.manualSeed(5);
  const before = torch.memory();
  torch.jit.trace(network, [input]).dispose();
  expect(torch.memory()).toEqual(before);
  expect(network.namedBuffers().map(([, buffer]) => buffer.tolist())).toEqual(buffers);
  expect(torch.rand([3]).tolist()).toEqual(expected);
});

describe('tracing is refused', () => {
  const refusal = (forward: (x: Tensor) => unknown) => () =>
    torch.jit.trace(formula(forward as (x: Tensor) => Tensor), [example()]);

  test('when a size became a constant, unless that is wanted', () => {
    const fixed = (x: Tensor) => x.reshape([x.shape[0] as number, 2, 2]);
    expect(refusal(fixed)).toThrow(
      /for a batch of 3 the traced module gives an error: .*Use operators that follow/s,
    );
    expect(refusal((x) => x.mul(x.shape[0] as number))).toThrow(/gives values that differ by up to 1\./);
    using script = torch.jit.trace(formula(fixed), [example()], { check: false });
    expect(script.forward(example()).shape).toEqual([2, 2, 2]);
  });

  test('when forward changes from call to call', () => {
    let calls = 0;
    expect(refusal((x) => x.add(calls++))).toThrow(
      'run again on the same inputs, the traced module gives values',
    );
  });

  test('when a trainable tensor is no parameter of the module', () => {
    const stray = torch.ones([4]).requiresGrad_();
    expect(refusal((x) => x.mul(stray))).toThrow(/neither an input nor a registered parameter.*nn.parameter/);
    const constant = stray.detach();
    using script = torch.jit.trace(
      formula((x) => x.mul(constant)),
      [example()],
    );
    expect(script.forward(example()).tolist()).toEqual(example().tolist());
  });

  test('when forward throws, with its own error, and the next trace works', () => {
    class OwnError extends Error {}
    const fail = () => {
      throw new OwnError('not today');
    };
    expect(refusal(fail)).toThrow(OwnError);
    expect(refusal(() => torch.ones([2]).add(torch.ones([3])))).toThrow('must match');
    using script = torch.jit.trace(
      formula((x) => x),
      [example()],
    );
    expect(script.forward(example()).shape).toEqual([2, 4]);
  });

  test('for wrong arguments', () => {
    expect(refusal(() => 3)).toThrow("'result of forward' must be a Tensor, got number 3");
    expect(() =>
      torch.jit.trace(
        formula((x) => x),
        [],
      ),
    ).toThrow('at least one example');
    expect(() =>
      torch.jit.trace(
        formula((x) => x),
        [1 as never],
      ),
    ).toThrow("'inputs[0]' must be a Tensor, got number 1");
    expect(() =>
      torch.jit.trace(
        formula((x) => x),
        [example()],
        { inputNames: ['a', 'b'] },
      ),
    ).toThrow('each of the 1');
    const inner = formula((x) => x);
    expect(refusal((x) => torch.jit.trace(inner, [x]).forward(x))).toThrow('another module is being traced');
  });
});
