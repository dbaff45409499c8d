// torch.jit.trace when a trace would not match the module: a warning or an error that says why.
import { nn, type Tensor, torch } from 'tadpole';
import { example, formula } from './tracing';

beforeEach(() => torch.manualSeed(0));

// Threads of test files that run side by side would wait for each other.
torch.setNumThreads(1);

describe('values that JavaScript reads while a module is traced', () => {
  const traceOf = (forward: (x: Tensor) => Tensor, input = torch.tensor([[2, 4]])) => {
    const warnings = jest.spyOn(process, 'emitWarning').mockImplementation(() => {});
    try {
      torch.jit.trace(formula(forward), [input]).dispose();
      return warnings.mock.calls.map(([message, type]) => `${type}: ${message}`);
    } finally {
      warnings.mockRestore();
    }
  };

  test.each<[string, (x: Tensor) => Tensor]>([
    ['item', (x) => x.div(x.abs().max().item() as number)],
    ['tolist', (x) => x.mul((x.sum(0).tolist() as number[])[0] as number)],
    ['toTypedArray', (x) => x.add(Number(x.toTypedArray()[0]))],
    ['a branch', (x) => (x.at(0, 0).gt(3).item() ? x.mul(2) : x)],
    ['a sum in JavaScript', (x) => x.add(torch.tensor([Number(x.min().item())]))],
  ])('are refused when they change the result on other inputs: %s', (_, forward) => {
    expect(() => traceOf(forward)).toThrow(
      /for other inputs of the same shape the traced module gives .*became a constant.*check: false/,
    );
  });

  test('are warned of when they do not, once per module', () => {
    const read = traceOf((x) => {
      if (x.sum().item() === 0.12345) throw new Error('a check of its own');
      return x.mul(2);
    });
    expect(read).toEqual([expect.stringMatching(/^TracerWarning: .*reads values of tensors.*item\(\)/)]);
    const compared = traceOf((x) => (torch.equal(x, x.sub(1)) ? x : x.mul(2)));
    expect(compared).toEqual([expect.stringMatching(/reads values of tensors.*torch\.equal/)]);
    const weight = nn.parameter(torch.ones([2]));
    class Own extends nn.Module {
      weight = weight;
      override forward(x: Tensor): Tensor {
        return x.mul(this.weight.sum().item() as number);
      }
    }
    const own = new Own();
    const warnings = jest.spyOn(process, 'emitWarning').mockImplementation(() => {});
    for (let i = 0; i < 2; i++) torch.jit.trace(own, [torch.ones([2, 2])]).dispose();
    expect(warnings).toHaveBeenCalledTimes(1);
    warnings.mockRestore();
  });

  test('are no matter when they do not come from the input or the module', () => {
    expect(traceOf((x) => x.mul(torch.arange(4).sum().item() as number))).toEqual([]);
  });

  test('from a shape are warned of when another picture size gives another result', () => {
    const half = (x: Tensor) => x.narrow(2, 0, (x.shape[2] as number) / 2);
    expect(traceOf(half, torch.ones([2, 1, 4, 4]))).toEqual([
      expect.stringMatching(/^TracerWarning: .*inputs of shape \[2, 1, 8, 8\].*constants/),
    ]);
    expect(traceOf((x) => x.avgPool2d([2]), torch.ones([2, 1, 4, 4]))).toEqual([]);
  });
});

describe('tracing is refused', () => {
  const refusal = (forward: (x: Tensor) => unknown) => () =>
    torch.jit.trace(formula(forward as (x: Tensor) => Tensor), [example()]);

  test('when a size became a constant, unless that is wanted', () => {
    const fixed = (x: Tensor) => x.reshape([x.shape[0] as number, 2, 2]);
    expect(refusal(fixed)).toThrow(
      /for a batch of 3 the traced module gives an error: .*use operators that follow/s,
    );
    expect(refusal((x) => x.mul(x.shape[0] as number))).toThrow(
      /for a batch of 3 the traced module gives values that differ by up to/,
    );
    expect(refusal((x) => (x.shape[0] === 1 ? x.mul(2) : x))).toThrow(
      /for a batch of 1 the traced module gives values that differ by up to/,
    );
    expect(refusal((x) => ((x.shape[0] as number) > 16 ? x.mul(2) : x))).toThrow(
      /for a batch of 64 the traced module gives values that differ by up to/,
    );
    using script = torch.jit.trace(formula(fixed), [example()], { check: false });
    expect(script.forward(example()).shape).toEqual([2, 2, 2]);
  });

  test('when forward changes from call to call', () => {
    let calls = 0;
    const message = 'run again on the same inputs, the traced module gives values';
    expect(refusal((x) => x.add(calls++))).toThrow(message);
    const generator = new torch.Generator({ seed: 1 });
    expect(refusal((x) => x.add(torch.randn([4], { generator })))).toThrow(message);
    expect(refusal((x) => x.add(torch.randn([4], { generator: new torch.Generator({ seed: 1 }) })))).toThrow(
      message,
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
    expect(refusal(() => 3)).toThrow('forward must return a Tensor or an array of Tensors, got number 3');
    expect(refusal(() => [])).toThrow('got an array of 0');
    expect(refusal((x) => [x, [x]])).toThrow('got an array of 1 at [1]');
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

test('a tensor that forward keeps from an earlier call is refused', () => {
  let table: Tensor | undefined;
  const module = formula((x) => {
    table ??= torch.ones([2]).mul(2);
    return x.mul(table);
  });
  const trace = () => torch.jit.trace(module, [torch.ones([1, 2])]);
  const words = /uses a tensor that is freed, such as one that an earlier call .*new nn\.Buffer/;
  trace().dispose();
  expect(trace).toThrow(words);
});
