// Arguments of the right types with absurd values: calls that would crash libtorch throw instead.
import { optim, type Tensor, torch } from 'tadpole';
import { aten, int64, ones } from './aten';
import { temporaryFolder } from './temporary';
import { formula } from './tracing';

// Some of the cases below are drawn when they are written down.
torch.manualSeed(0);

// Threads of test files that run side by side would wait for each other.
torch.setNumThreads(1);

const inFolder = temporaryFolder();

describe('a gradient that no longer fits its parameter', () => {
  const optimizers = {
    SGD: (p: Tensor) => new optim.SGD([p], { lr: 0.1 }),
    Adam: (p: Tensor) => new optim.Adam([p], { lr: 0.1 }),
    RMSprop: (p: Tensor) => new optim.RMSprop([p], { lr: 0.1 }),
  };
  test.each(Object.entries(optimizers))('%s names the gradient', (_, make) => {
    const p = torch.zeros([1 << 20], { requiresGrad: true });
    p.sum().backward();
    aten('set_.source_Tensor')(p.grad, ones(4));
    expect(() => make(p).step()).toThrow(
      /'grad' must match its parameter 0, Tensor float32 \[1048576\].* got .*\[4\].*; zeroGrad\(\)/,
    );
  });

  test('a sparse one is recognized', () => {
    const weight = torch.ones([3, 2], { requiresGrad: true });
    (aten('embedding')(weight, int64(0), -1, false, true) as Tensor).sum().backward();
    expect(() => new optim.SGD([weight], { lr: 0.1 }).step()).toThrow(/dense gradient/);
  });

  test('gradients set by hand form no chain that would be freed by recursion', () => {
    const first = torch.zeros([1]);
    let last = first;
    for (let i = 0; i < 100_000; i++) {
      const next = torch.zeros([1]);
      last.grad = next;
      if (last !== first) last.dispose();
      last = next;
    }
    expect(first.grad?.tolist()).toEqual([0]);
    last.dispose();
    first.dispose();
  });
});

describe('getters that run while arguments are read', () => {
  test('may shrink the buffer that a tensor is made from', () => {
    const buffer = new ArrayBuffer(1 << 20);
    const data = new Uint8Array(buffer);
    const shape = [0];
    Object.defineProperty(shape, 0, {
      get() {
        if (buffer.byteLength > 0) structuredClone(buffer, { transfer: [buffer] });
        return 1 << 20;
      },
    });
    expect(() => torch.tensor(data, { shape })).toThrow(/'data' holds 0 values/);
  });

  test('may dispose a tensor that was looked at before', () => {
    const x = ones(2);
    const out = ones(2);
    const options = {
      get out() {
        x.dispose();
        return out;
      },
    };
    expect(() => aten('copy.out')(x, ones(2), true, options)).toThrow(/this Tensor was disposed/);
  });

  test('may dispose the ScriptModule that is being saved', async () => {
    const trace = () =>
      torch.jit.trace(
        formula((x) => x.mul(2)),
        [ones(2)],
      );
    const disposing = (script: ReturnType<typeof trace>) => ({
      extraFiles: {
        get note() {
          script.dispose();
          return 'saved all the same';
        },
      },
    });
    const [one, other] = [trace(), trace()] as const;
    one.save(inFolder('one.pt'), disposing(one));
    await other.saveAsync(inFolder('other.pt'), disposing(other));
    for (const name of ['one.pt', 'other.pt']) {
      using loaded = torch.jit.load(inFolder(name));
      expect(loaded.forward(ones(2)).tolist()).toEqual([2, 2]);
    }
  });
});

describe('lists', () => {
  test('of integers do not reach down to where libtorch keeps pointers', () => {
    const sizes = [0, -(2n ** 63n)];
    expect(() => aten('sparse_coo_tensor.size')(sizes, { dtype: 'bool', device: 'meta' })).toThrow(
      /argument 'size': .*-9223372036854775808/,
    );
    expect(() => torch.manualSeed(-(2n ** 63n))).not.toThrow();
  });

  test('of a fixed length have that length, or one value for all', () => {
    const backward = aten('reflection_pad2d_backward');
    const [grad, x] = [ones(1, 2, 5, 5), ones(1, 2, 3, 3)];
    for (const padding of [[], [1, 1, 1], [1, 1, 1, 1, 1]]) {
      expect(() => backward(grad, x, padding)).toThrow(
        /'padding': must hold 4 values or one for all of them/,
      );
    }
    const expected = (backward(grad, x, [1, 1, 1, 1]) as Tensor).tolist();
    expect((backward(grad, x, [1]) as Tensor).tolist()).toEqual(expected);
    expect((backward(grad, x, 1) as Tensor).tolist()).toEqual(expected);
  });

  test('a pooling without a stride goes by its kernel', () => {
    const [grad, x] = [ones(1, 1, 2, 2), ones(1, 1, 4, 4)];
    expect((aten('avg_pool2d')(x, [2, 2], []) as Tensor).shape).toEqual([1, 1, 2, 2]);
    const backward = aten('avg_pool2d_backward')(grad, x, [2, 2], [], [0, 0], false, true, null) as Tensor;
    expect(backward.shape).toEqual([1, 1, 4, 4]);
  });

  test('are of a length that a call can need', () => {
    const holes = new Array(2 ** 32 - 1);
    expect(() => aten('index.Tensor')(ones(2), holes)).toThrow(/4294967295 elements is too long/);
    expect(() => torch.zeros(holes)).toThrow(/too long/);
  });

  test('of results hold no more than the heap of JavaScript', () => {
    expect(() => torch.empty([2 ** 20 + 1]).unbind()).toThrow(/the result has 1048577 elements/);
  });
});
