// One training step in progress: what its phases share, and the context that each of them works in.
import { currentGroup, type Share, shareOf, together } from '../dist';
import { UsageError } from '../errors';
import type { Module } from '../nn';
import { synchronously } from '../synchronous';
import { checkTensor, type Device, type Generator, type Tensor, torch } from '../torch';
import type { Augmentation } from './augmentation';
import { type Batch, narrowBatch } from './batch';
import { fakeLabels, generatorInputs } from './conditioning';
import { drawAll, drawShare } from './draw';
import type { Model } from './model';
import { answersOf, imagesOf } from './outputs';
import type { BackwardOptions, FakesOptions, Phase, PhaseContext, PhaseLosses } from './phase';
import type { Precision } from './precision';
import { autocastForward } from './precision';
import { predict } from './predict';
import type { Moment } from './schedule';
import { type Parameters, trainable } from './trainable';

/** What a step takes from its trainer. */
export interface StepParts {
  readonly model: Model;
  readonly parameters: Parameters;
  readonly device: Device;
  readonly random: Generator | undefined;
  readonly precision: Precision;
  readonly augmentation: Augmentation | undefined;
  /** Images in one forward pass; batches are cut into parts of so many. */
  readonly microBatchSize: number;
  readonly moment: Moment;
  /** The images of this rank. */
  readonly reals: Batch;
  /** Which of the whole batch they are. */
  readonly share: Share;
  /** Draws a latent for each image of the whole batch. */
  readonly drawNoise: () => Tensor;
  /** Draws a further batch of as many real images for this rank. */
  readonly drawBatch: () => Batch;
  /** Is given the first generated images of the step. */
  readonly onFakes: ((fakes: Batch) => void) | undefined;
}

/** Images that go through the networks together: rows of this rank's images, from `start`, and of the whole batch. */
interface Part {
  start: number;
  count: number;
  share: Share;
}

/** Runs the phases of one step. */
export class StepRun {
  /** Real images that were drawn beyond the first batch. */
  extraImages = 0;
  private readonly parts: Part[];
  private readonly owned: Tensor[] = [];
  private readonly realImages = new WeakSet<Tensor>();
  private sharedNoise: Tensor | undefined;
  private sharedFakes: Batch | undefined;
  private batchesDrawn = 0;
  private fakesShown = false;

  constructor(private readonly step: StepParts) {
    this.parts = partsOf(step.share, step.microBatchSize);
    this.realImages.add(step.reals.images);
  }

  /**
   * Accumulates the gradients of a phase. Returns what it reports, averaged over the parts of the batch; with several processes,
   * the contribution of this one to the average.
   */
  run(phase: Phase): PhaseLosses {
    const draws: Tensor[] = [];
    const batches: Batch[] = [];
    const reports = this.parts.map((part) =>
      torch.scope(() => {
        const context = this.context(phase, part, draws, batches);
        const accumulate = phase.accumulate.bind(phase);
        const run = (): PhaseLosses =>
          synchronously(`phase '${phase.name}': accumulate`, accumulate, context);
        // Of images that are cut into parts, those of a part alone are at hand.
        const share = this.parts.length === 1 ? part.share : undefined;
        return detached(phase, together(run, share));
      }),
    );
    const [first = {}] = reports;
    const { count, total } = this.step.share;
    if (reports.length === 1 && count === total) return first;
    const weighted = (name: string): Tensor =>
      reports
        .map((report, index) => (report[name] as Tensor).mul((this.parts[index] as Part).count / total))
        .reduce((sum, value) => sum.add(value));
    return Object.fromEntries(Object.keys(first).map((name) => [name, weighted(name)]));
  }

  /** Frees what the phases shared. */
  dispose(): void {
    for (const tensor of this.owned) tensor.dispose();
  }

