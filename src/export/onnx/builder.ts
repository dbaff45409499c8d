// Collects the nodes and constants of an ONNX graph under names that are unique.
import { type DType, type Tensor, torch } from '../../torch';
import type { Size } from '../probe';
import { dataType } from './encode';
import type { Attribute, OnnxNode, OnnxTensor } from './model';

/** Numbers that are whole become integers; other numbers are told by `{ float }`. */
export type AttributeInput = number | boolean | string | readonly number[] | { readonly float: number };

export class GraphBuilder {
  readonly nodes: OnnxNode[] = [];
  readonly constants: OnnxTensor[] = [];
  private readonly uses = new Map<string, number>();
  private readonly plain = new Map<string, string>();
  private imageCount: string | undefined;

  /** @param latents the name of the input whose first dimension is the number of images */
  constructor(private readonly latents: string) {}

  /** A name that was not given before, made of `wish`. */
  unique(wish: string): string {
    const use = (this.uses.get(wish) ?? 0) + 1;
    this.uses.set(wish, use);
    return use === 1 ? wish : this.unique(`${wish}_${use}`);
  }

  /** Adds a node with one result. @returns the name of the result */
  add(type: string, inputs: readonly string[], attributes: Record<string, AttributeInput> = {}): string {
    return this.addMany(type, inputs, 1, attributes)[0] as string;
  }

  /** Adds a node with `count` results. @returns their names */
  addMany(
    type: string,
    inputs: readonly string[],
    count: number,
    attributes: Record<string, AttributeInput> = {},
  ): string[] {
    const name = this.unique(type);
    const outputs = Array.from({ length: count }, (_, index) =>
      this.unique(count === 1 ? `${name}_out` : `${name}_out${index}`),
    );
    const settings = Object.entries(attributes).map(([key, value]) => [key, attributeOf(value)] as const);
    this.nodes.push({ name, type, inputs, outputs, attributes: Object.fromEntries(settings) });
    return outputs;
  }

  /** A tensor as a constant. @returns its name */
  tensor(wish: string, tensor: Tensor): string {
    const dtype = computed(tensor.dtype);
    dataType(dtype);
    const name = this.unique(wish);
    const bytes = torch.scope(() => bytesOf(tensor.to(dtype)));
    this.constants.push({ name, dtype, shape: tensor.shape, bytes });
    return name;
  }

  /** A number, or a list of them, as a constant. @returns its name */
  numbers(values: number | readonly number[], dtype: DType = 'int64'): string {
    const key = `${dtype} ${JSON.stringify(values)}`;
    const known = this.plain.get(key);
    if (known !== undefined) return known;
    const name = torch.scope(() => {
      const shape = typeof values === 'number' ? [] : [values.length];
      return this.tensor('constant', torch.tensor([values].flat(), { dtype }).reshape(shape));
    });
    this.plain.set(key, name);
    return name;
  }

  /** Sizes as a tensor of int64, computed from the number of images where they follow from it. @returns its name */
  sizes(sizes: readonly Size[]): string {
    if (sizes.every((size) => typeof size === 'number')) return this.numbers(sizes);
    const parts = sizes.map((size) => (typeof size === 'number' ? this.numbers([size]) : this.size(size)));
    return parts.length === 1 ? (parts[0] as string) : this.add('Concat', parts, { axis: 0 });
  }

  /** Converts a value, unless it is of that dtype already. @returns its name */
  cast(value: string, from: DType, to: DType): string {
    const [one, other] = [computed(from), computed(to)];
    return one === other ? value : this.add('Cast', [value], { to: dataType(other) });
  }

  private size({ perImage, fixed }: Exclude<Size, number>): string {
    this.imageCount ??= this.add('Shape', [this.latents], { start: 0, end: 1 });
    const grown =
      perImage === 1 ? this.imageCount : this.add('Mul', [this.imageCount, this.numbers([perImage])]);
    return fixed === 0 ? grown : this.add('Add', [grown, this.numbers([fixed])]);
  }
}

/** What a dtype is computed in: many operators, convolutions among them, have no kernels for wider or bfloat16 numbers. */
const computed = (dtype: DType): DType => (dtype === 'float64' || dtype === 'bfloat16' ? 'float32' : dtype);

function attributeOf(value: AttributeInput): Attribute {
  if (typeof value === 'number') return { int: value };
  if (typeof value === 'boolean') return { int: Number(value) };
  if (typeof value === 'string') return { text: value };
  return 'float' in value ? value : { ints: value };
}

/** The bytes of a tensor in row-major order. */
export function bytesOf(tensor: Tensor): Uint8Array {
  return torch.scope(() => {
    const plain = tensor.detach().cpu().contiguous();
    // JavaScript has no arrays of these: their bits are read as integers.
    const values = /^b?float16$/.test(plain.dtype) ? plain.view('int16') : plain;
    const { buffer, byteOffset, byteLength } = values.toTypedArray() as Uint8Array;
    return new Uint8Array(buffer, byteOffset, byteLength);
  });
}
