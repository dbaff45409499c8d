// A generator, its discriminator and everything one training step needs.
import { UsageError } from '../errors';
import { bytesToRange, checkRange, type ValueRange } from '../images/range';
import type { Module } from '../nn';
import { type Device, type Generator, type ScriptModule, type StateDict, type Tensor, torch } from '../torch';
import { writeAtomically } from '../torch/atomic';
import { WeightAverage } from './average';
import { CARD_NAME, type GeneratorCard } from './card';
import { checkSaved } from './checkSaved';
import { ImageSampler } from './imageSampler';
import { checkImageShape, sameSize } from './imageShape';
import { checkLatentSpec, checkLatents, drawLatents, type LatentSpec, seededLatents } from './latent';
import { logisticStep } from './logisticStep';
import { type Precision, trainInBfloat16 } from './precision';
import { type Losses, type LossTensors, readLosses } from './stepLosses';
import { type Player, predict, type Updater } from './updates';

/** What a step works with. */
export interface StepInputs {
  readonly gan: Gan;
  /** Real images, N x C x H x W in the value range, on the device. */
  readonly real: Tensor;
  /** Draws the next batch of N latents (or takes the next of those that were given to `Gan.step`). */
  readonly latents: () => Tensor;
  /** Hands the generated images of this step to whoever asked for them (`Gan.step`'s `show`); otherwise does nothing. */
  readonly show: (fakes: Tensor) => void;
}

/** What `Gan.step` can be given. */
export interface StepOptions {
  /** The latents to use, in the order in which the step draws them. */
  latents?: Tensor | readonly Tensor[];
  /** Is given the step's first generated images, N x C x H x W, which are freed when the step ends. */
  show?: (fakes: Tensor) => void;
}

/** One training step: updates both networks and returns the losses. */
export type Step = (inputs: StepInputs) => LossTensors;

/** What a `Gan` is made of. */
export interface GanOptions {
  /** latents -> images N x C x H x W. */
  generator: Module;
  /** images -> one number an image (or whatever the step's losses expect). */
  discriminator: Module;
  latent: LatentSpec;
  /** Shape of one image as the networks take it, [C, H, W] or flat. */
  imageShape: readonly number[];
  /** The values that stand for black and full brightness in real and generated images; default [-1, 1]. */
  valueRange?: ValueRange;
  generatorOptimizer: Updater;
  discriminatorOptimizer: Updater;
  /** Default: {@link logisticStep}. */
  step?: Step;
  /** Draws latents and label noise; the device's default generator when absent. */
  random?: Generator;
  /** A moving average of the generator: a second network of the same architecture and the decay a step. */
  average?: { network: Module; decay: number };
  /** Where the networks lie; default `cpu`. */
  device?: Device;
  /** Arithmetic of the forward passes in train mode; weights are float32 always. Default `fp32`. */
  precision?: Precision;
}

/** Everything that training changes in a {@link Gan}. */
export interface GanState {
  generator: StateDict;
  discriminator: StateDict;
  /** null without a moving average. */
  average: StateDict | null;
  generatorOptimizer: object;
  discriminatorOptimizer: object;
  /** State of `random`; null when latents come from the device's default generator. */
  random: Tensor | null;
}

/** A generative adversarial network: two networks, their optimisers, a latent space and a training step. */
export class Gan extends ImageSampler {
  readonly generator: Module;
  readonly discriminator: Module;
  readonly latent: LatentSpec;
  readonly imageShape: readonly number[];
  readonly valueRange: ValueRange;
  readonly device: Device;
  readonly precision: Precision;
  readonly random: Generator | undefined;
  /** The generator and what updates it. */
  readonly generating: Player;
  /** The discriminator and what updates it. */
  readonly judging: Player;
  readonly average: WeightAverage | undefined;
  private readonly runStep: Step;

  /** @throws UsageError when the latent space, the image shape or the value range cannot be */
  constructor(options: GanOptions) {
    super();
    checkLatentSpec(options.latent);
    checkImageShape(options.imageShape);
    const { generator, discriminator, average } = options;
    this.generator = generator;
    this.discriminator = discriminator;
    this.latent = options.latent;
    this.imageShape = options.imageShape;
    this.valueRange = checkRange(options.valueRange ?? [-1, 1]);
    this.device = options.device ?? 'cpu';
    this.precision = options.precision ?? 'fp32';
    this.random = options.random;
    this.runStep = options.step ?? logisticStep;
    this.generating = {
      network: generator,
      parameters: generator.parameters(),
      optimizer: options.generatorOptimizer,
    };
    this.judging = {
      network: discriminator,
      parameters: discriminator.parameters(),
      optimizer: options.discriminatorOptimizer,
    };
    if (this.precision === 'bf16') {
      for (const network of [generator, discriminator]) trainInBfloat16(network, this.device);
    }
    this.average = average && new WeightAverage(average.network, generator, average.decay);
  }

  /** The network that samples: the moving average where there is one, else the generator. */
  get sampler(): Module {
    return this.average?.network ?? this.generator;
  }

  /**
   * One training step. Everything it creates is freed before it returns.
   *
   * @param real N images of as many values as `imageShape` has: floats in the value range, or bytes, which are scaled into it
   * @returns the losses, read from the device once
   * @throws NotFiniteError when a loss is not finite; the networks are of no use after that
   */
  step(real: Tensor, options: StepOptions = {}): Losses {
    return torch.scope(() => {
      const images = this.toImages(real);
      const { latents, show = () => {} } = options;
      const given = latents instanceof torch.Tensor ? [latents] : latents;
      const inputs: StepInputs = {
        gan: this,
        real: images,
        latents: this.latentSource(images.shape[0] as number, given),
        show,
      };
      const tensors = this.runStep(inputs);
      this.average?.update();
      return readLosses(tensors);
    });
  }

