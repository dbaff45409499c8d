// A module is a plain class: its fields are its parameters, buffers and children.
import { nn, type Tensor, torch } from 'tadpole';

beforeEach(() => torch.manualSeed(0));

class Block extends nn.Module {
  linear = new nn.Linear(2, 3);
  layerScale = nn.parameter(torch.ones([3]));
  movingMean = nn.buffer(torch.zeros([3]));
  scratch = nn.buffer(torch.zeros([3]), { persistent: false });
  note = 'strings, numbers and unmarked tensors are not walked';
  unmarked = torch.ones([1]);

  forward(x: Tensor): Tensor {
    return torch.mul(this.linear.forward(x), this.layerScale);
  }
}

class Network extends nn.Module {
  head = new Block();
  blocks = [new nn.Linear(3, 3), new nn.ReLU(), new nn.Linear(3, 1)];

  forward(x: Tensor): Tensor {
    return this.blocks.reduce<Tensor>(
      (value, block) => (block as nn.Module).forward(value),
      this.head.forward(x),
    );
  }
}

const names = (entries: [string, unknown][]) => entries.map(([name]) => name);

describe('walking', () => {
  test('names are dotted, in definition order, own tensors before those of children', () => {
    expect(names(new Network().namedParameters())).toEqual([
      'head.layer_scale',
      'head.linear.weight',
      'head.linear.bias',
      'blocks.0.weight',
      'blocks.0.bias',
      'blocks.2.weight',
      'blocks.2.bias',
    ]);
  });

  test('camelCase fields become snake_case names; buffers that do not persist stay out of the state dict', () => {
    const block = new Block();
    expect(names(block.namedBuffers())).toEqual(['moving_mean', 'scratch']);
    expect(Object.keys(block.stateDict())).toEqual([
      'layer_scale',
      'moving_mean',
      'linear.weight',
      'linear.bias',
    ]);
  });

  test('modules come parents first, and apply visits children first', () => {
    const network = new Network();
    expect(names(network.namedModules())).toEqual([
      '',
      'head',
      'head.linear',
      'blocks.0',
      'blocks.1',
      'blocks.2',
    ]);
    const visited: string[] = [];
    network.apply((module) => visited.push(module.constructor.name));
    expect(visited).toEqual(['Linear', 'Block', 'Linear', 'ReLU', 'Linear', 'Network']);
  });

  test('a shared layer is listed once among the parameters and under both names in the state dict', () => {
    const shared = new nn.Linear(2, 2);
    const pair = new nn.Sequential(shared, shared);
    expect(pair.parameters()).toHaveLength(2);
    expect(Object.keys(pair.stateDict())).toEqual(['0.weight', '0.bias', '1.weight', '1.bias']);
  });

  test('two fields with one name are refused', () => {
    class Clash extends nn.Module {
      fooBar = nn.parameter(torch.zeros([1]));
      foo_bar = nn.parameter(torch.zeros([1]));
      forward(x: Tensor): Tensor {
        return x;
      }
    }
    expect(() => new Clash().stateDict()).toThrow("two fields are both named 'foo_bar'");
  });
});

