// Class-conditional latents: a normalized latent concatenated with a normalized embedding of the class.
import { Embedding, Module, PixelNorm } from '../../nn';
import { type Generator, type Tensor, torch } from '../../torch';

/**
 * (latents, labels) -> both concatenated, each scaled to mean square 1, so that neither dominates (as in StyleGAN2-ADA,
 * Karras et al. 2020). Latents [batch, latentSize], labels int64 [batch], output [batch, latentSize + embeddingSize].
 */
export class ConditionedLatent extends Module {
  readonly embedding: Embedding;
  private readonly norm = new PixelNorm();
  /** Values per row of the output. */
  readonly size: number;

  /** @param embeddingSize values of the embedding of a class; default: as many as a latent has */
  constructor(
    classes: number,
    latentSize: number,
    embeddingSize: number = latentSize,
    generator?: Generator,
  ) {
    super();
    this.embedding = new Embedding(classes, embeddingSize, { generator });
    this.size = latentSize + embeddingSize;
  }

  forward(latents: Tensor, labels: Tensor): Tensor {
    const described = this.embedding.forward(labels);
    return torch.cat([this.norm.forward(latents), this.norm.forward(described)], 1);
  }
}
