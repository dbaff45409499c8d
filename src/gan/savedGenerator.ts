// A saved generator: one that Tadpole trained, or any TorchScript file that maps latents to images.

import fs from 'node:fs';
import { TadpoleError, UsageError } from '../errors';
import type { ValueRange } from '../images';
import { checkOptions } from '../options';
import { checkPath, type Device, type ScriptModule, type Tensor, torch } from '../torch';
import { type GeneratorCard, readCard } from './card';
import { withClassWeights } from './classMixture';
import { ImageSampler } from './imageSampler';
import { drawsNoise, imagesOf, keepRandomness } from './innerNoise';
import { type ClassChoice, labelsOf } from './labels';
import { checkLatents, type LatentDistribution, type LatentSpec, seededLatents } from './latent';
import {
  type Calling,
  callElsewhere,
  callGenerator,
  findCalling,
  type ScriptInputs,
} from './scriptGenerator';

// The number of images from which the range of values is guessed.
const RANGE_IMAGES = 16;

/** What a file may not specify itself. */
export interface LoadGeneratorOptions {
  /** Where the generator runs; default `cpu`. */
  device?: Device;
  /** Number of latent values of a generator without a description; its input is N x latentDim or N x latentDim x 1 x 1. */
  latentDim?: number;
  /** How the latents of a generator without a description are drawn; default `normal`. */
  distribution?: LatentDistribution;
  /**
   * The values of black and full brightness; default: the description's, else a guess from a few images: [-1, 1] when
   * there are negative values, [0, 255] when there are values far above 1, or [0, 1].
   */
  valueRange?: ValueRange;
}

/** A generator from a file. */
export class SavedGenerator extends ImageSampler {
  private constructor(
    readonly script: ScriptModule,
    readonly latent: LatentSpec,
    readonly valueRange: ValueRange,
    readonly device: Device,
    /** The description in the file; null for a generator that Tadpole did not save. */
    readonly card: GeneratorCard | null,
    /** How the module is called. */
    readonly calling: Calling,
  ) {
    super();
  }

  /**
   * Opens a TorchScript generator and puts it in inference mode. Its images may be N x C x H x W with 1, 3 or 4
   * channels, N x H x W x C with 1 or 3, N x H x W, or flat rows of square pictures. It may compute in any floating dtype, and may have been
   * traced for one batch size.
   *
   * @throws TadpoleError when the file is missing, damaged or not TorchScript, or makes no images; UsageError when
   *   `latentDim` is needed, or an option contradicts the description
   */
  static load(path: string, options: LoadGeneratorOptions = {}): SavedGenerator {
    checkOptions('SavedGenerator.load', options, ['device', 'latentDim', 'distribution', 'valueRange']);
    checkPath('SavedGenerator.load', path);
    const script = openScript(path, options.device ?? 'cpu');
    return SavedGenerator.from(script, path, options, () => readCard(path, script));
  }

  /**
   * As {@link load}, for a TorchScript module in memory, which the generator then owns.
   *
   * @param path names it in errors
   * @param describe gives its description
   */
  static from(
    script: ScriptModule,
    path: string,
    options: LoadGeneratorOptions,
    describe: () => GeneratorCard | null,
  ): SavedGenerator {
    const { device = 'cpu', latentDim } = options;
    try {
      const card = describe();
      if (card) checkAgainst(card, path, options);
      const distribution = card?.distribution ?? options.distribution ?? 'normal';
      const draw = (shape: readonly number[], count: number): ScriptInputs => [
        seededLatents({ shape, distribution }, count, 0, device),
        labelsOf(card?.classes ?? [], count, undefined, device),
      ];
      const calling = keepRandomness(device, () =>
        findCalling(path, script, shapesOf(path, card, latentDim), draw),
      );
      const { shape } = calling;
      const valueRange =
        options.valueRange ??
        card?.valueRange ??
        keepRandomness(device, () => guessRange(callGenerator(script, draw(shape, RANGE_IMAGES), calling)));
      return new SavedGenerator(script, { shape, distribution }, valueRange, device, card, calling);
    } catch (error) {
      script.dispose();
      throw error;
    }
  }

  /** Names of the classes that images can be chosen by; empty for a generator without. */
  get classes(): readonly string[] {
    return this.card?.classes ?? [];
  }

