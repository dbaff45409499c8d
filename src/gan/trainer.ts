// The trainer: turns a model, an objective and optimizers into steps. It alone zeroes, clips and updates.
import { currentGroup, GradientSums, requireSameState } from '../dist';
import { UsageError } from '../errors';
import type { Module } from '../nn';
import { checkMethods, checkOptions } from '../options';
import { type Device, type Generator, type Tensor, torch } from '../torch';
import type { Augmentation } from './augmentation';
import { WeightAverage } from './average';
import { type Batch, type BatchSpec, type ImageSpec, sameSize, shareBatch, toBatch } from './batch';
import { checkObjective } from './checkObjective';
import { fakeLabels, labelledClasses } from './conditioning';
import { ImageSampler } from './imageSampler';
import type { LatentSpec } from './latent';
import { latentSource } from './latentSource';
import { type Model, type ModelSpec, type NetworkName, resolveModel } from './model';
import { logisticStep } from './objectives';
import { type Clip, type Optimizer, type Schedules, Updater } from './optimizers';
import { answersOf, generatedOf, imagesOf } from './outputs';
import type { Objective, Phase } from './phase';
import { checkPrecision, type Precision } from './precision';
import { inferring, predict } from './predict';
import { drawApart, meetRanks, sharedGenerator } from './ranks';
import { type LoadGeneratorOptions, SavedGenerator } from './savedGenerator';
import { cardOf, exampleOf, saveGenerator, traceGenerator } from './saveGenerator';
import type { Moment, Scheduled } from './schedule';
import { type HasStateDict, type Stateful, type StateMap, StateRegistry } from './state';
import {
  checkLosses,
  joinLosses,
  type Losses,
  type LossTensors,
  readLosses,
  requireFiniteLosses,
} from './stepLosses';
import { StepRun } from './stepRun';
import { checkApart, checkNotAllFrozen, checkOptimizer, type Parameters, trainable } from './trainable';

/** What a {@link Trainer} is made of. */
export interface TrainerOptions {
  model: ModelSpec;
  optimizers: Readonly<Record<NetworkName, Optimizer>>;
  /** The phases of a step; default: {@link logisticStep}. */
  objective?: Objective;
  /** Settings of the optimizers that change while training, by network; default: none. */
  schedules?: Partial<Readonly<Record<NetworkName, Schedules>>>;
  /** Bounds on gradients, by network; default: none. */
  clip?: Partial<Readonly<Record<NetworkName, Clip>>>;
  /** A moving average of the generator, which then samples: a second network of the same architecture, and the decay per step. */
  average?: { network: Module; decay: Scheduled };
  /** Changes what the discriminator is shown; default: nothing does. */
  augmentation?: Augmentation;
  /**
   * Images in one forward pass: a larger batch is processed in parts whose gradients add up to those of the whole batch.
   * Batch statistics and dropout are those of the parts. Default: the whole batch.
   */
  microBatchSize?: number;
  /** Draws latents and noise; the device's default generator when absent. */
  random?: Generator;
  /** Where the networks lie; default `cpu`. */
  device?: Device;
  /** Arithmetic of the forward passes in train mode; weights are float32 always. Default `fp32`. */
  precision?: Precision;
}

/** What {@link Trainer.step} can be given. */
export interface StepOptions {
  /** The latents to use, in the order in which the step draws them. */
  latents?: Tensor | readonly Tensor[];
  /** Gives further batches of real images, for objectives that take several per step. */
  nextBatch?: () => Tensor | Batch;
  /** Is given the step's first generated images, which are freed when the step ends. */
  onFakes?: (fakes: Batch) => void;
}

const TRAINER_OPTIONS = [
  'model',
  'optimizers',
  'objective',
  'schedules',
  'clip',
  'average',
  'augmentation',
  'microBatchSize',
  'random',
  'device',
  'precision',
] as const;

/** How far a trainer has come. */
export interface Progress {
  /** Steps done. */
  step: number;
  /** Real images shown to the discriminator. */
  images: number;
}

// Steps between checks that all processes hold the same.
const CHECK_EVERY = 100;