  private context(phase: Phase, part: Part, draws: Tensor[], batches: Batch[]): PhaseContext {
    const { model, device, moment, augmentation, precision } = this.step;
    // With several processes the shared generator is for what all of them draw.
    const [random, draw] = currentGroup()
      ? [undefined, drawShare(part.share, this.step.random)]
      : [this.step.random, drawAll(this.step.random)];
    const { start, count, total } = part.share;
    const only = this.parts.length === 1;
    const cut = (tensor: Tensor): Tensor => (count === total ? tensor : tensor.narrow(0, start, count));
    const cutBatch = (batch: Batch): Batch => {
      if (only) return batch;
      const narrow = narrowBatch(batch, part.start, part.count);
      this.realImages.add(narrow.images);
      return narrow;
    };
    const reals = cutBatch(this.step.reals);
    let noiseCalls = 0;
    let batchCalls = 0;
    const noise = (): Tensor => {
      draws[noiseCalls] ??= this.own(this.step.drawNoise());
      noiseCalls += 1;
      return cut(draws[noiseCalls - 1] as Tensor);
    };
    const forward = (network: Module, ...inputs: (Tensor | undefined)[]): Tensor => {
      const given = inputs.filter((input) => input !== undefined);
      return precision === 'bf16' ? autocastForward(network, device, given) : network.forward(...given);
    };
    const asFakes = (output: Tensor, latents: Tensor, labels: Tensor | undefined): Batch => {
      const fakes = { images: imagesOf(output, latents.size(0), model.image.shape), labels };
      this.show(fakes);
      return fakes;
    };
    const generator = (latents: Tensor, labels = reals.labels): Batch =>
      asFakes(
        forward(model.generator, ...generatorInputs(model, latents, labels)),
        latents,
        fakeLabels(model, latents, labels),
      );
    const withGraph = phase.network !== 'discriminator';

    return {
      ...moment,
      model,
      device,
      random,
      draw,
      reals,
      nextBatch: () => {
        batches[batchCalls] ??= this.nextBatch();
        batchCalls += 1;
        return cutBatch(batches[batchCalls - 1] as Batch);
      },
      noise,
      generator,
      discriminator: (batch) => {
        checkTensor(`phase '${phase.name}': discriminator`, 'batch.images', batch?.images);
        const images = augmentation ? augmentation.apply(batch.images, random, draw) : batch.images;
        const answers = answersOf(forward(model.discriminator, images, batch.labels));
        if (augmentation?.observe && phase.network !== 'generator' && this.realImages.has(batch.images)) {
          augmentation.observe(answers.detach());
        }
        return answers;
      },
      leaf: (batch) => {
        checkTensor(`phase '${phase.name}': leaf`, 'batch.images', batch?.images);
        const { images, labels } = batch;
        const leaf = images.detach().requiresGrad_();
        if (this.realImages.has(images)) this.realImages.add(leaf);
        return { images: leaf, labels };
      },
      fakes: () => {
        const fakes = this.shareFakes(only, withGraph, generator, cut);
        return withGraph ? fakes : { ...fakes, images: fakes.images.detach() };
      },
      newFakes: ({ training = true }: FakesOptions = {}) => {
        const latents = noise();
        if (!training) {
          const { labels } = reals;
          return asFakes(
            predict(model.generator, ...generatorInputs(model, latents, labels)),
            latents,
            fakeLabels(model, latents, labels),
          );
        }
        return withGraph ? generator(latents) : torch.noGrad(() => generator(latents));
      },
      backward: (loss, options = {}) => this.backward(phase, part, loss, options),
    };
  }

  /**
   * The fakes that phases share. Where the batch is cut into parts, only the latents are kept, and each phase makes the images
   * of its part again: keeping the graphs of all parts would take the memory that the cutting saves.
   */
  private shareFakes(
    only: boolean,
    withGraph: boolean,
    generator: (latents: Tensor) => Batch,
    cut: (tensor: Tensor) => Tensor,
  ): Batch {
    this.sharedNoise ??= this.own(this.step.drawNoise());
    const latents = cut(this.sharedNoise);
    if (!only) {
      return withGraph ? generator(latents) : torch.noGrad(() => generator(latents));
    }
    if (!this.sharedFakes) {
      this.sharedFakes = generator(latents);
      this.own(this.sharedFakes.images);
      if (this.step.model.drawnClasses > 0) this.own(this.sharedFakes.labels as Tensor);
    }
    return this.sharedFakes;
  }

