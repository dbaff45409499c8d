// Runs the graph of a generator in a browser.
import { dropBuffers, giveBuffer } from './buffers';
import { elementwise } from './elementwise';
import { matrices } from './matrices';
import { movement } from './movement';
import { multiplier, type Product } from './multiply';
import { resampling } from './resampling';
import { statistics } from './statistics';
import type { Attributes, Kernels, Value } from './value';

export type { Product } from './multiply';
export type { Value } from './value';

/** A node of the graph, as in ONNX. */
export interface EngineNode {
  readonly type: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Attributes;
}

/** A graph with its constants, ready to be run. */
export class Engine {
  private readonly kernels: Kernels;
  /** The last node that uses each value, after which it is dropped. */
  private readonly lastUse = new Map<string, number>();
  /** The sizes of the inputs of the last run. */
  private sizes = '';

  /** @param product gemm.wat, compiled */
  constructor(
    private readonly nodes: readonly EngineNode[],
    private readonly constants: ReadonlyMap<string, Value>,
    product: Product,
  ) {
    this.kernels = {
      ...elementwise,
      ...movement,
      ...statistics,
      ...resampling,
      ...matrices(multiplier(product)),
    };
    nodes.forEach(({ inputs }, index) => {
      for (const name of inputs) this.lastUse.set(name, index);
    });
  }

  /** The value `output` for these inputs. @throws Error for an operator without a kernel */
  run(inputs: Readonly<Record<string, Value>>, output: string): Value {
    const values = new Map(Object.entries(inputs));
    const sizes = Object.values(inputs)
      .map(({ shape }) => shape.join())
      .join(' ');
    if (sizes !== this.sizes) dropBuffers();
    this.sizes = sizes;
    // Numbers that stay, or are somebody else's.
    const kept = new Set([...this.constants.values(), ...values.values()].map(({ data }) => data));
    const drop = (name: string): void => {
      const data = values.get(name)?.data;
      values.delete(name);
      if (!(data instanceof Float32Array) || kept.has(data)) return;
      // A reshaped value has the numbers of another one.
      if (![...values.values()].some((value) => value.data === data)) giveBuffer(data);
    };
    this.nodes.forEach(({ type, inputs: names, outputs, attributes }, index) => {
      const kernel = this.kernels[type];
      if (kernel === undefined) throw new Error(`there is no kernel for ${type}`);
      const given = names.map((name) => values.get(name) ?? this.constants.get(name));
      kernel(given, attributes, outputs.length).forEach((value, at) => {
        values.set(outputs[at] as string, value);
      });
      for (const name of new Set(names)) if (this.lastUse.get(name) === index) drop(name);
    });
    return values.get(output) as Value;
  }
}