/**
 * Trains a model. Images are drawn from the moving average of the generator where there is one.
 *
 * In a process that has joined others (`dist.join`) before the trainer is made, each step is one of all of them: they share the batch,
 * whose latents and noise are those that one process would draw, sum their gradients, and take the statistics of batch norm over the
 * whole batch. They start from the weights of rank 0. Each has dropout masks of its own.
 */
export class Trainer extends ImageSampler {
  readonly model: Model;
  readonly objective: Objective;
  readonly optimizers: Readonly<Record<NetworkName, Optimizer>>;
  readonly device: Device;
  readonly precision: Precision;
  readonly random: Generator | undefined;
  readonly average: WeightAverage | undefined;
  readonly augmentation: Augmentation | undefined;
  /** Found once: walking the networks at every phase would cost small ones a twentieth of a step. */
  private readonly parameters: Parameters;
  private readonly updaters: Readonly<Record<NetworkName, Updater>>;
  private readonly sums = new GradientSums();
  private readonly microBatchSize: number;
  /** What each optimizer's learning rate is multiplied with, beside its schedule; not part of {@link state}. */
  rates: Readonly<Record<NetworkName, number>> = { generator: 1, discriminator: 1 };
  private readonly registry = new StateRegistry('trainer');
  private done: Progress = { step: 0, images: 0 };
  /** Whether the other processes were met. */
  private met = false;

  /** @throws UsageError when a part of the model cannot be, or parts do not fit each other */
  constructor(options: TrainerOptions) {
    super();
    checkOptions('Trainer', options, TRAINER_OPTIONS);
    const { model, optimizers, schedules = {}, clip = {}, average, augmentation } = options;
    for (const [name, byNetwork] of Object.entries({ optimizers, schedules, clip }))
      checkOptions(`Trainer: ${name}`, byNetwork, ['generator', 'discriminator']);
    if (average !== undefined) checkOptions('Trainer: average', average, ['network', 'decay']);
    this.model = resolveModel(model);
    checkApart('model', this.model, 'a network');
    this.optimizers = optimizers;
    this.objective = checkObjective(options.objective ?? logisticStep);
    this.device = options.device ?? 'cpu';
    this.precision = checkPrecision(options.precision);
    this.random = options.random ?? sharedGenerator(this.device);
    drawApart(this.device);
    this.microBatchSize = checkMicroBatchSize(options.microBatchSize);
    const example = 'for example gan.diffAugment() or gan.ada()';
    if (augmentation)
      checkMethods('augmentation', augmentation, ['apply'], 'an object with apply(images)', example);
    this.augmentation = augmentation;
    this.parameters = {
      generator: this.generator.parameters(),
      discriminator: this.discriminator.parameters(),
    };
    const updater = (name: NetworkName): Updater => {
      checkOptimizer(name, this.parameters, optimizers[name]);
      return new Updater(name, optimizers[name], schedules[name] ?? {}, clip[name] ?? {});
    };
    this.updaters = { generator: updater('generator'), discriminator: updater('discriminator') };
    checkApart('optimizers', optimizers, 'an optimizer');
    this.average = average && new WeightAverage(average.network, this.generator, average.decay);
    this.registerParts();
  }

  get generator(): Module {
    return this.model.generator;
  }

  get discriminator(): Module {
    return this.model.discriminator;
  }

  get latent(): LatentSpec {
    return this.model.latent;
  }

  get image(): Required<ImageSpec> {
    return this.model.image;
  }

  get classes(): readonly string[] {
    return this.model.classes;
  }

  /** The network that samples: the moving average where there is one, else the generator. */
  get sampler(): Module {
    return this.average?.network ?? this.generator;
  }

  get progress(): Readonly<Progress> {
    return this.done;
  }

  /** What batches must be like. */
  get batchSpec(): BatchSpec {
    const dtype = this.parameters.discriminator[0]?.dtype;
    return { image: this.image, classes: labelledClasses(this.model), device: this.device, dtype };
  }

  /**
   * One training step. Everything that it creates is freed before it returns.
   *
   * @param batch N images (and labels, for a model with classes): floats in the value range, or bytes, which are scaled into it. With
   *   several processes: the same images for all, of which each takes its share; or its share, as a loader with `share` gives it
   * @returns the losses, read from the device
   * @throws NotFiniteError when a loss is not finite; the networks are of no use after that
   */
  step(batch: Tensor | Batch, options: StepOptions = {}): Losses {
    const losses = torch.scope(() => readLosses([this.advance(batch, options)])[0] as Losses);
    requireFiniteLosses(losses, this.done.step);
    return losses;
  }

