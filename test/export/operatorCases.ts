// One generator for every family of operators that is exported.
import { type gan, nn, type Tensor, torch } from 'tadpole';
import { generatorOf } from './runtime';

export const LATENT_SHAPE = [2, 4, 4];

/** Latents through `layers` and `change` to something that counts as images. */
export class Around extends nn.Module {
  constructor(
    private readonly change: (x: Tensor, layers: readonly nn.Module[]) => Tensor,
    private readonly layers: nn.Module[] = [],
  ) {
    super();
  }

  forward(x: Tensor): Tensor {
    const result = this.change(x, this.layers).to('float32');
    // One channel, whatever the shape was: what is compared is every value.
    return torch.flatten(result, 1).unsqueeze(1).unsqueeze(1);
  }
}

type Row = readonly [
  name: string,
  change: (x: Tensor, layers: readonly nn.Module[]) => Tensor,
  layers?: () => nn.Module[],
];

/** The layers one after the other. */
const layered = (name: string, ...make: (() => nn.Module)[]): Row => [
  name,
  (x, layers) => layers.reduce((value, layer) => layer.forward(value), x),
  () => make.map((one) => one()),
];

const F = nn.functional;
const vector = (x: Tensor): Tensor => torch.flatten(x, 1);

const ROWS: Row[] = [
  ['add, sub, mul, div with numbers', (x) => x.add(2).mul(3).sub(0.5).div(4)],
  ['add with alpha', (x) => x.add(x.mul(x), { alpha: 0.5 })],
  [
    'maximum, minimum, clamp',
    (x) =>
      torch
        .maximum(x, x.neg())
        .clamp(0.2, 1)
        .add(torch.minimum(x, x.mul(2))),
  ],
  ['pow, square, sqrt, rsqrt', (x) => x.abs().add(0.1).pow(1.5).add(x.square().add(1).rsqrt()).sqrt()],
  ['exp, log, sin, cos, erf', (x) => x.exp().add(1).log().add(x.sin()).add(x.cos()).add(x.erf())],
  ['floor, ceil, sign', (x) => x.floor().add(x.ceil()).add(x.sign())],
  ['comparisons and where', (x) => torch.where(x.gt(0.1), x, x.mul(2)).add(x.le(0).to('float32'))],
  ['lerp', (x) => x.lerp(x.neg(), 0.3)],
  ...[
    new nn.ReLU(),
    new nn.LeakyReLU(0.2),
    new nn.PReLU({ numParameters: 2 }),
    new nn.ELU(),
    new nn.SiLU(),
    new nn.GELU(),
    new nn.GELU('tanh'),
    new nn.Sigmoid(),
    new nn.Tanh(),
    new nn.Softplus(2),
  ].map((layer) => layered(String(layer), () => layer)),
  [
    'selu, celu, hardtanh, mish',
    (x) => x.selu().add(torch.celu(x)).add(torch.hardtanh(x)).add(torch.mish(x)),
  ],
  [
    'hardsigmoid, hardswish, relu6, logSigmoid',
    (x) => torch.hardsigmoid(x).add(torch.hardswish(x)).add(torch.relu6(x)).add(torch.logSigmoid(x)),
  ],
  ['softmax, logSoftmax', (x) => torch.softmax(x, 1).add(torch.logSoftmax(x, -1))],
  ['linear on rows', (x, [layer]) => (layer as nn.Module).forward(vector(x)), () => [new nn.Linear(32, 5)]],
  [
    'linear on the last dimension',
    (x, [layer]) => (layer as nn.Module).forward(x),
    () => [new nn.Linear(4, 3)],
  ],
  [
    'matmul, bmm, mm, transposes',
    (x) =>
      torch
        .matmul(x, x.transpose(2, 3))
        .add(torch.bmm(torch.flatten(x, 0, 1), torch.flatten(x, 0, 1)).reshape([-1, 2, 4, 4])),
  ],
  [
    'addmm',
    (x) =>
      torch
        .addmm(torch.ones([4]), x.reshape([-1, 4]), torch.full([4, 4], 0.3), { beta: 2, alpha: 0.5 })
        .reshape([-1, 2, 4, 4]),
  ],
  layered('Conv2d', () => new nn.Conv2d(2, 3, 3, { stride: 2, padding: 1 })),
  layered('Conv2d in groups, dilated', () => new nn.Conv2d(2, 4, 2, { groups: 2, dilation: 2, bias: false })),
  layered('Conv2d, same', () => new nn.Conv2d(2, 3, 4, { padding: 'same' })),
  layered('Conv2d, reflected borders', () => new nn.Conv2d(2, 3, 3, { padding: 1, paddingMode: 'reflect' })),
  layered('Conv2d, circular borders', () => new nn.Conv2d(2, 3, 3, { padding: 1, paddingMode: 'circular' })),
  layered(
    'ConvTranspose2d',
    () => new nn.ConvTranspose2d(2, 3, 3, { stride: 2, padding: 1, outputPadding: 1 }),
  ),
  layered('ConvTranspose2d in groups', () => new nn.ConvTranspose2d(2, 4, 4, { stride: 2, groups: 2 })),
  layered('spectrally normalised Conv2d', () => nn.spectralNorm(new nn.Conv2d(2, 3, 3))),
  layered('BatchNorm2d', () => new nn.BatchNorm2d(2)),
  layered('GroupNorm', () => new nn.GroupNorm(2, 2)),
  layered('LayerNorm', () => new nn.LayerNorm([4, 4])),
  layered('InstanceNorm2d', () => new nn.InstanceNorm2d(2, { affine: true })),
  layered('PixelNorm', () => new nn.PixelNorm()),
  layered('Dropout', () => new nn.Dropout(0.5)),
  [
    'reshape, flatten, unflatten, squeeze',
    (x) => torch.unflatten(torch.flatten(x, 1), 1, [4, 8]).unsqueeze(1).squeeze(1),
  ],
  [
    'permute, transpose, expand, repeat',
    (x) =>
      x
        .permute([0, 2, 3, 1])
        .transpose(1, 2)
        .unsqueeze(1)
        .expand([-1, 2, -1, -1, -1])
        .repeat([1, 1, 1, 1, 2]),
  ],
  ['narrow, select, slices', (x) => x.narrow(2, 1, 2).add(x.select(1, 0).unsqueeze(1).narrow(2, 0, 2))],
  [
    'chunk, split, unbind',
    (x) =>
      torch.cat(
        [
          ...torch.chunk(x, 2, 2),
          ...torch.split(x, 3, 2),
          ...torch.unbind(x, 1).map((part) => part.unsqueeze(1).expand([-1, 2, -1, -1])),
        ],
        2,
      ),
  ],
  [
    'cat, stack, flip',
    (x) => torch.stack([torch.cat([x, x.neg()], 1), torch.flip(torch.cat([x, x], 1), [2])], 1),
  ],
  ['pad', (x) => torch.pad(torch.pad(x, [1, 2, 0, 1], 'constant', 0.5), [1, 1, 1, 1], 'replicate')],
  layered(
    'PixelShuffle',
    () => new nn.Conv2d(2, 4, 1),
    () => new nn.PixelShuffle(2),
  ),
  layered('Upsample, nearest', () => new nn.Upsample({ scaleFactor: 2 })),
  layered('Upsample, bilinear', () => new nn.Upsample({ scaleFactor: 2, mode: 'bilinear' })),
  layered(
    'Upsample, corners aligned',
    () => new nn.Upsample({ scaleFactor: 2, mode: 'bilinear', alignCorners: true }),
  ),
  ['interpolate to a size', (x) => F.interpolate(x, { size: [6, 7], mode: 'bilinear' })],
  ['interpolate, bicubic', (x) => F.interpolate(x, { scaleFactor: 2, mode: 'bicubic' })],
  layered('AvgPool2d', () => new nn.AvgPool2d(2)),
  layered('AvgPool2d with borders', () => new nn.AvgPool2d(3, { stride: 2, padding: 1 })),
  layered('MaxPool2d', () => new nn.MaxPool2d(2)),
  layered('AdaptiveAvgPool2d', () => new nn.AdaptiveAvgPool2d(2)),
  [
    'mean, sum, amax, amin',
    (x) =>
      x
        .mean([2], true)
        .add(x.sum([3], true))
        .add(x.amax([1], true))
        .add(torch.amin(x, [2, 3], true)),
  ],
  [
    'argmax',
    (x) =>
      x
        .argmax(1, true)
        .to('float32')
        .add(x.argmax(-1).to('float32').sum([1, 2], true).unsqueeze(3)),
  ],
  ['var, std', (x) => x.var([2, 3], { keepdim: true }).add(x.std([1], { correction: 0, keepdim: true }))],
  ['normalize', (x) => F.normalize(x)],
  [
    'trigonometry, powers of two and ten',
    (x) => {
      const small = x.mul(0.1);
      const sums = [small.tan(), small.asin(), small.acos(), x.atan(), small.sinh(), small.cosh(), x.asinh()];
      const logarithms = [
        small.atanh(),
        x.abs().add(1.1).acosh(),
        x.abs().add(1).log2(),
        x.abs().add(1).log10(),
      ];
      return [...sums, ...logarithms, small.exp2(), small.expm1()].reduce((sum, one) => sum.add(one));
    },
  ],
  [
    'trunc, frac, remainder, fmod, floorDivide',
    (x) =>
      [x.trunc(), x.frac(), x.remainder(0.7), x.fmod(0.7), x.floorDivide(0.7)].reduce((sum, one) =>
        sum.add(one),
      ),
  ],
  [
    'whole numbers',
    (x) => {
      const whole = x.mul(10).to('int64');
      const rest = whole.remainder(3).add(whole.floorDivide(3)).add(whole.floor()).to('float32');
      return rest.add(whole.sigmoid()).add(whole.tanh()).add(whole.abs().add(1).rsqrt());
    },
  ],
  [
    'truth values',
    (x) => {
      const [one, other] = [x.gt(0), x.lt(0.5)] as const;
      const many = [one.mul(other), one.add(other), one.logicalXor(other), one.bitwiseNot(), one.gt(other)];
      return many.reduce((sum, value) => sum.mul(2).add(value.to('float32')), x);
    },
  ],
  ['maskedFill', (x) => torch.softmax(x.maskedFill(x.gt(0), Number.NEGATIVE_INFINITY).clamp(-9, 9), 3)],
  [
    'hardshrink, softshrink, threshold, glu',
    (x) => {
      const three = x
        .hardshrink(0.4)
        .add(torch.softshrink(x, 0.3))
        .add(torch.threshold(x, 0.2, -1));
      return torch.cat([three, torch.glu(x, 1)], 1);
    },
  ],
  ['softplus with a low threshold', (x) => torch.softplus(x, 3, 5)],
  [
    'einsum',
    (x) =>
      torch
        .einsum('bchw,bcHw->bchH', [x, x])
        .add(torch.einsum('...ij,jk->...ik', [x, torch.full([4, 4], 0.3)]))
        .add(torch.einsum('bchh->bch', [x]).unsqueeze(3)),
  ],
  ['attention', (x) => torch.scaledDotProductAttention(x, x.mul(2), x)],
  layered(
    'ConvTranspose2d with dilation and more outputPadding than its stride',
    () => new nn.ConvTranspose2d(2, 3, 3, { outputPadding: 1, dilation: 2 }),
  ),
  ['interpolate by a factor, nearest', (x) => F.interpolate(x, { scaleFactor: 2.6 })],
  ['interpolate by a factor, bilinear', (x) => F.interpolate(x, { scaleFactor: 1.3, mode: 'bilinear' })],
  layered('AdaptiveAvgPool2d to sizes that do not divide', () => new nn.AdaptiveAvgPool2d(3)),
  [
    'roll, repeatInterleave, movedim, pixelUnshuffle',
    (x) =>
      torch
        .roll(x, [1, -1], [2, 3])
        .movedim([1], [3])
        .repeatInterleave(2, 1)
        .add(torch.pixelUnshuffle(x, 2).sum([1, 2, 3], true)),
  ],
  [
    'places',
    (x) => {
      const numbers = (...values: number[]): Tensor => torch.tensor(values, { dtype: 'int64' });
      const pairs = x.at(':', ':', numbers(3, 0), numbers(1, -1));
      return x.at(':', numbers(1, 0, -1)).add(pairs.sum([1, 2], true).unsqueeze(3));
    },
  ],
  [
    'prod, logsumexp, argmin, max with its place, norms',
    (x) => {
      const [most, place] = torch.max(x, 1, true);
      const norms = [0, 3, Number.POSITIVE_INFINITY].map((order) =>
        torch.linalgVectorNorm(x, order, [1], true),
      );
      const sums = [
        x.prod(1, true),
        x.logsumexp([1], true),
        x.argmin(1, true),
        most as Tensor,
        place as Tensor,
      ];
      return [...norms, ...sums].reduce((sum, one) => sum.add(one.to('float32')));
    },
  ],
  ['deviation over the batch', (x) => x.sub(x.var([0], { keepdim: true, correction: 0 }))],
  ['casts', (x) => x.mul(10).to('int64').to('float32').add(x.to('float64').to('float32'))],
];

export interface Case {
  readonly name: string;
  readonly change: Row[1];
  readonly layers?: Row[2];
}

export const CASES: readonly Case[] = ROWS.map(([name, change, layers]) => ({ name, change, layers }));

/** A generator of a case. */
export function made({ change, layers = () => [] }: Pick<Case, 'change' | 'layers'>): gan.SavedGenerator {
  return generatorOf(new Around(change, layers()), { shape: LATENT_SHAPE, image: [1, 1, 1] });
}
