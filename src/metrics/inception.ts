// The network behind published FID numbers: Inception v3 of December 2015, up to the features of its last pooling.
import * as nn from '../nn';
import { type Tensor, torch } from '../torch';

/** Features per image. */
export const INCEPTION_SIZE = 2048;
/** Logits: the 1000 classes of ImageNet and 8 that were never used. */
const LOGITS = 1008;
/** Of every batch normalization. */
const EPSILON = 0.001;

interface Convolution {
  kernel: nn.Size;
  stride?: number;
  padding?: nn.Size;
}

/** A convolution without offset, batch normalization, ReLU. */
class ConvUnit extends nn.Module {
  readonly conv: nn.Conv2d;
  readonly bn: nn.BatchNorm2d;

  constructor(from: number, to: number, { kernel, stride = 1, padding = 0 }: Convolution) {
    super();
    this.conv = new nn.Conv2d(from, to, kernel, { stride, padding, bias: false });
    this.bn = new nn.BatchNorm2d(to, { eps: EPSILON });
  }

  forward(x: Tensor): Tensor {
    return torch.relu(this.bn.forward(this.conv.forward(x)));
  }
}

/** Units under the names that they have in files of weights, which are not names of fields. */
abstract class Named<Units extends Record<string, nn.Module>> extends nn.Module {
  protected abstract readonly units: Units;

  protected override *fields(): Generator<[string, unknown]> {
    yield* Object.entries(this.units);
  }
}

const SAME_3 = { kernel: 3, padding: 1 } as const;
const ACROSS_3: Convolution = { kernel: [1, 3], padding: [0, 1] };
const DOWN_3: Convolution = { kernel: [3, 1], padding: [1, 0] };
const ACROSS_7: Convolution = { kernel: [1, 7], padding: [0, 3] };
const DOWN_7: Convolution = { kernel: [7, 1], padding: [3, 0] };
const POINT: Convolution = { kernel: 1 };
const HALVING: Convolution = { kernel: 3, stride: 2 };

/** Means of 3 x 3 windows in which pixels beyond the border do not count, as TensorFlow has it. */
function meanPool(x: Tensor): Tensor {
  return torch.avgPool2d(x, [3, 3], [1, 1], [1, 1], false, false);
}

function halvingPool(x: Tensor): Tensor {
  return torch.maxPool2d(x, [3, 3], [2, 2]);
}

function chain(x: Tensor, ...units: nn.Module[]): Tensor {
  return units.reduce((value, unit) => unit.forward(value), x);
}

/** Grids of 35 x 35: kernels of 1, 5 and twice 3, and a pooled branch. */
class BlockA extends Named<Record<string, ConvUnit>> {
  protected readonly units;

  constructor(from: number, pooled: number) {
    super();
    this.units = {
      branch1x1: new ConvUnit(from, 64, POINT),
      branch5x5_1: new ConvUnit(from, 48, POINT),
      branch5x5_2: new ConvUnit(48, 64, { kernel: 5, padding: 2 }),
      branch3x3dbl_1: new ConvUnit(from, 64, POINT),
      branch3x3dbl_2: new ConvUnit(64, 96, SAME_3),
      branch3x3dbl_3: new ConvUnit(96, 96, SAME_3),
      branch_pool: new ConvUnit(from, pooled, POINT),
    };
  }

  forward(x: Tensor): Tensor {
    const of = this.units;
    return torch.cat(
      [
        of.branch1x1.forward(x),
        chain(x, of.branch5x5_1, of.branch5x5_2),
        chain(x, of.branch3x3dbl_1, of.branch3x3dbl_2, of.branch3x3dbl_3),
        of.branch_pool.forward(meanPool(x)),
      ],
      1,
    );
  }
}

/** From 35 x 35 to 17 x 17. */
class BlockB extends Named<Record<string, ConvUnit>> {
  protected readonly units;

  constructor(from: number) {
    super();
    this.units = {
      branch3x3: new ConvUnit(from, 384, HALVING),
      branch3x3dbl_1: new ConvUnit(from, 64, POINT),
      branch3x3dbl_2: new ConvUnit(64, 96, SAME_3),
      branch3x3dbl_3: new ConvUnit(96, 96, HALVING),
    };
  }

  forward(x: Tensor): Tensor {
    const of = this.units;
    const double = chain(x, of.branch3x3dbl_1, of.branch3x3dbl_2, of.branch3x3dbl_3);
    return torch.cat([of.branch3x3.forward(x), double, halvingPool(x)], 1);
  }
}

/** Grids of 17 x 17: kernels of 7 in parts of 1 x 7 and 7 x 1, and a pooled branch. */
class BlockC extends Named<Record<string, ConvUnit>> {
  protected readonly units;

  constructor(from: number, inner: number) {
    super();
    this.units = {
      branch1x1: new ConvUnit(from, 192, POINT),
      branch7x7_1: new ConvUnit(from, inner, POINT),
      branch7x7_2: new ConvUnit(inner, inner, ACROSS_7),
      branch7x7_3: new ConvUnit(inner, 192, DOWN_7),
      branch7x7dbl_1: new ConvUnit(from, inner, POINT),
      branch7x7dbl_2: new ConvUnit(inner, inner, DOWN_7),
      branch7x7dbl_3: new ConvUnit(inner, inner, ACROSS_7),
      branch7x7dbl_4: new ConvUnit(inner, inner, DOWN_7),
      branch7x7dbl_5: new ConvUnit(inner, 192, ACROSS_7),
      branch_pool: new ConvUnit(from, 192, POINT),
    };
  }