  /** As {@link step}, with losses that stay on the device: nothing waits for it. With several processes, their sums are the losses. */
  advance(batch: Tensor | Batch, options: StepOptions = {}): LossTensors {
    checkOptions('step', options, ['latents', 'nextBatch', 'onFakes']);
    return torch.scope(() => {
      checkNotAllFrozen(this.parameters);
      const given = toBatch(batch, this.batchSpec);
      const { reals, share } = shareBatch(given, batch);
      const batchSize = share.total;
      this.meet(batchSize);
      const moment: Moment = { ...this.done, batchSize };
      const { model, parameters, device, random, precision, augmentation, microBatchSize } = this;
      const run = new StepRun({
        model,
        parameters,
        device,
        random,
        precision,
        augmentation,
        microBatchSize,
        moment,
        reals,
        share,
        drawNoise: latentSource(this, batchSize, options.latents),
        drawBatch: this.batchSource(options.nextBatch),
        onFakes: options.onFakes,
      });
      try {
        const due = this.objective.filter(({ every = 1 }) => moment.step % every === 0);
        const losses = joinLosses(due.map((phase) => this.runPhase(phase, run, moment)));
        checkLosses(losses);
        this.average?.update(moment);
        augmentation?.stepped?.(moment);
        this.done = { step: moment.step + 1, images: moment.images + batchSize + run.extraImages };
        if (this.done.step % CHECK_EVERY === 0 && currentGroup()) {
          requireSameState(this.state(), `by step ${this.done.step}`);
        }
        return losses;
      } finally {
        run.dispose();
      }
    });
  }

  /**
   * Adds something with a memory to what {@link state} gives and {@link loadState} takes back, so that a resumed run goes on
   * exactly: a schedule that counts, a running mean.
   *
   * @throws UsageError when the name is taken, or the part has no state to give
   */
  register(name: string, part: Stateful | HasStateDict): void {
    this.registry.register(name, part);
  }

  /** Everything that training changes, by name: nested plain objects of tensors and numbers (not copies). */
  state(): StateMap {
    return this.registry.state();
  }

  /**
   * Puts back what {@link state} gave, for a trainer that was made in the same way.
   *
   * @throws UsageError when the parts are not those of this trainer
   */
  loadState(state: StateMap): void {
    this.registry.loadState(state);
  }

  /**
   * Runs both networks on two images, in inference mode, and traces the generator, so that what does not fit together and
   * what could not be saved is found before training.
   *
   * @throws UsageError when the generator gives no images of the model's shape, and as {@link saveGenerator}; an error of
   *   the discriminator as it is
   */
  checkNetworks(): void {
    torch.scope(() => {
      const inputs = exampleOf(this.model, 2, 0, this.device);
      const [latents, ...asked] = inputs;
      const labels = fakeLabels(this.model, latents as Tensor, asked[0]);
      const images = generatedOf(predict(this.sampler, ...inputs));
      if (!sameSize(images.shape.slice(1), this.image.shape)) {
        const got = `shape [${images.shape.join(', ')}]`;
        throw new UsageError(
          `the generator: expected two images of shape [2, ${this.image.shape.join(', ')}], got ${got}`,
          'image.shape and what the generator ends in must fit together',
        );
      }
      const answers: unknown = predict(
        this.discriminator,
        images.reshape([2, ...this.image.shape]),
        ...(labels ? [labels] : []),
      );
      answersOf(answers);
      traceGenerator(this.sampler, this.model, this.device).dispose();
    });
  }

  /**
   * Writes the generator as a TorchScript file that Python's `torch.jit.load` opens, with the description that sampling needs
   * inside. An earlier file is replaced once the new one was read back and gives the images of the network.
   *
   * @throws UsageError or TadpoleError when the generator cannot be traced; Error when the file cannot be written
   */
  saveGenerator(path: string, about: { recipe?: string; step?: number } = {}): void {
    saveGenerator(path, this.sampler, this.model, { ...about, device: this.device });
  }

