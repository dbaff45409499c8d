// Augmentations, layers and blocks of modern GANs equal their formulas in numpy, with first and second gradients.
import { gan, nn, type Tensor, torch } from 'tadpole';
import { gradcheck, gradgradcheck } from '../torch/gradcheck';
import { expectClose, Fixture, isRef, type TensorRef } from './fixtures';

interface PartCase {
  name: string;
  kind: string;
  inputs: Record<string, TensorRef | number>;
  result: TensorRef;
}

const { augmentations, networks } = gan;

/** What the inputs of a case give, as a function of them. */
interface Inputs {
  tensor(name: string): Tensor;
  number(name: string): number;
}

function filled<Layer extends nn.Module>(layer: Layer, values: Record<string, Tensor>): Layer {
  layer.to('float64');
  layer.loadStateDict(values);
  return layer;
}

/** kind: the function that the case checks. */
const PARTS: Record<string, (inputs: Inputs) => Tensor> = {
  translate: ({ tensor }) => augmentations.translate(tensor('images'), tensor('down'), tensor('right')),
  cutOut: ({ tensor, number }) =>
    augmentations.cutOut(tensor('images'), {
      top: tensor('top'),
      left: tensor('left'),
      height: number('height'),
      width: number('width'),
    }),
  sampleAffine: ({ tensor }) =>
    augmentations.sampleAffine(tensor('images'), { linear: tensor('linear'), offset: tensor('offset') }),
  changeColour: ({ tensor, number }) => {
    const grey = tensor('contrast').mul(tensor('flipped').mul(-2).add(1));
    const change = {
      grey,
      chroma: tensor('contrast').mul(tensor('saturation')),
      hue: tensor('hue'),
      offset: tensor('brightness').mul(grey),
    };
    return augmentations.changeColour(tensor('images'), change, number('middle'));
  },
  minibatchStdDev: ({ tensor, number }) =>
    new nn.MinibatchStdDev({
      groupSize: number('groupSize'),
      numFeatures: number('numFeatures'),
    }).forward(tensor('x')),
  lowPassUpsample: ({ tensor }) => new nn.LowPassUpsample2d().forward(tensor('x')),
  lowPassDownsample: ({ tensor }) => new nn.LowPassDownsample2d().forward(tensor('x')),
  pixelNorm: ({ tensor }) => new nn.PixelNorm().forward(tensor('x')),
  equalizedLinear: ({ tensor, number }) => {
    const layer = new nn.EqualizedLinear(5, 4, {
      gain: number('gain'),
      lrMultiplier: number('lrMultiplier'),
    });
    return filled(layer, { weight: tensor('weight'), bias: tensor('bias') }).forward(tensor('x'));
  },
  equalizedConv2d: ({ tensor }) => {
    const layer = new nn.EqualizedConv2d(3, 2, 3, { padding: 1, bias: false });
    return filled(layer, { weight: tensor('weight') }).forward(tensor('x'));
  },
  conditionedLatent: ({ tensor }) => {
    const layer = new networks.ConditionedLatent(3, 5, 4);
    const values = { 'embedding.weight': tensor('table') };
    return filled(layer, values).forward(tensor('x'), tensor('labels'));
  },
  projectionHead: ({ tensor }) => {
    const layer = new networks.ProjectionHead(5, 3);
    const values = {
      'linear.weight': tensor('weight'),
      'linear.bias': tensor('bias'),
      'embedding.weight': tensor('table'),
    };
    return filled(layer, values).forward(tensor('x'), tensor('labels'));
  },
};

/** Second gradients are checked where that takes no seconds. */
const MOST_VALUES = 64;

const fixture = new Fixture<PartCase>('parts');

describe.each(fixture.cases.map((each) => [each.name, each] as const))('%s', (name, each) => {
  const inputsOf = (change: (tensor: Tensor) => Tensor): Inputs => {
    const tensors = new Map(
      Object.entries(each.inputs).flatMap(([key, value]) =>
        isRef(value) ? [[key, change(fixture.tensor(value))] as const] : [],
      ),
    );
    return {
      tensor: (key) => tensors.get(key) as Tensor,
      number: (key) => each.inputs[key] as number,
    };
  };

  /** Blocks are built from whichever weights there are. */
  const part = PARTS[each.kind] ?? (({ tensor }) => residualBlock(each, tensor));
  const input = 'images' in each.inputs ? 'images' : 'x';

  test('equals the formula', () => {
    torch.scope(() => {
      const result = part(inputsOf((tensor) => tensor));
      expectClose(result, fixture.tensor(each.result), name);
    });
  });

  test('in float32, and channels-last, too', () => {
    torch.scope(() => {
      const short = (tensor: Tensor): Tensor => {
        if (tensor.dtype !== 'float64') return tensor;
        const values = tensor.to('float32');
        return values.dim() === 4 ? values.to({ memoryFormat: 'channelsLast' }) : values;
      };
      // Layers are built in float64: their results are compared after they are brought to it.
      const isLayer = input === 'x' && !/Sample|Dev|pixel/i.test(each.kind);
      const result = part(inputsOf(isLayer ? (tensor) => tensor : short));
      const tolerance = { relative: 1e-4, absolute: 1e-4 };
      expectClose(result.to('float64'), fixture.tensor(each.result), name, tolerance);
    });
  });

  test('gradients agree with differences, and those of small inputs a second time', () => {
    const inputs = inputsOf((tensor) => tensor.clone());
    const x = inputs.tensor(input).requiresGrad_();
    gradcheck(() => part(inputs), [x]);
    if (x.numel() <= MOST_VALUES) gradgradcheck(() => part(inputs).pow(2), [x]);
  });
});

function residualBlock(each: PartCase, tensor: (name: string) => Tensor): Tensor {
  const expanded = 'weight2' in each.inputs;
  const block = new networks.ResidualBlock(3, expanded ? { expansion: 2 } : {});
  const names = Object.keys(each.inputs).filter((key) => key !== 'x');
  const values = names.map((key) => [`layers.${key.at(-1)}.${key.slice(0, -1)}`, tensor(key)] as const);
  return filled(block, Object.fromEntries(values)).forward(tensor('x'));
}
