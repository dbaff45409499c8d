// TorchScript modules: opened, trained, moved, saved and freed.
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { nn, optim, type Tensor, torch } from 'tadpole';
import { slowModule } from './slowModule';
import { temporaryFolder } from './temporary';

beforeEach(() => torch.manualSeed(0));

// Threads of test files that run side by side would wait for each other.
torch.setNumThreads(1);

const inFolder = temporaryFolder();
const fixtures = join(__dirname, '..', 'fixtures');
const generator = join(fixtures, 'script', 'generator_traced.pt');

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
