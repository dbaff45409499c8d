// A request for images while it is drawn, perhaps in several batches.
import { checkLatents, classesOf, latentsOfSeeds, type SavedGenerator, seededLatents } from '../gan';
import { type Tensor, torch } from '../torch';
import type { Waiting } from './batcher';
import { ENCODERS } from './encode';
import { countOf, type SentOrder } from './messages';

/** Holds tensors until `dispose`. */
export class Job implements Waiting {
  readonly id: number;
  readonly alone: boolean;
  readonly arrived: number;
  readonly count: number;
  /** count x the shape of a latent. */
  readonly latents: Tensor;
  /** The class of each image by its number; undefined for a generator without classes. */
  readonly labels: readonly number[] | undefined;
  /** What is drawn already, by the number of its first image. */
  private readonly parts = new Map<number, Tensor>();
  private drawn = 0;

  /** @throws UsageError for latents, a truncation or classes that do not fit the generator */
  constructor(
    private readonly order: SentOrder,
    private readonly generator: SavedGenerator,
  ) {
    this.id = order.id;
    this.alone = order.alone;
    this.arrived = order.arrived;
    this.count = countOf(order.latents);
    this.labels = classesOf(generator.classes, this.count, order.classes);
    this.latents = torch.keep(latentsOf(order, generator));
  }

  /**
   * Takes some of the images. Their parts may come in any order.
   *
   * @param start number of the first
   * @returns what was asked for, once these were the last: bytes in memory of their own, which can be handed over
   */
  add(start: number, images: Tensor): Uint8Array<ArrayBuffer> | undefined {
    this.drawn += images.size(0);
    if (this.drawn < this.count) {
      this.parts.set(start, torch.keep(images.clone()));
      return undefined;
    }
    return torch.scope(() => {
      const body = this.encode(this.together(start, images));
      const { buffer } = body;
      const isAlone = buffer instanceof ArrayBuffer && buffer.byteLength === body.byteLength;
      return isAlone ? new Uint8Array(buffer) : new Uint8Array(body);
    });
  }

  private together(start: number, images: Tensor): Tensor {
    if (this.parts.size === 0) return images;
    const parts = [...this.parts, [start, images] as const].sort(([first], [second]) => first - second);
    return torch.cat(
      parts.map(([, part]) => part),
      0,
    );
  }

  private encode(images: Tensor): Uint8Array {
    const { generator, latents, labels, order } = this;
    const { classes, valueRange } = generator;
    return ENCODERS[order.format]({
      images,
      latents,
      labels,
      seeds: 'seeds' in order.latents ? order.latents.seeds : undefined,
      classes,
      valueRange,
    });
  }

  dispose(): void {
    this.latents.dispose();
    for (const part of this.parts.values()) part.dispose();
  }
}

function latentsOf({ latents, truncation }: SentOrder, { latent, device }: SavedGenerator): Tensor {
  if ('seeds' in latents) return latentsOfSeeds(latent, latents.seeds, device, truncation);
  if ('seed' in latents) return seededLatents(latent, latents.count, latents.seed, device, truncation);
  return torch.scope(() => {
    const given = torch.tensor(latents.values, { shape: [latents.count, ...latent.shape] });
    checkLatents(latent, given);
    return given.to(device);
  });
}