  /**
   * Images between classes, as `generate` makes them of classes.
   *
   * @param latents N x ...latent.shape
   * @param weights float [N, classes]: how much each image is of each class (see {@link classPath}); rows sum to 1
   * @param options.batchSize images per forward pass; default 256
   * @throws UsageError for another shape, a generator without classes, or one whose classes cannot be mixed
   */
  generateBetween(latents: Tensor, weights: Tensor, options: { batchSize?: number } = {}): Tensor {
    checkOptions('generateBetween', options, ['batchSize']);
    const { batchSize = 256 } = options;
    checkLatents(this.latent, latents);
    const [count, classes] = [latents.size(0), this.classes.length];
    if (classes === 0 || weights.shape.join() !== `${count},${classes}`) {
      throw new UsageError(
        `weights: expected [${count}, ${classes}], one per latent and class, got [${weights.shape.join(', ')}]`,
        classes === 0 ? 'the generator has no classes' : 'give a row per latent',
      );
    }
    return keepRandomness(this.device, () =>
      torch.noGrad(() => {
        const graph = withClassWeights(torch.jit.graphOf(this.script));
        const { dtype } = this.calling;
        const infer = (part: Tensor, mixed?: Tensor): Tensor =>
          torch.jit.evaluateGraph(graph, [part.to(dtype), mixed as Tensor]).outputs[0] as Tensor;
        const parts: Tensor[] = [];
        for (let start = 0; start < count; start += batchSize) {
          const size = Math.min(batchSize, count - start);
          const labels = weights.narrow(0, start, size).to(this.device).to(dtype);
          const inputs = { latents: latents.narrow(0, start, size), labels };
          parts.push(torch.scope(() => imagesOf(inputs, this.device, infer).to('float32').cpu()));
        }
        return torch.cat(parts, 0);
      }),
    );
  }

  /**
   * Whether {@link generateElsewhere} can be called: on the CPU, when the network takes batches of any size and draws no noise inside,
   * for which it would need the default generators to itself.
   */
  get worksElsewhere(): boolean {
    if (this.device !== 'cpu' || this.calling.batch !== null) return false;
    return !drawsNoise(this.device, () => this.infer(...this.inputsOf(seededLatents(this.latent, 2, 0))));
  }

  /**
   * The images of one batch, as `generate` makes them, in another thread. Several calls may run at the same time.
   *
   * @param options.threads that libtorch computes with
   * @returns the caller disposes of it
   */
  async generateElsewhere(
    latents: Tensor,
    options: { classes?: ClassChoice; threads: number },
  ): Promise<Tensor> {
    checkOptions('generateElsewhere', options, ['classes', 'threads']);
    checkLatents(this.latent, latents);
    const [, labels] = this.inputsOf(latents, options.classes);
    try {
      return await callElsewhere(this.script, [latents, labels], this.calling, options.threads);
    } finally {
      labels?.dispose();
    }
  }

  dispose(): void {
    this.script.dispose();
  }

  private inputsOf(latents: Tensor, classes?: ClassChoice): ScriptInputs {
    return [latents, labelsOf(this.classes, latents.size(0), classes, this.device)];
  }

  protected override infer(latents: Tensor, labels?: Tensor): Tensor {
    return callGenerator(this.script, [latents, labels], this.calling);
  }
}

/** Opens a TorchScript file in inference mode. @throws TadpoleError when it is missing, damaged or something else */
export function openScript(path: string, device: Device): ScriptModule {
  const status = fs.statSync(path, { throwIfNoEntry: false });
  if (status === undefined) {
    throw new TadpoleError(
      `there is no file ${path}`,
      'give the generator.pt of a run folder, or another TorchScript file',
    );
  }
  if (status.isDirectory()) {
    throw new TadpoleError(
      `${path} is a folder without a generator.pt`,
      'a run writes its generator.pt when it ends; give a run folder that has one, or a TorchScript file',
    );
  }
  return torch.jit.load(path, { device }).eval();
}

function checkAgainst(card: GeneratorCard, path: string, options: LoadGeneratorOptions): void {
  const { latentDim, distribution } = options;
  const size = card.latentShape.reduce((total, side) => total * side, 1);
  if (latentDim !== undefined && latentDim !== size) {
    throw new UsageError(
      `${path} takes ${size} latent values, not ${latentDim}`,
      'leave --latent-dim out: the file says what it needs',
    );
  }
  if (distribution !== undefined && distribution !== card.distribution) {
    throw new UsageError(
      `${path} takes ${card.distribution} latents, not ${distribution} ones`,
      'leave --distribution out: the file says what it needs',
    );
  }
}

/** The shapes of one latent that the generator may take. */
function shapesOf(
  path: string,
  card: GeneratorCard | null,
  latentDim: number | undefined,
): readonly number[][] {
  if (card) return [[...card.latentShape]];
  if (latentDim !== undefined) return [[latentDim], [latentDim, 1, 1]];
  throw new UsageError(
    `${path} does not say what its latents are: it was not made by Tadpole`,
    'give the number of latent values with --latent-dim, for example --latent-dim 100',
  );
}

/** The range that a few images seem to have; NaN and infinities are ignored. */
function guessRange(images: Tensor): ValueRange {
  const values = images.at(images.isfinite());
  if (values.numel() === 0) return [0, 1];
  if (Number(values.min().item()) < 0) return [-1, 1];
  return Number(values.max().item()) > 2 ? [0, 255] : [0, 1];
}