  forward(x: Tensor): Tensor {
    const of = this.units;
    const double = [of.branch7x7dbl_1, of.branch7x7dbl_2, of.branch7x7dbl_3, of.branch7x7dbl_4];
    return torch.cat(
      [
        of.branch1x1.forward(x),
        chain(x, of.branch7x7_1, of.branch7x7_2, of.branch7x7_3),
        chain(x, ...double, of.branch7x7dbl_5),
        of.branch_pool.forward(meanPool(x)),
      ],
      1,
    );
  }
}

/** From 17 x 17 to 8 x 8. */
class BlockD extends Named<Record<string, ConvUnit>> {
  protected readonly units;

  constructor(from: number) {
    super();
    this.units = {
      branch3x3_1: new ConvUnit(from, 192, POINT),
      branch3x3_2: new ConvUnit(192, 320, HALVING),
      branch7x7x3_1: new ConvUnit(from, 192, POINT),
      branch7x7x3_2: new ConvUnit(192, 192, ACROSS_7),
      branch7x7x3_3: new ConvUnit(192, 192, DOWN_7),
      branch7x7x3_4: new ConvUnit(192, 192, HALVING),
    };
  }

  forward(x: Tensor): Tensor {
    const of = this.units;
    const long = chain(x, of.branch7x7x3_1, of.branch7x7x3_2, of.branch7x7x3_3, of.branch7x7x3_4);
    return torch.cat([chain(x, of.branch3x3_1, of.branch3x3_2), long, halvingPool(x)], 1);
  }
}

/** Grids of 8 x 8: branches that fork, and a pooled one. */
class BlockE extends Named<Record<string, ConvUnit>> {
  protected readonly units;

  /** @param pool of the pooled branch: means in the first of these blocks, maxima in the second */
  constructor(
    from: number,
    private readonly pool: (x: Tensor) => Tensor,
  ) {
    super();
    this.units = {
      branch1x1: new ConvUnit(from, 320, POINT),
      branch3x3_1: new ConvUnit(from, 384, POINT),
      branch3x3_2a: new ConvUnit(384, 384, ACROSS_3),
      branch3x3_2b: new ConvUnit(384, 384, DOWN_3),
      branch3x3dbl_1: new ConvUnit(from, 448, POINT),
      branch3x3dbl_2: new ConvUnit(448, 384, SAME_3),
      branch3x3dbl_3a: new ConvUnit(384, 384, ACROSS_3),
      branch3x3dbl_3b: new ConvUnit(384, 384, DOWN_3),
      branch_pool: new ConvUnit(from, 192, POINT),
    };
  }

  forward(x: Tensor): Tensor {
    const of = this.units;
    const single = of.branch3x3_1.forward(x);
    const double = chain(x, of.branch3x3dbl_1, of.branch3x3dbl_2);
    return torch.cat(
      [
        of.branch1x1.forward(x),
        of.branch3x3_2a.forward(single),
        of.branch3x3_2b.forward(single),
        of.branch3x3dbl_3a.forward(double),
        of.branch3x3dbl_3b.forward(double),
        of.branch_pool.forward(this.pool(x)),
      ],
      1,
    );
  }
}

/**
 * Images N x 3 x H x W from -1 to 1, made for 299 x 299 -> N x 2048. Names of the state dict are those of the files that carry
 * these weights.
 *
 * C. Szegedy et al., "Rethinking the Inception architecture for computer vision", 2015. The graph that FID is defined with
 * (TensorFlow's inception-2015-12-05) differs from later ones: its pooled branches leave the border out of means, the last one
 * takes maxima, and it has 1008 logits.
 */
export class Inception extends Named<Record<string, nn.Module>> {
  protected readonly units;

  constructor() {
    super();
    this.units = {
      Conv2d_1a_3x3: new ConvUnit(3, 32, HALVING),
      Conv2d_2a_3x3: new ConvUnit(32, 32, { kernel: 3 }),
      Conv2d_2b_3x3: new ConvUnit(32, 64, SAME_3),
      Conv2d_3b_1x1: new ConvUnit(64, 80, POINT),
      Conv2d_4a_3x3: new ConvUnit(80, 192, { kernel: 3 }),
      Mixed_5b: new BlockA(192, 32),
      Mixed_5c: new BlockA(256, 64),
      Mixed_5d: new BlockA(288, 64),
      Mixed_6a: new BlockB(288),
      Mixed_6b: new BlockC(768, 128),
      Mixed_6c: new BlockC(768, 160),
      Mixed_6d: new BlockC(768, 160),
      Mixed_6e: new BlockC(768, 192),
      Mixed_7a: new BlockD(768),
      Mixed_7b: new BlockE(1280, meanPool),
      Mixed_7c: new BlockE(2048, (x) => torch.maxPool2d(x, [3, 3], [1, 1], [1, 1])),
      fc: new nn.Linear(INCEPTION_SIZE, LOGITS),
    };
  }

  forward(images: Tensor): Tensor {
    const of = this.units;
    const early = chain(images, of.Conv2d_1a_3x3, of.Conv2d_2a_3x3, of.Conv2d_2b_3x3);
    const middle = chain(halvingPool(early), of.Conv2d_3b_1x1, of.Conv2d_4a_3x3);
    const grids = [of.Mixed_5b, of.Mixed_5c, of.Mixed_5d, of.Mixed_6a, of.Mixed_6b, of.Mixed_6c, of.Mixed_6d];
    const last = [of.Mixed_6e, of.Mixed_7a, of.Mixed_7b, of.Mixed_7c];
    return chain(halvingPool(middle), ...grids, ...last).mean([2, 3]);
  }

  /** Logits without their offsets, as the inception score was defined with. */
  classify(features: Tensor): Tensor {
    return features.matmul((this.units.fc as nn.Linear).weight.t());
  }
}
