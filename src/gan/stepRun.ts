// One training step in progress: what its phases share, and the context that each of them works in.
import { UsageError } from '../errors';
import type { Module } from '../nn';
import { synchronously } from '../synchronous';
import { type Device, type Generator, type Tensor, torch } from '../torch';
import type { Augmentation } from './augmentation';
import { type Batch, narrowBatch } from './batch';
import { fakeLabels, generatorInputs } from './conditioning';
import type { Model } from './model';
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
  readonly reals: Batch;
  /** Draws a latent for each image of the batch. */
  readonly drawNoise: () => Tensor;
  /** Draws a further batch of as many real images. */
  readonly drawBatch: () => Batch;
  /** Is given the first generated images of the step. */
  readonly onFakes: ((fakes: Batch) => void) | undefined;
}

/** The part of a batch that goes through the networks together. */
interface Part {
  start: number;
  count: number;
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
    const total = step.moment.batchSize;
    const size = Math.min(step.microBatchSize, total);
    this.parts = Array.from({ length: Math.ceil(total / size) }, (_, index) => ({
      start: index * size,
      count: Math.min(size, total - index * size),
    }));
    this.realImages.add(step.reals.images);
  }

  /** Accumulates the gradients of a phase. Returns what it reports, averaged over the parts of the batch. */
  run(phase: Phase): PhaseLosses {
    const draws: Tensor[] = [];
    const batches: Batch[] = [];
    const reports = this.parts.map((part) =>
      torch.scope(() => {
        const context = this.context(phase, part, draws, batches);
        const accumulate = phase.accumulate.bind(phase);
        return detached(phase, synchronously(`phase '${phase.name}': accumulate`, accumulate, context));
      }),
    );
    const [first = {}] = reports;
    if (reports.length === 1) return first;
    const total = this.step.moment.batchSize;
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
    const { model, device, random, moment, augmentation, precision } = this.step;
    const whole = part.count === moment.batchSize;
    const cut = (tensor: Tensor): Tensor => (whole ? tensor : tensor.narrow(0, part.start, part.count));
    const cutBatch = (batch: Batch): Batch => {
      if (whole) return batch;
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
    const asFakes = (images: Tensor, labels: Tensor | undefined): Batch => {
      const fakes = { images: images.reshape([-1, ...model.image.shape]), labels };
      this.show(fakes);
      return fakes;
    };
    const generator = (latents: Tensor, labels = reals.labels): Batch =>
      asFakes(
        forward(model.generator, ...generatorInputs(model, latents, labels)),
        fakeLabels(model, latents, labels),
      );
    const withGraph = phase.network !== 'discriminator';

    return {
      ...moment,
      model,
      device,
      random,
      reals,
      nextBatch: () => {
        batches[batchCalls] ??= this.nextBatch();
        batchCalls += 1;
        return cutBatch(batches[batchCalls - 1] as Batch);
      },
      noise,
      generator,
      discriminator: (batch) => {
        const images = augmentation ? augmentation.apply(batch.images, random) : batch.images;
        const answers = forward(model.discriminator, images, batch.labels);
        if (augmentation?.observe && phase.network !== 'generator' && this.realImages.has(batch.images)) {
          augmentation.observe(answers.detach());
        }
        return answers;
      },
      leaf: ({ images, labels }) => {
        const leaf = images.detach().requiresGrad_();
        if (this.realImages.has(images)) this.realImages.add(leaf);
        return { images: leaf, labels };
      },
      fakes: () => {
        const fakes = this.shareFakes(whole, withGraph, generator, cut);
        return withGraph ? fakes : { ...fakes, images: fakes.images.detach() };
      },
      newFakes: ({ training = true }: FakesOptions = {}) => {
        const latents = noise();
        if (!training) {
          const { labels } = reals;
          return asFakes(
            predict(model.generator, ...generatorInputs(model, latents, labels)),
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
    whole: boolean,
    withGraph: boolean,
    generator: (latents: Tensor) => Batch,
    cut: (tensor: Tensor) => Tensor,
  ): Batch {
    this.sharedNoise ??= this.own(this.step.drawNoise());
    if (!whole) {
      const latents = cut(this.sharedNoise);
      return withGraph ? generator(latents) : torch.noGrad(() => generator(latents));
    }
    if (!this.sharedFakes) {
      this.sharedFakes = generator(this.sharedNoise);
      this.own(this.sharedFakes.images);
      if (this.step.model.drawnClasses > 0) this.own(this.sharedFakes.labels as Tensor);
    }
    return this.sharedFakes;
  }

  private nextBatch(): Batch {
    this.batchesDrawn += 1;
    if (this.batchesDrawn === 1) return this.step.reals;
    const batch = this.step.drawBatch();
    const { batchSize } = this.step.moment;
    if (batch.images.shape[0] !== batchSize) {
      throw new UsageError(
        `nextBatch: expected ${batchSize} images, as the first batch of the step has, got ${batch.images.shape[0]}`,
        'give batches of one size',
      );
    }
    this.own(batch.images);
    if (batch.labels) this.own(batch.labels);
    this.realImages.add(batch.images);
    this.extraImages += batchSize;
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
    const fraction = part.count / this.step.moment.batchSize;
    const scaled = fraction === 1 ? loss : loss.mul(fraction);
    scaled.backward({ inputs, retainGraph });
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