  private nextBatch(): Batch {
    this.batchesDrawn += 1;
    if (this.batchesDrawn === 1) return this.step.reals;
    const batch = this.step.drawBatch();
    const { count, total } = this.step.share;
    if (batch.images.shape[0] !== count) {
      throw new UsageError(
        `nextBatch: expected ${count} images, as the first batch of the step has, got ${batch.images.shape[0]}`,
        'give batches of one size',
      );
    }
    this.own(batch.images);
    if (batch.labels) this.own(batch.labels);
    this.realImages.add(batch.images);
    this.extraImages += total;
    return batch;
  }

  private backward(phase: Phase, part: Part, loss: Tensor, options: BackwardOptions): void {
    const { network = phase.network, retainGraph } = options;
    if (network === 'both' || (phase.network !== 'both' && network !== phase.network)) {
      throw new UsageError(
        `phase '${phase.name}': backward: expected network to be ${phase.network === 'both' ? "'generator' or 'discriminator'" : `'${phase.network}'`}, got '${network}'`,
        'gradients are accumulated for the network that the phase updates',
      );
    }
    const inputs = trainable(this.step.parameters[network]);
    if (inputs.length === 0) return;
    const fraction = part.count / this.step.share.total;
    const scaled = fraction === 1 ? loss : loss.mul(fraction);
    scaled.backward({ inputs, retainGraph });
    if (inputs.some(({ grad }) => grad !== null)) return;
    throw new UsageError(
      `phase '${phase.name}': backward: the loss depends on no weight of the ${network}, which would not train`,
      `a detach(), a noGrad or item() on the way from the ${network} to the loss cuts it off`,
    );
  }

  private show(fakes: Batch): void {
    const { onFakes } = this.step;
    if (this.fakesShown || !onFakes) return;
    this.fakesShown = true;
    synchronously('step: onFakes', onFakes, { ...fakes, images: fakes.images.detach() });
  }

  private own(tensor: Tensor): Tensor {
    this.owned.push(torch.keep(tensor));
    return tensor;
  }
}

/** @throws UsageError when a rank has too few images for as many parts as the others have */
function partsOf({ start, count, total }: Share, microBatchSize: number): Part[] {
  const { size = 1 } = currentGroup() ?? {};
  const most = Math.ceil(total / size);
  const parts = Math.ceil(most / Math.min(microBatchSize, most));
  if (parts > count) {
    throw new UsageError(
      `microBatchSize: ${microBatchSize} cuts the ${most} images of one rank into ${parts} parts, and another rank has ${count}`,
      'take a batch size that the number of processes divides',
    );
  }
  const whole = Math.min(microBatchSize, count);
  return Array.from({ length: parts }, (_, index) => {
    // Ranks with one image less than others have as many parts, so that they meet at every part.
    const own =
      size === 1
        ? { start: index * whole, count: Math.min(whole, count - index * whole) }
        : shareOf(count, { rank: index, size: parts });
    return { ...own, share: { start: start + own.start, count: own.count, total } };
  });
}

function detached(phase: Phase, losses: unknown): PhaseLosses {
  const hint = 'return what is to be logged by name, such as { dLoss }, each a tensor of one number';
  if (typeof losses !== 'object' || losses === null) {
    throw new UsageError(`phase '${phase.name}': expected an object of losses, got ${losses}`, hint);
  }
  const entries = Object.entries(losses).map(([name, value]: [string, unknown]) => {
    if (value instanceof torch.Tensor && value.numel() === 1) return [name, value.detach()] as const;
    const got =
      value instanceof torch.Tensor ? `a tensor of shape [${value.shape.join(', ')}]` : String(value);
    throw new UsageError(
      `phase '${phase.name}': expected ${name} to be a tensor of one number, got ${got}`,
      hint,
    );
  });
  return Object.fromEntries(entries);
}
