// The differences from PyTorch that docs/differences-from-pytorch.md lists, in its order.
import os from 'node:os';
import path from 'node:path';
import { inspect } from 'node:util';
import { nn, optim, type Tensor, torch } from 'tadpole';

const ints = (...values: number[]) => torch.tensor(values, { dtype: 'int64' });
const ones = (...shape: number[]) => torch.ones(shape);

/** Calls as a program in JavaScript may, without TypeScript's checks. */
const untyped = torch as unknown as Record<string, (...inputs: unknown[]) => Tensor>;

describe('names and arguments', () => {
  test('camelCase; a trailing underscore means in place', () => {
    const x = torch.tensor([1, 3]);
    expect(x.clampMax_(2)).toBe(x);
    expect(x.tolist()).toEqual([1, 2]);
    expect(torch.convTranspose2d(ones(1, 1, 1, 1), ones(1, 1, 2, 2)).shape).toEqual([1, 1, 2, 2]);
  });

  test('keyword arguments in an object in last place', () => {
    expect(torch.div(torch.tensor([3]), 2, { roundingMode: 'floor' }).item()).toBe(1);
    expect(() => untyped['div']?.(ones(1), 2, { rounding: 'floor' })).toThrow(/rounding/);
    expect(() => ones(1).backward({ retain_graph: true } as object)).toThrow(
      "unknown option 'retain_graph'; did you mean 'retainGraph'?",
    );
  });

  test('undefined is not given, null is None', () => {
    const [x, w] = [ones(1, 1, 3, 3), ones(1, 1, 3, 3)];
    expect(torch.conv2d(x, w, undefined, undefined, 1).shape).toEqual([1, 1, 3, 3]);
    expect(torch.conv2d(x, w, null, undefined, 1).shape).toEqual([1, 1, 3, 3]);
  });

  test('sizes are one array', () => {
    expect(() => untyped['zeros']?.(2, 3)).toThrow('sizes are one array, such as [2, 3]');
    expect(ones(6).reshape([2, 3]).shape).toEqual([2, 3]);
  });

  test('dtypes and devices are strings, without short names', () => {
    expect([ones(1).dtype, ones(1).device]).toEqual(['float32', 'cpu']);
    expect('float32' in torch).toBe(false);
    expect(() => ones(1).to('float' as never)).toThrow("did you mean 'float32'?");
  });

  test('one overload can be called', () => {
    expect(torch.ops.aten.add?.Tensor?.(ones(1), ones(1), { alpha: 2 })).toMatchObject({ shape: [1] });
  });

  test('several results are an array', () => {
    const [values, indices] = torch.tensor([[1, 2]]).max(1);
    expect([values.item(), indices.item()]).toEqual([2, 1]);
  });
});

describe('numbers and dtypes', () => {
  test('an integer is an int scalar, any other number a float scalar', () => {
    expect(ints(1).add(1).dtype).toBe('int64');
    expect(ints(1).add(1.5).dtype).toBe('float32');
  });

  test.each<[string, () => Tensor, string]>([
    ['arange', () => torch.arange(5), 'float32'],
    ['full', () => torch.full([2], 1), 'float32'],
    ['tensor of numbers', () => torch.tensor([1, 2]), 'float32'],
    ['tensor of booleans', () => torch.tensor([true]), 'bool'],
    ['tensor of bigints', () => torch.tensor([1n]), 'int64'],
    ['tensor of an Int32Array', () => torch.tensor(new Int32Array(1)), 'int32'],
    ['arange with a dtype', () => torch.arange(5, { dtype: 'int64' }), 'int64'],
    ['randint', () => torch.randint(5, [2]), 'int64'],
    ['randperm', () => torch.randperm(3), 'int64'],
  ])('%s', (_, make, dtype) => {
    expect(make().dtype).toBe(dtype);
  });

  test('there is no default dtype to set', () => {
    expect('setDefaultDtype' in torch).toBe(false);
  });

  test('values come out as numbers, or as bigints where a number cannot hold them', () => {
    expect(ints(2).item()).toBe(2);
    expect(torch.tensor([2n ** 60n]).item()).toBe(2n ** 60n);
    expect(ints(2).toTypedArray()).toEqual(new BigInt64Array([2n]));
  });

  test('complex scalars are { re, im }, complex values come out of viewAsReal', () => {
    const sum = torch.ops.aten['add']?.['Scalar']?.(ones(1), { re: 1, im: 2 }) as Tensor;
    expect(sum.dtype).toBe('complex64');
    expect(torch.viewAsReal(sum).tolist()).toEqual([[2, 2]]);
    expect(() => sum.item()).toThrow('use torch.viewAsReal(tensor)');
  });

  test('torch.tensor refuses values that the dtype cannot hold; to wraps', () => {
    expect(() => torch.tensor([300], { dtype: 'uint8' })).toThrow(RangeError);
    expect(ints(300).to('uint8').item()).toBe(44);
  });
});