describe('modes, moving and gradients', () => {
  test('train and eval reach every module', () => {
    const network = new Network().eval();
    expect(network.modules().map((module) => module.training)).toEqual(new Array(6).fill(false));
    expect(network.train().head.linear.training).toBe(true);
  });

  test('to(dtype) converts in place: floating tensors only, gradients too', () => {
    const layer = new nn.BatchNorm1d(2);
    const weight = layer.weight as Tensor;
    torch.sum(layer.forward(torch.randn([4, 2]))).backward();
    expect(layer.to('float64')).toBe(layer);
    expect(layer.weight).toBe(weight);
    expect([weight.dtype, weight.grad?.dtype, layer.numBatchesTracked?.dtype]).toEqual([
      'float64',
      'float64',
      'int64',
    ]);
    expect(weight.requiresGrad).toBe(true);
    expect(layer.forward(torch.randn([4, 2], { dtype: 'float64' })).dtype).toBe('float64');
  });

  test('to refuses what is neither a device nor a floating dtype', () => {
    expect(() => new nn.Linear(1, 1).to('int64')).toThrow(
      "expected a device or a floating dtype, got 'int64'",
    );
    expect(() => new nn.Linear(1, 1).to('tpu')).toThrow("unknown dtype or device 'tpu'");
  });

  test('to(memoryFormat) lays out images channels last and leaves other shapes alone', () => {
    const network = new nn.Sequential(new nn.Conv2d(3, 4, 3), new nn.Linear(2, 2)).to({
      memoryFormat: 'channelsLast',
    });
    const [kernel, , matrix] = network.parameters() as [Tensor, Tensor, Tensor];
    expect(kernel.isContiguous('channelsLast')).toBe(true);
    expect(matrix.isContiguous()).toBe(true);
  });

  test('requiresGrad_ freezes and thaws; gradients still flow through frozen layers', () => {
    const layer = new nn.Linear(2, 1).requiresGrad_(false);
    const x = torch.ones([1, 2]).requiresGrad_();
    layer.forward(x).sum().backward();
    expect(layer.weight.grad).toBeNull();
    expect(x.grad?.toTypedArray()).toEqual(layer.weight.detach().toTypedArray());
    expect(layer.requiresGrad_().weight.requiresGrad).toBe(true);
  });

  test('zeroGrad drops the gradients', () => {
    const layer = new nn.Linear(2, 1);
    layer
      .forward(torch.ones([1, 2]))
      .sum()
      .backward();
    layer.zeroGrad();
    expect(layer.parameters().every((parameter) => parameter.grad === null)).toBe(true);
  });
});

describe('memory', () => {
  test('parameters survive the scope they were made in and dispose frees them all', () => {
    const before = torch.memory().tensors;
    const network = torch.scope(() => {
      const made = new nn.Sequential(
        new nn.Linear(4, 4),
        new nn.BatchNorm1d(4),
        nn.spectralNorm(new nn.Linear(4, 2)),
      );
      made.forward(torch.randn([3, 4]));
      return made;
    });
    const own = network.parameters().length + network.buffers().length;
    expect(torch.memory().tensors - before).toBe(own);
    network.dispose();
    network.dispose();
    expect(torch.memory().tensors).toBe(before);
  });

  test('a step in a scope leaves nothing behind', () => {
    const network = new nn.Sequential(new nn.Linear(4, 4), new nn.BatchNorm1d(4), new nn.Dropout(0.3));
    const step = () =>
      torch.scope(() => {
        network
          .forward(torch.randn([3, 4]))
          .sum()
          .backward();
        network.zeroGrad();
      });
    step();
    const before = torch.memory().tensors;
    step();
    expect(torch.memory().tensors).toBe(before);
  });
});

test('a module prints like PyTorch', () => {
  const network = new nn.Sequential(
    new nn.Conv2d(3, 8, 4, { stride: 2, padding: 1, bias: false }),
    new nn.Sequential(new nn.BatchNorm2d(8, { eps: 1e-3 }), new nn.LeakyReLU(0.2)),
    nn.spectralNorm(new nn.Linear(8, 1)),
  );
  expect(String(network)).toBe(`Sequential(
  (0): Conv2d(3, 8, kernel_size=(4, 4), stride=(2, 2), padding=(1, 1), bias=False)
  (1): Sequential(
    (0): BatchNorm2d(8, eps=0.001, momentum=0.1, affine=True, bias=True, track_running_stats=True)
    (1): LeakyReLU(negative_slope=0.2)
  )
  (2): ParametrizedLinear(
    in_features=8, out_features=1, bias=True
    (parametrizations): ModuleDict(
      (weight): ParametrizationList(
        (0): _SpectralNorm()
      )
    )
  )
)`);
});

test('forward may return several tensors', () => {
  class Moments extends nn.Module<[mean: Tensor, deviation: Tensor]> {
    forward(x: Tensor): [Tensor, Tensor] {
      return [x.mean(), x.std()];
    }
  }
  const [mean, deviation] = new Moments().forward(torch.tensor([1, 3]));
  expect([mean.item(), deviation.item()]).toEqual([2, expect.closeTo(Math.SQRT2, 6)]);
});
