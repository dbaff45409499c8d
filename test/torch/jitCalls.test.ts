// Calls of TorchScript modules, on this thread and in others.
import { join } from 'node:path';
import { type Tensor, torch } from 'tadpole';
import { slowModule } from './slowModule';

beforeEach(() => torch.manualSeed(0));

// Threads of test files that run side by side would wait for each other.
torch.setNumThreads(1);

const fixtures = join(__dirname, '..', 'fixtures');
const generator = join(fixtures, 'script', 'generator_traced.pt');
const manyArguments = join(fixtures, 'checkpoints', 'many_arguments.pt');

describe('a call', () => {
  const x = torch.tensor([1, 2]);

  test('takes and gives tensors, tuples, dicts, lists and plain values', () => {
    using module = torch.jit.load(manyArguments);
    const [scaled, first, rows, mask, name] = module.forward<
      [Record<string, Tensor>, Tensor, number[][], null, string]
    >({ a: x, b: x }, [x, 3], [[1], [2, 3]], null, 'digits', 2);
    expect(scaled.b?.tolist()).toEqual([5, 7]);
    expect(first.tolist()).toEqual([1, 2]);
    expect([rows, mask, name]).toEqual([[[1], [2, 3]], null, 'digits']);
  });

  test('leaves out arguments that have defaults', () => {
    using module = torch.jit.load(manyArguments);
    const [scaled, , , mask, name] = module.forward<
      [Record<string, Tensor>, Tensor, number[][], null, string]
    >({ a: x }, [x, 1], []);
    expect([scaled.a?.tolist(), mask, name]).toEqual([[2, 3], null, 'none']);
  });

  test('reaches every method by name', async () => {
    using module = torch.jit.load(manyArguments);
    expect(module.methods()).toEqual([
      { name: 'forward', inputs: ['tensors', 'pair', 'rows', 'mask', 'name', 'scale'] },
      { name: 'echo', inputs: ['value'] },
    ]);
    expect(module.call('echo', [1, 2])).toEqual([1, 2]);
    expect(await module.callAsync('echo', 'ü')).toBe('ü');
  });

  test('that does not fit says which argument, with the signature', () => {
    using module = torch.jit.load(manyArguments);
    const circle: unknown[] = [];
    circle.push(circle);
    expect(() => module.forward({ a: 1 }, [x, 1], [])).toThrow(
      /argument 'tensors' must be Tensor, got number 1/,
    );
    expect(() => module.forward({}, [x], [])).toThrow("argument 'pair' must be Tuple[Tensor, int]");
    expect(() => module.forward({}, [x, 1.5], [])).toThrow("argument 'pair' must be int, got number 1.5");
    expect(() => module.forward({}, [x, 1], 7)).toThrow(
      "argument 'rows' must be List[List[int]], got number 7",
    );
    expect(() => module.forward({}, [x, 1])).toThrow("missing value for argument 'rows'");
    expect(() => module.forward({}, [x, 1], [], null, 'a', 1, 2)).toThrow('takes 6 inputs, got 7');
    expect(() => module.call('echo', circle as never)).toThrow('nested too deeply, or contains itself');
    expect(() => module.call('backward')).toThrow("has no method 'backward'; it has: forward, echo");
  });

  test('that fails inside of the script gives the reason without a traceback', () => {
    using module = torch.jit.load(generator);
    expect(() => module.forward(torch.ones([2, 5]))).toThrow(
      /^forward\(\): RuntimeError: mat1 and mat2 shapes cannot be multiplied \(2x5 and 6x18\)$/,
    );
  });
});

describe('a promise of a call', () => {
  test('is computed in another thread while the event loop turns', async () => {
    using module = slowModule();
    let turns = 0;
    let waiting = true;
    const count = () => {
      turns += 1;
      if (waiting) setImmediate(count);
    };
    const promise = module.forwardAsync(torch.ones([400, 400]));
    setImmediate(count);
    await promise;
    waiting = false;
    expect(turns).toBeGreaterThan(10);
  });

  test('has the gradient mode of the time of the call', async () => {
    using module = torch.jit.load(generator);
    const z = torch.ones([2, 6]);
    const [recorded, unrecorded] = await Promise.all([
      module.forwardAsync(z),
      torch.noGrad(() => module.forwardAsync(z)),
    ]);
    expect([recorded.requiresGrad, unrecorded.requiresGrad]).toEqual([true, false]);
    recorded.sum().backward();
    expect(module.parameters()[0]?.grad).not.toBeNull();
  });

  test('rejects as the call throws', async () => {
    using module = torch.jit.load(generator);
    await expect(module.forwardAsync(torch.ones([2, 5]))).rejects.toThrow('mat1 and mat2 shapes');
    await expect(module.forwardAsync('z')).rejects.toThrow("argument 'input' must be Tensor");
  });

  test('owns its module and inputs, which may be disposed during the call', async () => {
    const module = slowModule();
    const input = torch.ones([400, 400]);
    const promise = module.forwardAsync(input);
    module.dispose();
    input.dispose();
    expect((await promise).shape).toEqual([400, 400]);
    expect(() => module.forward(torch.ones([1]))).toThrow('was disposed');
  });

  test('keeps the module from being changed under it', async () => {
    using module = slowModule();
    const promise = module.forwardAsync(torch.ones([400, 400]));
    expect(() => module.train()).toThrow('while 1 asynchronous calls of it are running; await them first');
    expect(() => module.to('float64')).toThrow('cannot move a ScriptModule while');
    await promise;
    expect(module.train().training).toBe(true);
  });

  test('can run several times at once', async () => {
    using module = torch.jit.load(generator);
    const inputs = [1, 2, 3, 4, 5, 6].map((value) => torch.full([2, 6], value));
    const results = await Promise.all(inputs.map((input) => module.forwardAsync(input)));
    for (const [index, result] of results.entries()) {
      expect(torch.allclose(result, module.forward(inputs[index] as Tensor))).toBe(true);
    }
  });
});
