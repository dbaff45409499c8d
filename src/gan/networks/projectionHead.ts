// The head of a conditional discriminator: from features to a logit that also depends on the class.
import { Embedding, init, Linear, Module } from '../../nn';
import type { Generator, Tensor } from '../../torch';
import { initialize_ } from './variance';

/**
 * The logit of the projection discriminator, `linear(features) + embedding(label) . features` (Miyato and Koyama, "cGANs with
 * projection discriminator", 2018). Without classes it is the linear layer alone.
 *
 * Features [batch, features], labels int64 [batch], output [batch, 1]. Initial weights are N(0, 1 / features).
 */
export class ProjectionHead extends Module {
  readonly linear: Linear;
  readonly embedding: Embedding | null;

  /** @param classes 0 for a discriminator without */
  constructor(features: number, classes = 0, generator?: Generator) {
    super();
    this.linear = initialize_(new Linear(features, 1), 1, generator);
    this.embedding = classes === 0 ? null : new Embedding(classes, features, { generator });
    if (this.embedding) init.normal_(this.embedding.weight, 0, 1 / Math.sqrt(features), { generator });
  }

  forward(features: Tensor, labels?: Tensor): Tensor {
    const score = this.linear.forward(features);
    if (!this.embedding || !labels) return score;
    return score.add(this.embedding.forward(labels).mul(features).sum([1], true));
  }
}
