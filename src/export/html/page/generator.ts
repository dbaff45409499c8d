// The generator that the page holds: its weights, unpacked, and pictures from latents.
import { Engine, type EngineNode, type Product, type Value } from './engine';

/** How the numbers of a constant are written: as they are, or in 8 bits with one scale per row of the first dimension. */
interface PackedConstant {
  readonly name: string;
  readonly shape: readonly number[];
  readonly kind: 'float32' | 'float16' | 'int8' | 'float64' | 'int64' | 'int32' | 'bool';
  /** Bytes within the weights; scales of an `int8` lie before its values. */
  readonly offset: number;
}

/** What the page is given. */
export interface PackedGenerator {
  readonly title: string;
  readonly nodes: readonly EngineNode[];
  readonly constants: readonly PackedConstant[];
  readonly latentShape: readonly number[];
  readonly distribution: 'normal' | 'uniform';
  readonly valueRange: readonly [low: number, high: number];
  readonly imageShape: readonly [channels: number, height: number, width: number];
  readonly classes: readonly string[];
}

export class PageGenerator {
  private readonly engine: Engine;

  /**
   * @param weights the bytes that the constants lie in
   * @param product gemm.wat, compiled
   */
  constructor(
    readonly about: PackedGenerator,
    weights: ArrayBuffer,
    product: Product,
  ) {
    const constants = about.constants.map((packed) => [packed.name, unpack(packed, weights)] as const);
    this.engine = new Engine(about.nodes, new Map(constants), product);
  }

  get latentSize(): number {
    return this.about.latentShape.reduce((product, size) => product * size, 1);
  }

  /** Images in the generator's range of values, N x C x H x W, one for each latent. */
  images(latents: readonly Float32Array[], classes: readonly number[]): Value {
    const data = new Float32Array(latents.length * this.latentSize);
    latents.forEach((latent, index) => {
      data.set(latent, index * this.latentSize);
    });
    const inputs: Record<string, Value> = {
      latents: { shape: [latents.length, ...this.about.latentShape], data },
    };
    if (this.about.classes.length > 0) {
      inputs['labels'] = { shape: [latents.length], data: Float64Array.from(classes) };
    }
    return this.engine.run(inputs, 'images');
  }

  /** Pixels in RGBA, one picture after the other. */
  pixels({ shape, data }: Value): Uint8ClampedArray {
    const [count, channels, height, width] = shape as [number, number, number, number];
    const [low, high] = this.about.valueRange;
    const area = height * width;
    const pixels = new Uint8ClampedArray(count * area * 4);
    for (let image = 0; image < count; image += 1) {
      for (let i = 0; i < area; i += 1) {
        for (let channel = 0; channel < 4; channel += 1) {
          const from = (image * channels + (channels === 1 ? 0 : channel)) * area + i;
          const value = ((data[from] as number) - low) * (255 / (high - low));
          pixels[(image * area + i) * 4 + channel] = channel === 3 && channels !== 4 ? 255 : value;
        }
      }
    }
    return pixels;
  }
}

const ARRAYS = {
  float32: Float32Array,
  float64: Float64Array,
  int64: BigInt64Array,
  int32: Int32Array,
  bool: Uint8Array,
} as const;

function unpack({ kind, shape, offset }: PackedConstant, weights: ArrayBuffer): Value {
  const size = shape.reduce((product, one) => product * one, 1);
  if (kind === 'int8') {
    const rows = shape[0] as number;
    const scales = new Float32Array(weights, offset, rows);
    const values = new Int8Array(weights, offset + 4 * rows, size);
    const perRow = size / rows;
    return {
      shape,
      data: Float32Array.from(
        values,
        (value, index) => value * (scales[Math.floor(index / perRow)] as number),
      ),
    };
  }
  if (kind === 'float16')
    return { shape, data: Float32Array.from(new Uint16Array(weights, offset, size), fromHalf) };
  const values = new ARRAYS[kind](weights, offset, size);
  const isFloat = kind === 'float32' || kind === 'float64';
  return {
    shape,
    data: isFloat ? Float32Array.from(values as Float32Array) : Float64Array.from(values, Number),
  };
}

/** A number from the bits of a 16-bit float of IEEE 754. */
function fromHalf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
