// Dense layers: Linear, Identity and Embedding.
import { checkOptions } from '../options';
import type { Device, DType, Generator, Tensor } from '../torch';
import { torch } from '../torch';
import { checkCounts } from './checks';
import { dense } from './dense';
import { parameter } from './fields';
import * as init from './init';
import { Module } from './module';
import { flag } from './repr';

/** Where a layer's tensors are made and which generator fills them. */
export interface FactoryOptions {
  /** Default 'cpu'. */
  device?: Device;
  /** Default 'float32'. */
  dtype?: DType;
  /** Draws the initial weights; the default generator of the device when absent. */
  generator?: Generator;
}

/** Settings of Linear. */
export interface LinearOptions extends FactoryOptions {
  /** Whether a learned offset is added. Default true. */
  bias?: boolean;
}

/** y = x W^T + b. Input [..., inFeatures], output [..., outFeatures]. */
export class Linear extends Module {
  weight: Tensor;
  bias!: Tensor | null;

  constructor(
    readonly inFeatures: number,
    readonly outFeatures: number,
    options: LinearOptions = {},
  ) {
    super();
    checkOptions(this.constructor.name, options, ['bias', 'dtype', 'device', 'generator']);
    const { bias = true, dtype, device, generator } = options;
    checkCounts('Linear', { inFeatures, outFeatures }, 0);
    this.weight = parameter(torch.empty([outFeatures, inFeatures], { dtype, device }));
    this.registerParameter('bias', bias ? torch.empty([outFeatures], { dtype, device }) : null);
    defaultInit(this.weight, this.bias, generator);
  }

  forward(x: Tensor): Tensor {
    return dense(x, this.weight, this.bias);
  }

  override extraRepr(): string {
    return `in_features=${this.inFeatures}, out_features=${this.outFeatures}, bias=${flag(this.bias !== null)}`;
  }
}

/** y = x. */
export class Identity extends Module {
  forward(x: Tensor): Tensor {
    return x;
  }
}

/** Settings of Embedding. */
export interface EmbeddingOptions extends FactoryOptions {
  /** The row that starts at zero and receives no gradient. Default none. */
  paddingIdx?: number;
}

/** Looks up rows of a learned table. Input int64 [...], output [..., embeddingDim]. Initialized N(0, 1). */
export class Embedding extends Module {
  weight: Tensor;
  readonly paddingIdx: number | null;

  constructor(
    readonly numEmbeddings: number,
    readonly embeddingDim: number,
    options: EmbeddingOptions = {},
  ) {
    super();
    checkOptions(this.constructor.name, options, ['paddingIdx', 'dtype', 'device', 'generator']);
    const { paddingIdx, dtype, device, generator } = options;
    checkCounts('Embedding', { numEmbeddings, embeddingDim }, 0);
    const isRow = (index: number) =>
      Number.isInteger(index) && index >= -numEmbeddings && index < numEmbeddings;
    if (paddingIdx !== undefined && !isRow(paddingIdx)) {
      throw new RangeError(
        `Embedding: paddingIdx must be a row of the ${numEmbeddings} embeddings, got ${paddingIdx}`,
      );
    }
    this.paddingIdx = paddingIdx === undefined ? null : (paddingIdx + numEmbeddings) % numEmbeddings;
    this.weight = parameter(torch.empty([numEmbeddings, embeddingDim], { dtype, device }));
    init.normal_(this.weight, 0, 1, { generator });
    const padding = this.paddingIdx;
    if (padding !== null) torch.scope(() => init.zeros_(this.weight.detach().select(0, padding)));
  }

  forward(indices: Tensor): Tensor {
    return torch.embedding(this.weight, indices, this.paddingIdx ?? -1);
  }

  override extraRepr(): string {
    const padding = this.paddingIdx === null ? '' : `, padding_idx=${this.paddingIdx}`;
    return `${this.numEmbeddings}, ${this.embeddingDim}${padding}`;
  }
}

/** PyTorch's default for dense and convolutional layers: weight and bias U(-1/sqrt(fanIn), 1/sqrt(fanIn)). */
export function defaultInit(weight: Tensor, bias: Tensor | null, generator?: Generator): void {
  init.kaimingUniform_(weight, { a: Math.sqrt(5), generator });
  const [fanIn] = init.fans(weight);
  if (bias !== null && fanIn > 0)
    init.uniform_(bias, -1 / Math.sqrt(fanIn), 1 / Math.sqrt(fanIn), { generator });
}
