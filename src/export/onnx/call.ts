// One call of an operator as a converter sees it: its arguments by name, and what is known of them.
import { TadpoleError } from '../../errors';
import type { DType, Tensor, torch } from '../../torch';
import type { Probe, Size, TensorFacts } from '../probe';
import type { GraphBuilder } from './builder';

/** Adds the nodes of one call. @returns the names of its results */
export type Converter = (call: Call, graph: GraphBuilder) => string | readonly string[];

/** Converters by the names of operators without their namespace: `conv2d`. */
export type Converters = Readonly<Record<string, Converter>>;

/** A tensor argument in the dtype of the result. */
export function inResultDtype(call: Call, graph: GraphBuilder, argument = 'self'): string {
  return graph.cast(call.tensor(argument), call.dtype(argument), call.result().dtype);
}

const fromFront = (dim: number, rank: number): number => (dim < 0 ? dim + rank : dim);

/** One element of a list of tensors. */
export interface ListElement {
  readonly isNull: boolean;
  readonly dtype: DType | undefined;
  /** Its values, where they follow from no input. */
  readonly constant: Tensor | undefined;
  name(): string;
}

export class Call {
  constructor(
    readonly node: torch.jit.GraphNode,
    private readonly probe: Probe,
    private readonly names: (from: torch.jit.GraphExpression) => string | readonly string[],
  ) {}

  /** Whether an argument is there, and not null. */
  has(argument: string): boolean {
    const from = this.node.arguments[argument];
    return from !== undefined && this.probe.example(from) !== null;
  }

  /** The name of a tensor argument's value. */
  tensor(argument: string): string {
    return this.one(this.from(argument));
  }

  /** The names of a list of tensors. */
  tensors(argument: string): string[] {
    const from = this.from(argument);
    return 'list' in from ? from.list.map((element) => this.one(element)) : [this.names(from)].flat();
  }

  /** The shapes of the parts that a result is a list of. */
  parts(): (readonly Size[])[] {
    const [name = ''] = this.node.outputs;
    const parts = this.probe.parts({ value: name });
    if (parts !== undefined) return parts.map(({ shape }) => shape);
    throw this.unsupported('a result that is no list of tensors');
  }

  /** The elements of a list of tensors, some of which may be null, as indexing has them. */
  elements(argument: string): ListElement[] {
    const from = this.from(argument);
    if (!('list' in from)) throw this.unsupported(`${argument} that follow from the inputs`);
    return from.list.map((element) => ({
      isNull: this.probe.example(element) === null,
      dtype: this.probe.facts(element)?.dtype,
      constant: this.probe.constant(element),
      name: () => this.one(element),
    }));
  }

  /** Shape and dtype of a tensor argument, or of one in a list of tensors. */
  facts(argument: string, index?: number): TensorFacts {
    const from = this.from(argument);
    const facts = index === undefined ? this.probe.facts(from) : this.probe.parts(from)?.[index];
    if (facts !== undefined) return facts;
    throw this.unsupported(`${argument} that is no tensor`);
  }

  /** Whether an argument is a tensor. */
  isTensor(argument: string): boolean {
    const from = this.node.arguments[argument];
    return from !== undefined && this.probe.facts(from) !== undefined;
  }

  dtype(argument: string): DType {
    return this.facts(argument).dtype;
  }

  rank(argument: string): number {
    return this.facts(argument).shape.length;
  }

  /** A dimension counted from the front, whatever it was counted from. */
  dim(argument: string, rank: number): number {
    return fromFront(this.number(argument), rank);
  }

  /** {@link dim} for one dimension or a list of them. */
  dims(argument: string, rank: number): number[] {
    return this.oneOrMore(argument).map((dim) => fromFront(dim, rank));
  }

  /** What is known of a result. */
  result(index = 0): TensorFacts {
    const facts = this.probe.facts({ value: this.node.outputs[index] as string });
    if (facts !== undefined) return facts;
    throw this.unsupported('a result that is no tensor');
  }

  number(argument: string): number {
    const value = this.probe.size(this.from(argument));
    if (typeof value === 'number') return value;
    throw this.unsupported(`${argument} that follows from the inputs`);
  }

  numbers(argument: string): number[] {
    const values = this.sizes(argument);
    if (values.every((value) => typeof value === 'number')) return values;
    throw this.unsupported(`${argument} that follows from the inputs`);
  }

  /** A number, or a list of them. */
  oneOrMore(argument: string): number[] {
    return this.probe.sizes(this.from(argument)) === undefined
      ? [this.number(argument)]
      : this.numbers(argument);
  }

  /** Whole numbers, some of which may follow from the number of images. */
  sizes(argument: string): Size[] {
    const values = this.probe.sizes(this.from(argument));
    if (values !== undefined) return values;
    throw this.unsupported(`${argument} that is no list of numbers`);
  }

  size(argument: string): Size {
    const value = this.probe.size(this.from(argument));
    if (value !== undefined) return value;
    throw this.unsupported(`${argument} that is no number`);
  }

  flag(argument: string): boolean {
    return this.has(argument) && this.probe.example(this.from(argument)) === true;
  }

  text(argument: string): string {
    const value = this.probe.example(this.from(argument));
    if (typeof value === 'string') return value;
    throw this.unsupported(`${argument} that is no text`);
  }

  /** The error for what a converter does not do; `what` comes after "with". */
  unsupported(what: string): TadpoleError {
    return new TadpoleError(
      `${this.probe.placeOf(this.node)} calls ${this.node.operator} with ${what}, which is not exported to ONNX`,
      'write the generator with another operator, or export it with --safetensors',
    );
  }

  private one(from: torch.jit.GraphExpression): string {
    const name = this.names(from);
    if (typeof name === 'string') return name;
    throw this.unsupported('a list in the place of a tensor');
  }

  private from(argument: string): torch.jit.GraphExpression {
    const from = this.node.arguments[argument];
    if (from !== undefined) return from;
    throw this.unsupported(`no argument ${argument}`);
  }
}
