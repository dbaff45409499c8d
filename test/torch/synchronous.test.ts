// Modes and scopes end when their function returns; asynchronous functions are refused, and everything is restored.
import { nn, type Tensor, torch } from 'tadpole';
import { images, tinyTrainer } from '../gan/tiny';

const takers: [name: string, call: (fn: () => unknown) => unknown][] = [
  ['torch.scope', (fn) => torch.scope(fn)],
  ['torch.noGrad', (fn) => torch.noGrad(fn)],
  ['torch.enableGrad', (fn) => torch.enableGrad(fn)],
  ['torch.inferenceMode', (fn) => torch.inferenceMode(fn)],
  ['torch.autocast', (fn) => torch.autocast('cpu', {}, fn)],
];

/** What the modes make of an operation: whether it is recorded, and the dtype of a product. */
function modes() {
  return torch.scope(() => {
    const weight = torch.ones([2, 2], { requiresGrad: true });
    const product = weight.matmul(weight);
    return { recorded: product.requiresGrad, dtype: product.dtype, inference: product.isInference() };
  });
}

describe.each(takers)('%s', (name, call) => {
  const usual = modes();

  test('refuses an async function before any of it runs', () => {
    const started = jest.fn();
    const attempt = async () => started();
    expect(() => call(attempt)).toThrow(
      `${name}: fn must be a synchronous function, this one is asynchronous`,
    );
    expect(started).not.toHaveBeenCalled();
  });

  test.each([
    ['a generator', function* () {}],
    ['an asynchronous generator', async function* () {}],
  ])('refuses %s', (_, generator) => {
    expect(() => call(generator)).toThrow(/must be a synchronous function, this one is a/);
  });

  test.each([
    ['a promise', () => Promise.resolve(1)],
    ['a promise that fails', () => Promise.reject(new Error('later'))],
    // biome-ignore lint/suspicious/noThenProperty: what is tested
    ['a thenable', () => ({ then() {} })],
  ])('refuses a function that returns %s, and puts the mode back', async (_, attempt) => {
    expect(() => call(attempt)).toThrow(
      `${name}: fn must be a synchronous function, this one returned a promise`,
    );
    expect(modes()).toEqual(usual);
    // A failure that nobody waits for would end the process in this turn of the event loop.
    await new Promise((resolve) => setImmediate(resolve));
  });

  test('puts the mode back when the function throws', () => {
    const attempt = () => {
      throw new Error('inside');
    };
    expect(() => call(attempt)).toThrow('inside');
    expect(modes()).toEqual(usual);
  });

  test.each([undefined, null, 1, {}])('refuses %p', (value) => {
    expect(() => call(value as never)).toThrow(`${name}: fn must be a function, got`);
    expect(modes()).toEqual(usual);
  });

  test('gives the result of a synchronous function', () => {
    expect(call(() => 5)).toBe(5);
  });
});

describe('scope', () => {
  test('frees what was made before a promise was returned', () => {
    const before = torch.memory().tensors;
    const attempt = () => {
      torch.ones([1]);
      return Promise.resolve(torch.ones([1]));
    };
    expect(() => torch.scope(attempt)).toThrow(TypeError);
    expect(torch.memory().tensors).toBe(before);
  });

  test('frees everything when the result cannot be searched', () => {
    const before = torch.memory().tensors;
    const attempt = () => ({
      found: torch.ones([1]),
      get hidden(): unknown {
        throw new Error('from the getter');
      },
    });
    expect(() => torch.scope(attempt)).toThrow('from the getter');
    expect(torch.memory().tensors).toBe(before);
  });
});

describe('functions of modules and recipes', () => {
  class Late extends nn.Module {
    forward(x: Tensor): Tensor {
      return Promise.resolve(x) as unknown as Tensor;
    }
  }

  test('a forward that returns a promise', () => {
    expect(() => torch.jit.trace(new Late(), [torch.ones([1])])).toThrow(
      /forward must be a synchronous function/,
    );
    expect(() => new nn.Sequential(new Late(), new nn.Linear(1, 1)).forward(torch.ones([1]))).toThrow(
      /got a promise; await it first/,
    );
  });

  test('apply', () => {
    expect(() => new nn.Linear(1, 1).apply(async () => {})).toThrow(
      /apply: visit must be a synchronous function/,
    );
  });

  test('the phases of a trainer, and what a step shows', () => {
    const trainer = tinyTrainer();
    expect(() => trainer.step(images(4), { onFakes: async () => {} })).toThrow(
      /step: onFakes must be a synchronous function/,
    );
    const phase = { name: 'late', network: 'both', accumulate: (async () => {}) as never } as const;
    const late = tinyTrainer({ objective: [phase] });
    expect(() => late.step(images(4))).toThrow(/phase 'late': accumulate must be a synchronous function/);
    trainer.dispose();
    late.dispose();
  });
});