describe('no operators, no implicit conversion', () => {
  test('arithmetic and order throw', () => {
    const x = ones(1) as unknown as number;
    expect(() => x + x).toThrow(TypeError);
    expect(() => x < 2).toThrow('use methods such as add, eq and gt');
  });

  test('eq is elementwise, equal compares everything, === asks for one object', () => {
    const [a, b] = [ones(2), ones(2)];
    expect(a.eq(b).tolist()).toEqual([true, true]);
    expect(a.equal(b)).toBe(true);
    expect(a === b).toBe(false);
  });

  test('every tensor is true; its value is item()', () => {
    const zero = torch.zeros([1]);
    expect(Boolean(zero)).toBe(true);
    expect(zero.item()).toBe(0);
  });

  test('at and setAt index', () => {
    const x = torch.arange(6).reshape([2, 3]);
    expect(x.at(0, '1:3').tolist()).toEqual([1, 2]);
    expect(x.setAt([x.gt(3)], 0).tolist()).toEqual([
      [0, 1, 2],
      [3, 0, 0],
    ]);
    expect((x as unknown as unknown[])[0]).toBeUndefined();
  });

  test('unbind and size take the place of iteration and length', () => {
    expect(() => [...(ones(2) as unknown as Iterable<Tensor>)]).toThrow(TypeError);
    expect(ones(2, 3).unbind(0).length).toBe(2);
    expect(ones(2, 3).size(0)).toBe(2);
  });

  test('console.log prints values; JSON.stringify throws', () => {
    expect(inspect(ones(1))).toContain('tensor([1.]');
    expect(() => JSON.stringify(ones(1))).toThrow('use tolist() for its values');
  });
});

describe('memory', () => {
  test('a scope frees what it does not return; a disposed tensor throws', () => {
    let inside = ones(1);
    const result = torch.scope(() => {
      inside = ones(1);
      return ones(2);
    });
    expect([inside.isDisposed, result.isDisposed]).toEqual([true, false]);
    expect(() => inside.add(1)).toThrow('this Tensor was disposed');
  });

  test('parameters and kept tensors outlive the scope', () => {
    const kept: Tensor[] = [];
    torch.scope(() => {
      kept.push(new nn.Parameter(ones(1)), torch.keep(ones(1)));
    });
    expect(kept.map((tensor) => tensor.isDisposed)).toEqual([false, false]);
    for (const tensor of kept) tensor.dispose();
  });

  test.each<[string, (fn: () => Promise<void>) => unknown]>([
    ['scope', torch.scope],
    ['noGrad', torch.noGrad],
    ['enableGrad', torch.enableGrad],
    ['inferenceMode', torch.inferenceMode],
    ['autocast', (fn) => torch.autocast('cpu', {}, fn)],
  ])('%s refuses an asynchronous function', (_, call) => {
    expect(() => call(async () => {})).toThrow('synchronous function');
  });
});

describe('autograd', () => {
  test('grad is a new object on the same memory each time, null for none', () => {
    const w = torch.ones([1], { requiresGrad: true });
    expect(w.grad).toBeNull();
    w.sum().backward({ retainGraph: true });
    expect(w.grad).not.toBe(w.grad);
    w.grad?.fill_(5);
    expect(w.grad?.item()).toBe(5);
    w.requiresGrad_(false);
    expect(w.requiresGrad).toBe(false);
  });

  test('setData takes the place of assigning data', () => {
    const w = ones(1);
    w.setData(torch.zeros([3]));
    expect(w.shape).toEqual([3]);
    expect('data' in w).toBe(false);
  });
});

describe('modules and optimizers', () => {
  test('a layer is called by forward', () => {
    const layer = new nn.Linear(2, 1) as unknown as () => void;
    expect(() => layer()).toThrow(TypeError);
  });

  test('fields are registered, private ones are not found', () => {
    class Net extends nn.Module {
      layers = new Map([['toRgb', new nn.Linear(1, 1, { bias: false })]]);
      toRgb = new nn.Linear(1, 1, { bias: false });
      #hidden = new nn.Linear(1, 1);
      forward(x: Tensor): Tensor {
        return this.#hidden.forward(x);
      }
    }
    expect(Object.keys(new Net().stateDict())).toEqual(['layers.toRgb.weight', 'to_rgb.weight']);
    expect(Object.keys(new nn.BatchNorm1d(2).stateDict())).toContain('running_mean');
  });

  test('a parameter is the tensor itself, marked', () => {
    const x = ones(1);
    expect(new nn.Parameter(x)).toBe(x);
  });

  test('optional arguments of constructors are in an object', () => {
    expect(new nn.Conv2d(1, 2, 3, { stride: 2 }).forward(ones(1, 1, 5, 5)).shape).toEqual([1, 2, 2, 2]);
  });

  test('to takes one argument', () => {
    const layer = new nn.Linear(1, 1).to({ device: 'cpu', dtype: 'float64' });
    expect(layer.weight.dtype).toBe('float64');
  });

  test('Sequential is indexed by at', () => {
    const relu = new nn.ReLU();
    expect(new nn.Sequential(relu).at(0)).toBe(relu);
  });

  test('zeroGrad drops gradients; groups are paramGroups with camelCase settings', () => {
    const w = torch.ones([1], { requiresGrad: true });
    const adam = new optim.Adam([w], { lr: 0.1, weightDecay: 0.5 });
    w.sum().backward();
    adam.zeroGrad();
    expect(w.grad).toBeNull();
    expect(adam.paramGroups[0]).toMatchObject({ lr: 0.1, weightDecay: 0.5 });
  });
});

describe('files', () => {
  test('an extension other than .pt, .pth and .safetensors is refused', () => {
    expect(() => torch.save({ a: ones(1) }, path.join(os.tmpdir(), 'weights.bin'))).toThrow(
      'must end in .safetensors',
    );
  });

  test('torch.jit has trace and load, and no script', () => {
    expect(Object.keys(torch.jit)).toEqual(expect.arrayContaining(['trace', 'load']));
    expect('script' in torch.jit).toBe(false);
  });
});
