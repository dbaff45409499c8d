// A request for images while it is drawn, perhaps in several batches.
import { checkLatents, labelsOf, latentsOfSeeds, type SavedGenerator, seededLatents } from '../gan';
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
  private readonly parts: Tensor[] = [];

  /** @throws UsageError for latents, a truncation or classes that do not fit the generator */
  constructor(
    private readonly order: SentOrder,
    private readonly generator: SavedGenerator,
  ) {
    this.id = order.id;
    this.alone = order.alone;
    this.arrived = order.arrived;
    this.count = countOf(order.latents);
    this.labels = torch.scope(() =>
      (labelsOf(generator.classes, this.count, order.classes, 'cpu')?.tolist() as number[])?.map(Number),
    );
    this.latents = torch.keep(latentsOf(order, generator));
  }

  /**
   * Takes the next images, in their order.
   *
   * @returns what was asked for, once these were the last: bytes in memory of their own, which can be handed over
   */
  add(images: Tensor): Uint8Array<ArrayBuffer> | undefined {
    const drawn = this.parts.reduce((sum, part) => sum + part.size(0), images.size(0));
    if (drawn < this.count) {
      this.parts.push(torch.keep(images.clone()));
      return undefined;
    }
    return torch.scope(() => {
      const body = this.encode(this.parts.length === 0 ? images : torch.cat([...this.parts, images], 0));
      const { buffer } = body;
      const isAlone = buffer instanceof ArrayBuffer && buffer.byteLength === body.byteLength;
      return isAlone ? new Uint8Array(buffer) : new Uint8Array(body);
    });
  }

  private encode(images: Tensor): Uint8Array {
    const { generator, latents, labels, order } = this;
    const { classes, valueRange } = generator;
    return ENCODERS[order.format]({
      images,
      latents: latents.to('cpu'),
      labels: labels && torch.tensor([...labels], { dtype: 'int64' }),
      seeds: 'seeds' in order.latents ? order.latents.seeds : undefined,
      classes,
      valueRange,
    });
  }

  dispose(): void {
    this.latents.dispose();
    for (const part of this.parts) part.dispose();
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