  /**
   * Writes the generator as a TorchScript file that Python's `torch.jit.load` opens, with the description that sampling
   * needs inside ({@link GeneratorCard}). An earlier file is replaced once the new one was read back and gives the images
   * of the network.
   *
   * @throws UsageError or TadpoleError when the generator cannot be traced (see `torch.jit.trace`); Error when the file
   *   cannot be written
   */
  saveGenerator(path: string, about: { recipe?: string; step?: number } = {}): void {
    const { shape, distribution } = this.latent;
    const { valueRange, imageShape } = this;
    const card: GeneratorCard = { latentShape: shape, distribution, valueRange, imageShape, ...about };
    torch.scope(() => {
      using script = this.traceSampler();
      writeAtomically(path, (temporary) => {
        script.save(temporary, { extraFiles: { [CARD_NAME]: JSON.stringify(card) } });
        this.inferring((network) => checkSaved(temporary, network, this.latent, this.device));
      });
    });
  }

  /**
   * Runs both networks on two images, in inference mode, and traces the generator, so that what does not fit together and
   * what could not be saved is found before training.
   *
   * @throws UsageError when the generator gives no images of `imageShape`, and as {@link saveGenerator}; an error of the
   *   discriminator as it is
   */
  checkNetworks(): void {
    torch.scope(() => {
      const images = predict(this.sampler, seededLatents(this.latent, 2, 0, this.device));
      if (!(images instanceof torch.Tensor) || !sameSize(images.shape.slice(1), this.imageShape)) {
        const got = images instanceof torch.Tensor ? `shape [${images.shape.join(', ')}]` : typeof images;
        throw new UsageError(
          `the generator: expected two images of shape [2, ${this.imageShape.join(', ')}], got ${got}`,
          'imageShape and what the generator ends in must fit together',
        );
      }
      predict(this.discriminator, images);
      this.traceSampler().dispose();
    });
  }

  /** The state, as nested plain objects of tensors and numbers (not copies). */
  state(): GanState {
    return {
      generator: this.generator.stateDict(),
      discriminator: this.discriminator.stateDict(),
      average: this.average?.network.stateDict() ?? null,
      generatorOptimizer: this.generating.optimizer.stateDict(),
      discriminatorOptimizer: this.judging.optimizer.stateDict(),
      random: this.random?.getState() ?? null,
    };
  }

  /**
   * Puts back what {@link state} gave, for a `Gan` that was made in the same way.
   *
   * @throws UsageError when only one of the two has a moving average, or a generator of random numbers
   */
  restore(state: GanState): void {
    checkBoth('average', state.average, this.average);
    checkBoth('random', state.random, this.random);
    this.generator.loadStateDict(state.generator);
    this.discriminator.loadStateDict(state.discriminator);
    if (state.average) this.average?.network.loadStateDict(state.average);
    this.generating.optimizer.loadStateDict(state.generatorOptimizer);
    this.judging.optimizer.loadStateDict(state.discriminatorOptimizer);
    if (state.random) this.random?.setState(state.random);
  }

  /** Frees the networks and the optimisers' state. */
  dispose(): void {
    this.generating.optimizer.dispose();
    this.judging.optimizer.dispose();
    this.generator.dispose();
    this.discriminator.dispose();
    this.average?.network.dispose();
  }

  protected override infer(latents: Tensor): Tensor {
    // Flat rows are images, too.
    return this.inferring((network) => network.forward(latents)).reshape([-1, ...this.imageShape]);
  }

  private traceSampler(): ScriptModule {
    const example = seededLatents(this.latent, 2, 0, this.device);
    return this.inferring((network) => torch.jit.trace(network, [example]));
  }

  private inferring<T>(use: (network: Module) => T): T {
    const network = this.sampler;
    const { training } = network;
    network.eval();
    try {
      return use(network);
    } finally {
      network.train(training);
    }
  }

  private toImages(real: Tensor): Tensor {
    const [count = 0, ...shape] = real.shape;
    if (count === 0 || !sameSize(shape, this.imageShape)) {
      throw new UsageError(
        `real: expected images of shape [N, ${this.imageShape.join(', ')}], got [${real.shape.join(', ')}]`,
        'bring the images to this size before the step',
      );
    }
    const there = real.to(this.device);
    const values = there.dtype === 'uint8' ? bytesToRange(there, this.valueRange) : there;
    return values.reshape([count, ...this.imageShape]);
  }

  private latentSource(count: number, given: readonly Tensor[] | undefined): () => Tensor {
    if (!given) {
      const options = { device: this.device, ...(this.random ? { generator: this.random } : {}) };
      return () => drawLatents(this.latent, count, options);
    }
    let next = 0;
    return () => {
      const latents = given[next];
      next += 1;
      if (!latents) {
        throw new UsageError(
          `latents: expected at least ${next} tensors, got ${given.length}`,
          'give one for every draw of the step, in its order',
        );
      }
      checkLatents(this.latent, latents);
      if (latents.shape[0] !== count) {
        throw new UsageError(
          `latents: expected ${count}, as many as real images, got ${latents.shape[0]}`,
          'give one latent for every real image',
        );
      }
      return latents.to(this.device);
    };
  }
}

function checkBoth(name: string, saved: unknown, own: unknown): void {
  if ((saved === null) === (own === undefined)) return;
  const [expected, got] = own === undefined ? ['none', 'one'] : ['one', 'none'];
  throw new UsageError(
    `state.${name}: expected ${expected}, as this Gan has, got ${got}`,
    'make the Gan as the one whose state it is',
  );
}
