// Unknown options and missing tensors are refused with a message, in every hand-written function.
import { nn, optim, torch } from 'tadpole';
import { temporaryFolder } from './temporary';

const inFolder = temporaryFolder();
const x = torch.ones([2], { requiresGrad: true });
const none = undefined as never;
const given = (options: object) => options as never;

test.each<[attempt: () => unknown, message: string]>([
  [() => torch.tensor([1], given({ dtpye: 'int64' })), "unknown option 'dtpye'; did you mean 'dtype'?"],
  [() => torch.tensor([1], given({ requires_grad: true })), "did you mean 'requiresGrad'?"],
  [
    () => torch.tensor([1], 'int64' as never),
    "options must be an object such as { shape: ... }, got string 'int64'",
  ],
  [() => torch.tensor([1], new Map([['dtype', 'int64']]) as never), 'got an object of class Map'],
  [() => torch.tensor([1], null as never), 'got null'],
  [() => x.to(given({ dtyp: 'int64' })), "did you mean 'dtype'?"],
  [() => x.sum().backward(given({ retain_graph: true })), "did you mean 'retainGraph'?"],
  [() => torch.autograd.grad(x.sum(), x, given({ createGraf: true })), "did you mean 'createGraph'?"],
  [() => torch.autocast('cpu', given({ dtyp: 'bfloat16' }), () => 1), "did you mean 'dtype'?"],
  [() => new torch.Generator(given({ sed: 1 })), "did you mean 'seed'?"],
  [() => torch.testing.assertClose(x, x, given({ equal_nan: true })), "did you mean 'equalNan'?"],
  [() => torch.load('x', given({ devcie: 'cpu' })), "did you mean 'device'?"],
  [() => torch.save({}, 'x', given({ meta: {} })), "did you mean 'metadata'?"],
  [() => torch.jit.load('x', given({ devise: 'cpu' })), "did you mean 'device'?"],
  [() => torch.jit.trace(new nn.Linear(2, 2), [x], given({ cheque: true })), "did you mean 'check'?"],
  [() => optim.clipGradNorm_([x], 1, given({ norm_type: 1 })), "did you mean 'normType'?"],
  [() => torch.zeros([2], given({ dtpe: 'float32' })), "has no argument 'dtpe'; did you mean 'dtype'?"],
  [() => torch.zeros([2], given({ require_grad: true })), "did you mean 'requiresGrad'?"],
  [() => torch.zeros([2], new Map([['dtype', 'int64']]) as never), 'takes 1 positional arguments, got 2'],
])('an unknown option names the nearest: %#', (attempt, message) => {
  expect(attempt).toThrow(TypeError);
  expect(attempt).toThrow(message);
});

test.each<[attempt: () => unknown, message: string]>([
  [() => torch.randn(2 as never, 3 as never), 'sizes are one array, such as [2, 3]'],
  [() => x.to('float' as never), "unknown dtype or device 'float'; did you mean 'float32'?"],
  [() => x.to('cude'), "did you mean 'cuda'?"],
  [() => torch.zeros([2], { dtype: 'flaot32' as never }), "unknown dtype 'flaot32'; did you mean 'float32'?"],
  [() => torch.zeros([2], { layout: 'sparce' as never }), "unknown layout 'sparce'; did you mean 'sparse'?"],
])('a name that is nearly one is met with it: %#', (attempt, message) => {
  expect(attempt).toThrow(message);
});

