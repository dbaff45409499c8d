// TorchScript modules: opened, called here and in another thread, trained, moved, saved and freed.
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { nn, optim, type Tensor, torch } from 'tadpole';
import { makeZip } from '../setup/zipFile';
import { forEachDamage } from './damage';
import { temporaryFolder } from './temporary';

beforeEach(() => torch.manualSeed(0));

// Threads of test files that run side by side would wait for each other.
torch.setNumThreads(1);

const inFolder = temporaryFolder();
const fixtures = join(__dirname, '..', 'fixtures');
const generator = join(fixtures, 'script', 'generator_traced.pt');
const manyArguments = join(fixtures, 'checkpoints', 'many_arguments.pt');

/** A module whose forward takes a while: many products of large matrices. */
function slowModule() {
  class Slow extends nn.Module {
    forward(x: Tensor): Tensor {
      let y = x;
      for (let i = 0; i < 60; i++) y = torch.tanh(y.matmul(x));
      return y;
    }
  }
  return torch.jit.trace(new Slow(), [torch.ones([2, 2])], { check: false });
}

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
  test('is computed in another thread: the event loop turns meanwhile', async () => {
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

  test('owns its module and inputs, which may be disposed meanwhile', async () => {
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

describe('a module', () => {
  test('is optimized through its own parameters', () => {
    using module = torch.jit.load(generator);
    const optimizer = new optim.SGD(module.parameters(), { lr: 0.1 });
    const loss = () =>
      module
        .forward(torch.ones([4, 6]))
        .square()
        .mean();
    const before = loss();
    for (let i = 0; i < 5; i++) {
      module.zeroGrad();
      loss().backward();
      optimizer.step();
    }
    expect(Number(loss().item())).toBeLessThan(Number(before.item()));
    expect(module.parameters()[0]).toBe(module.parameters()[0]);
  });

  test('changes its mode everywhere inside', () => {
    using module = torch.jit.load(join(fixtures, 'script', 'generator_scripted.pt'));
    const z = torch.ones([3, 6]);
    expect(module.training).toBe(false);
    expect(torch.equal(module.forward(z), module.forward(z))).toBe(true);
    const counter = module.stateDict()['1.num_batches_tracked'] as Tensor;
    const count = Number(counter.item());
    module.train().forward(z);
    expect(Number(counter.item())).toBe(count + 1);
    expect(module.eval().training).toBe(false);
  });

  test('moves its floating tensors in place, gradients too', () => {
    using module = torch.jit.load(generator);
    module
      .forward(torch.ones([2, 6]))
      .sum()
      .backward();
    const weight = module.parameters()[0] as Tensor;
    const counter = module.stateDict()['1.num_batches_tracked'] as Tensor;
    module.to('float64');
    expect([weight.dtype, weight.grad?.dtype, counter.dtype]).toEqual(['float64', 'float64', 'int64']);
    expect(module.forward(torch.ones([2, 6], { dtype: 'float64' })).dtype).toBe('float64');
    expect(module.to({ device: 'cpu', dtype: 'float32' }).parameters()[0]?.dtype).toBe('float32');
    expect(() => module.to('int64')).toThrow("floating point dtype, got 'int64'");
    expect(() => module.to('float7' as never)).toThrow('float7');
  });

  test('lists a tied tensor once, as PyTorch does, and under both names in its state dict', () => {
    class Tied extends nn.Module {
      encode = new nn.Linear(3, 3);
      decode = new nn.Linear(3, 3, { bias: false });
      scale = nn.buffer(torch.ones([3]));
      again = this.scale;
      constructor() {
        super();
        this.decode.weight = this.encode.weight;
      }
      override forward(x: Tensor): Tensor {
        return this.decode.forward(this.encode.forward(x).mul(this.scale).mul(this.again));
      }
    }
    using traced = torch.jit.trace(new Tied(), [torch.ones([2, 3])]);
    traced.save(inFolder('tied.pt'));
    using loaded = torch.jit.load(inFolder('tied.pt'));
    for (const module of [traced, loaded]) {
      expect(module.namedParameters().map(([name]) => name)).toEqual(['encode.weight', 'encode.bias']);
      expect(module.namedBuffers().map(([name]) => name)).toEqual(['scale']);
      const state = module.stateDict();
      expect(Object.keys(state).sort()).toEqual(
        ['again', 'decode.weight', 'encode.bias', 'encode.weight', 'scale'].sort(),
      );
      expect(state['decode.weight']).toBe(state['encode.weight']);
    }

    const [weight] = loaded.parameters() as [Tensor];
    const before = weight.detach().clone();
    const optimizer = new optim.SGD(loaded.parameters(), { lr: 0.1 });
    loaded
      .forward(torch.ones([1, 3]))
      .sum()
      .backward();
    optimizer.step();
    const moved = before.sub((weight.grad as Tensor).mul(0.1));
    expect(torch.allclose(weight.detach(), moved)).toBe(true);

    loaded.to('float64');
    expect(loaded.stateDict()['decode.weight']?.dtype).toBe('float64');
    torch.noGrad(() => weight.zero_());
    expect(loaded.forward(torch.ones([1, 3], { dtype: 'float64' })).tolist()).toEqual([[0, 0, 0]]);
  });

  test('is saved with texts beside it, which are kept when it is saved again', async () => {
    using module = torch.jit.load(generator);
    module.save(inFolder('a.pt'), { extraFiles: { 'card.json': '{"ü": 1}', 'notes/b.txt': '' } });
    using copy = torch.jit.load(inFolder('a.pt'));
    expect(copy.extraFiles).toEqual({ 'card.json': '{"ü": 1}', 'notes/b.txt': '' });
    await copy.saveAsync(inFolder('b.pt'));
    using second = torch.jit.load(inFolder('b.pt'));
    expect(second.extraFiles).toEqual(copy.extraFiles);
    const z = torch.ones([2, 6]);
    expect(torch.equal(second.forward(z), module.forward(z))).toBe(true);
  });

  test('is saved whole or not at all', async () => {
    using module = torch.jit.load(generator);
    const path = join(inFolder('nowhere'), 'a.pt');
    expect(() => module.save(path)).toThrow('does not exist; create it first');
    await expect(module.saveAsync(path)).rejects.toThrow('does not exist; create it first');
    expect(() => module.save(inFolder('c.pt'), { extraFiles: { a: 1 as never } })).toThrow('extraFiles');
    expect(existsSync(inFolder('c.pt'))).toBe(false);
    expect(readdirSync(dirname(inFolder('x'))).filter((name) => name.includes('.tmp-'))).toEqual([]);
  });

  test('gives the same bytes whenever it is saved, under the name of the file', () => {
    using module = torch.jit.load(generator);
    mkdirSync(inFolder('again'));
    const paths = [inFolder('same.pt'), join(inFolder('again'), 'same.pt')];
    for (const path of paths) module.save(path);
    const [first, second] = paths.map((path) => readFileSync(path)) as [Buffer, Buffer];
    expect(first.equals(second)).toBe(true);
    expect(first.includes('same/data.pkl')).toBe(true);
  });

  test('is counted, and gone when it is disposed, tensors and all', () => {
    const before = torch.memory();
    const module = torch.jit.load(generator);
    module.stateDict();
    expect(torch.memory().scriptModules).toBe(before.scriptModules + 1);
    module.dispose();
    module.dispose();
    expect(module.isDisposed).toBe(true);
    expect(torch.memory()).toEqual(before);
    expect(() => module.parameters()).toThrow('this ScriptModule was disposed');
  });

  test('leaves nothing behind in 1000 loads and calls', () => {
    const z = torch.ones([1, 6]);
    const before = torch.memory();
    for (let i = 0; i < 1000; i++) {
      torch.scope(() => {
        using module = torch.jit.load(generator);
        if (i % 50 === 0) module.forward(z);
        module.namedParameters();
        return null;
      });
    }
    expect(torch.memory()).toEqual(before);
  });

  test('works in a worker thread', async () => {
    const program = `
      const { parentPort, workerData } = require('node:worker_threads');
      const { torch } = require(workerData.tadpole);
      const module = torch.jit.load(workerData.generator);
      module.forwardAsync(torch.ones([2, 6])).then((images) => parentPort.postMessage(images.sum().item()));
    `;
    const worker = new Worker(program, {
      eval: true,
      workerData: { tadpole: require.resolve('tadpole'), generator },
    });
    const exit = once(worker, 'exit');
    const [sum] = await once(worker, 'message');
    expect(await exit).toEqual([0]);
    using module = torch.jit.load(generator);
    expect(sum).toBeCloseTo(
      Number(
        module
          .forward(torch.ones([2, 6]))
          .sum()
          .item(),
      ),
      4,
    );
  });

  test('does not stop a worker thread from being terminated in the middle of a call', async () => {
    const program = `
      const { parentPort, workerData } = require('node:worker_threads');
      const { torch } = require(workerData.tadpole);
      const module = torch.jit.load(workerData.path);
      module.forwardAsync(torch.ones([400, 400]));
      parentPort.postMessage('started');
    `;
    using module = slowModule();
    module.save(inFolder('slow.pt'));
    const workerData = { tadpole: require.resolve('tadpole'), path: inFolder('slow.pt') };
    const worker = new Worker(program, { eval: true, workerData });
    await once(worker, 'message');
    expect(await worker.terminate()).toBe(1);
  });
});

describe('a file that is no TorchScript', () => {
  /** What `torch.jit.load` says of a file, and what it advises. */
  function refusalOf(path: string): { problem: string; hint: string } {
    try {
      torch.jit.load(path).dispose();
    } catch (error) {
      const { problem, hint } = error as { problem: string; hint: string };
      return { problem, hint };
    }
    throw new Error(`${path} was opened`);
  }

  test('is refused for what it is', () => {
    torch.save({ x: torch.ones([1]) }, inFolder('weights.safetensors'));
    expect(() => torch.jit.load(inFolder('weights.safetensors'))).toThrow(
      /holds weights but no module.*torch.load/,
    );
    expect(() => torch.jit.load(join(fixtures, 'checkpoints', 'nested.pt'))).toThrow(
      /is a state dict.*torch.load/,
    );
    expect(() => torch.jit.load(inFolder('absent.pt'))).toThrow('there is no file');
    expect(() => torch.jit.load(generator, { device: 'gpu' })).toThrow("unknown device 'gpu'");
  });

  test.each<[string, string, string, string]>([
    [
      'a git-lfs pointer',
      'version https://git-lfs.github.com/spec/v1\noid sha256:1',
      'git-lfs pointer',
      'git lfs pull',
    ],
    ['a page after blank lines', '\n\n <html></html>', 'a web page', 'download it again'],
    ['an ONNX model', '\x08\x0a\x12\x07pytorch', 'an ONNX model', 'torch.jit.script'],
    ['a bare pickle', '\x80\x04K\x01.', 'a bare Python pickle', 'torch.jit.script'],
    ['a JSON answer', '{"error": "not found"}', 'text that begins with "{\\"error', 'the file you mean'],
    ['zeros', '\0'.repeat(4000), 'full of zeros', 'download it again'],
    ['a picture', '\x89PNG\r\n\x1a\n', 'a picture', 'generator.pt'],
    ['nothing', '', 'it is empty', 'copy it again'],
  ])('is refused with a remedy that fits: %s', (_, content, problem, hint) => {
    writeFileSync(inFolder('foreign.pt'), content, 'latin1');
    expect(refusalOf(inFolder('foreign.pt'))).toEqual({
      problem: expect.stringContaining(problem),
      hint: expect.stringContaining(hint),
    });
  });

  test.each<[string, Record<string, string>, string, string]>([
    [
      'a program of torch.export',
      { 'x/archive_format': 'pt2', 'x/models/model.json': '{}' },
      'torch.export',
      'torch.jit.script',
    ],
    ['a package', { 'x/.data/python_version': '3', 'x/m/x.pkl': '' }, 'torch.package', 'torch.jit.script'],
    ['arrays', { 'x.npy': '' }, 'NumPy arrays', 'safetensors'],
    ['a packed file', { 'model.pt': '' }, 'holds such files', 'unpack it'],
    ['a document', { 'word/document.xml': '' }, 'but not TorchScript', 'torch.jit.script'],
    [
      'a pickled class',
      { 'x/data.pkl': '\x80\x02cmodels.gan\nGenerator\n)\x81.' },
      'of class models.gan.Generator',
      'torch.jit.script',
    ],
    [
      'a state dict',
      { 'x/data.pkl': '\x80\x02ccollections\nOrderedDict\n)R.' },
      'is a state dict',
      'torch.load',
    ],
  ])('is refused with a remedy that fits, in a zip archive: %s', (_, files, problem, hint) => {
    const entries = Object.entries(files).map(([name, text]) => [name, Buffer.from(text, 'latin1')]);
    writeFileSync(inFolder('foreign.zip'), makeZip(Object.fromEntries(entries)));
    expect(refusalOf(inFolder('foreign.zip'))).toEqual({
      problem: expect.stringContaining(problem),
      hint: expect.stringContaining(hint),
    });
  });

  test('is refused as such when it is cut, changed, a folder, or a pickled module of Python', () => {
    const bytes = readFileSync(generator);
    writeFileSync(inFolder('cut.pt'), bytes.subarray(0, bytes.length / 2));
    expect(refusalOf(inFolder('cut.pt'))).toEqual({
      problem: expect.stringContaining('it was cut short'),
      hint: expect.stringContaining('copy, download or save it again'),
    });
    bytes.writeUInt8(bytes.readUInt8(bytes.length >> 1) ^ 1, bytes.length >> 1);
    writeFileSync(inFolder('changed.pt'), bytes);
    expect(refusalOf(inFolder('changed.pt')).hint).toContain('it is damaged');
    expect(refusalOf(dirname(inFolder('x'))).problem).toContain('a folder');
    expect(refusalOf(join(fixtures, 'checkpoints', 'whole_module.pt')).problem).toContain(
      'of class torch.nn.modules.linear.Linear',
    );
  });

  test('is refused when it is damaged in any way, without a crash', () => {
    const before = torch.memory();
    let opened = 0;
    forEachDamage(generator, inFolder('damaged.pt'), 300, () => {
      try {
        torch.jit.load(inFolder('damaged.pt')).dispose();
        opened += 1;
      } catch (error) {
        expect((error as Error).message).toContain('damaged.pt');
      }
    });
    expect(opened).toBeLessThan(30);
    expect(torch.memory()).toEqual(before);
  });
});