  /**
   * The generator as the file that {@link saveGenerator} writes would give it, without the file. It has the weights of this
   * trainer, not a copy of them, and outlives it.
   *
   * @param name of it in errors
   * @param options what `SavedGenerator.load` takes, but for the device, which is that of the trainer
   * @throws UsageError or TadpoleError when the generator cannot be traced
   */
  asSaved(
    name: string,
    about: { recipe?: string; step?: number } = {},
    options: Omit<LoadGeneratorOptions, 'device'> = {},
  ): SavedGenerator {
    const { device, model } = this;
    const script = torch.scope(() => traceGenerator(this.sampler, model, device));
    return SavedGenerator.from(script, name, { ...options, device }, () => cardOf(model, about));
  }

  /** Frees the networks and the optimizers' state. */
  dispose(): void {
    for (const optimizer of Object.values(this.optimizers)) optimizer.dispose?.();
    this.generator.dispose();
    this.discriminator.dispose();
    this.average?.network.dispose();
  }

  protected override infer(latents: Tensor, labels?: Tensor): Tensor {
    const inputs = labels === undefined ? [latents] : [latents, labels];
    // Flat rows are images, too.
    const output = inferring(this.sampler, (network) => network.forward(...inputs));
    return imagesOf(output, latents.size(0), this.image.shape);
  }

  private runPhase(phase: Phase, run: StepRun, moment: Moment): LossTensors {
    const networks: readonly NetworkName[] =
      phase.network === 'both' ? ['discriminator', 'generator'] : [phase.network];
    for (const network of networks) {
      for (const parameter of this.parameters[network]) parameter.grad = null;
    }
    const losses = currentGroup() ? this.runTogether(phase, networks, run) : run.run(phase);
    for (const network of networks) {
      this.updaters[network].update(this.parameters[network], moment, this.rates[network]);
    }
    return losses;
  }

  private runTogether(phase: Phase, networks: readonly NetworkName[], run: StepRun): LossTensors {
    const parameters = networks.flatMap((network) => trainable(this.parameters[network]));
    return this.sums.around(phase.name, parameters, () => run.run(phase));
  }

  /** Compares this trainer with those of the other processes, once, and takes the weights of rank 0. */
  private meet(batchSize: number): void {
    if (this.met) return;
    this.met = true;
    const { microBatchSize, precision, latent, image, objective } = this;
    const phases = objective.map(({ name, network, every = 1 }) => ({ name, network, every }));
    meetRanks(this, { batchSize, microBatchSize: String(microBatchSize), precision, latent, image, phases });
  }

  private registerParts(): void {
    const { generator, discriminator, average, optimizers, random, augmentation } = this;
    this.register('progress', {
      state: () => ({ ...this.done }),
      loadState: (saved: Progress) => {
        this.done = { ...saved };
      },
    });
    this.register('generator', generator);
    this.register('discriminator', discriminator);
    if (average) this.register('average', average.network);
    this.register('optimizers/generator', optimizers.generator);
    this.register('optimizers/discriminator', optimizers.discriminator);
    if (random) {
      this.register('random', {
        state: () => random.getState(),
        loadState: (saved: Tensor) => random.setState(saved),
      });
    }
    if (isStateful(augmentation)) this.register('augmentation', augmentation);
    for (const phase of new Set(this.objective)) {
      if (isStateful(phase)) this.register(`phases/${phase.name}`, phase);
    }
  }

  private batchSource(nextBatch: StepOptions['nextBatch']): () => Batch {
    return () => {
      if (nextBatch) {
        const batch = nextBatch();
        return shareBatch(toBatch(batch, this.batchSpec), batch).reals;
      }
      throw new UsageError(
        'nextBatch: the objective takes several batches per step, and the step was given one',
        'call step(batch, { nextBatch: () => loader.next() }), or train with gan.train',
      );
    };
  }
}

function isStateful(part: object | undefined): part is Stateful {
  return part !== undefined && 'state' in part && part.state !== undefined;
}

function checkMicroBatchSize(size = Number.POSITIVE_INFINITY): number {
  if (size === Number.POSITIVE_INFINITY || (Number.isInteger(size) && size >= 1)) return size;
  throw new UsageError(`microBatchSize: expected a whole number of at least 1, got ${size}`);
}