describe('a missing tensor is named', () => {
  const disposed = torch.ones([1]);
  disposed.dispose();
  test.each<[name: string, attempt: () => unknown, message: string]>([
    [
      'grad',
      () => torch.autograd.grad(x.sum(), none),
      "argument 'inputs[0]' must be a Tensor, got undefined",
    ],
    [
      'grad of nothing',
      () => torch.autograd.grad(none, x),
      "argument 'outputs[0]' must be a Tensor, got undefined",
    ],
    [
      'grad list',
      () => torch.autograd.grad(x.sum(), [x, none]),
      "argument 'inputs[1]' must be a Tensor, got undefined",
    ],
    [
      'gradOutputs',
      () => torch.autograd.grad(x.sum(), x, { gradOutputs: [none] }),
      "argument 'gradOutputs[0]' must be a Tensor, got undefined",
    ],
    [
      'backward inputs',
      () => x.sum().backward({ inputs: [null as never] }),
      "argument 'inputs[0]' must be a Tensor, got null",
    ],
    [
      'backward gradient',
      () => x.sum().backward({ gradient: 1 as never }),
      "argument 'gradients[0]' must be a Tensor, got number 1",
    ],
    [
      'clip',
      () => optim.clipGradNorm_([none], 1),
      "argument 'parameters[0]' must be a Tensor, got undefined",
    ],
    ['clip nothing', () => optim.clipGradNorm_(none, 1), 'params must be an array of Tensors, got undefined'],
    [
      'clip values',
      () => optim.clipGradValue_([null as never], 1),
      "argument 'parameters[0]' must be a Tensor, got null",
    ],
    ['setData', () => x.setData(none), "argument 'data' must be a Tensor, got undefined"],
    [
      'set data to a string',
      () => x.setData('x' as never),
      "argument 'data' must be a Tensor, got string 'x'",
    ],
    [
      'grad setter',
      () => Object.assign(x, { grad: 'x' }),
      "argument 'grad' must be a Tensor, got string 'x'",
    ],
    [
      'trace',
      () => torch.jit.trace(new nn.Linear(2, 2), [none]),
      "argument 'inputs[0]' must be a Tensor, got undefined",
    ],
    [
      'trace without inputs',
      () => torch.jit.trace(new nn.Linear(2, 2), none),
      'inputs must be an array of Tensors, got undefined',
    ],
    [
      'cat',
      () => torch.cat([x, none]),
      "argument 'tensors' must be array of Tensors, got an array whose element 1 is undefined",
    ],
    ['stack of nothing', () => torch.stack(none), "argument 'tensors' (array of Tensors) is missing"],
    ['index', () => torch.index(x, [none]), 'got an array whose element 0 is undefined'],
    ['an operator', () => torch.matmul(x, none), "argument 'other' (Tensor) is missing"],
    ['generator state', () => new torch.Generator().setState(none), 'must be a Tensor, got undefined'],
    ['to', () => x.to(none), 'options must be an object such as { dtype: ... }, got undefined'],
    ['save', () => torch.save({ a: none }, inFolder('x.safetensors')), "'a' must be a Tensor, got undefined"],
    ['disposed', () => torch.cat([x, disposed]), 'was disposed'],
    ['at', () => x.at(none), 'an index must be an integer, a slice'],
    ['setAt', () => x.detach().setAt([0], none), "argument 'value'"],
    [
      'grad of no inputs',
      () => torch.autograd.grad(x.sum(), []),
      "argument 'inputs' must hold at least one Tensor, got none",
    ],
    ['setAt without indices', () => x.detach().setAt(none, 1), 'the indices must be an array'],
    ['trace of nothing', () => torch.jit.trace(none, [x]), 'module must be an nn.Module, got undefined'],
    [
      'load of no path',
      () => torch.load(none),
      "torch.load: argument 'path' must name a file, got undefined",
    ],
    [
      'save to no path',
      () => torch.save({}, null as never),
      "torch.save: argument 'path' must name a file, got null",
    ],
    [
      'a loss',
      () => nn.functional.mseLoss(x, none),
      "mseLoss: argument 'target' must be a Tensor, got undefined",
    ],
    [
      'an initializer',
      () => nn.init.kaimingUniform_(none),
      "argument 'tensor' must be a Tensor, got undefined",
    ],
    ['spectral norm', () => nn.spectralNorm(none), 'spectralNorm: expected a layer, got undefined'],
    ['keep', () => torch.keep(none), 'must be a Tensor, got undefined'],
    ['module state', () => new nn.Linear(2, 2).loadStateDict(none), 'got undefined'],
    [
      'module state entry',
      () => new nn.Linear(1, 1).loadStateDict({ weight: none, bias: none }),
      'got undefined',
    ],
  ])('%s', (_, attempt, message) => {
    expect(attempt).toThrow(message);
  });
});
