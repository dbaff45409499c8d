// A saved generator: one that was trained here, or any TorchScript file that maps latents to images.

import fs from 'node:fs';
import { TadpoleError, UsageError } from '../errors';
import type { ValueRange } from '../images/range';
import { checkOptions } from '../options';
import { type Device, type DType, type ScriptModule, type Tensor, torch } from '../torch';
import { CARD_NAME, type GeneratorCard } from './card';
import { ImageSampler } from './imageSampler';
import { type LatentDistribution, type LatentSpec, seededLatents } from './latent';

/** What a file does not say itself. */
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
    /** The description in the file; null for a generator that was not made here. */
    readonly card: GeneratorCard | null,
  ) {
    super();
  }

  /**
   * Opens a TorchScript generator and puts it in inference mode. Its images may be N x C x H x W or N x H x W x C with 1
   * or 3 channels, N x H x W, or flat rows of square pictures.
   *
   * @throws TadpoleError when the file is missing, damaged or no TorchScript, or makes no images; UsageError when
   *   `latentDim` is needed, or an option contradicts the description
   */
  static load(path: string, options: LoadGeneratorOptions = {}): SavedGenerator {
    checkOptions('SavedGenerator.load', options, ['device', 'latentDim', 'distribution', 'valueRange']);
    const { device = 'cpu' } = options;
    const script = openScript(path, device);
    try {
      const card = readCard(path, script);
      if (card) checkAgainst(card, path, options);
      const latent = card
        ? { shape: card.latentShape, distribution: card.distribution }
        : findLatent(path, script, device, options);
      const valueRange = options.valueRange ?? card?.valueRange ?? guessRange(script, latent, device);
      return new SavedGenerator(script, latent, valueRange, device, card);
    } catch (error) {
      script.dispose();
      throw error;
    }
  }

  get classes(): readonly string[] {
    return this.card?.classes ?? [];
  }

  dispose(): void {
    this.script.dispose();
  }

  protected override infer(latents: Tensor, labels?: Tensor): Tensor {
    return forward(this.script, latents, labels);
  }
}

/** Opens a TorchScript file in inference mode. @throws TadpoleError when it is missing, damaged or something else */
export function openScript(path: string, device: Device): ScriptModule {
  if (!fs.existsSync(path) || !fs.statSync(path).isFile()) {
    throw new TadpoleError(
      `there is no file ${path}`,
      'give the generator.pt of a run folder, or another TorchScript file',
    );
  }
  try {
    return torch.jit.load(path, { device }).eval();
  } catch (error) {
    throw new TadpoleError(
      `${path} cannot be opened as TorchScript: ${firstLine(error)}`,
      'the file is damaged, or it holds weights only; save a scripted or traced module (torch.jit.save in Python)',
      { cause: error },
    );
  }
}

/** The description that Tadpole put into the file, or null. @throws TadpoleError when it is damaged */
export function readCard(path: string, script: ScriptModule): GeneratorCard | null {
  const text = script.extraFiles[CARD_NAME];
  if (!text) return null;
  try {
    const card = JSON.parse(text) as GeneratorCard;
    const whole =
      Array.isArray(card.latentShape) &&
      Array.isArray(card.imageShape) &&
      Array.isArray(card.valueRange) &&
      card.valueRange.length === 2;
    if (whole && (card.distribution === 'normal' || card.distribution === 'uniform')) return card;
  } catch {
    // A description that is no JSON is damaged like one with missing entries.
  }
  throw new TadpoleError(`the description ${CARD_NAME} in ${path} is damaged`, 'save the generator again');
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

function findLatent(
  path: string,
  script: ScriptModule,
  device: Device,
  { latentDim, distribution = 'normal' }: LoadGeneratorOptions,
): LatentSpec {
  if (latentDim === undefined) {
    throw new UsageError(
      `${path} does not say what its latents are: it was not made by Tadpole`,
      'give the number of latent values with --latent-dim, for example --latent-dim 100',
    );
  }
  const problems = new Set<string>();
  let noImages: TadpoleError | undefined;
  for (const shape of [[latentDim], [latentDim, 1, 1]]) {
    const latent: LatentSpec = { shape, distribution };
    try {
      torch.scope(() => forward(script, seededLatents(latent, 2, 0, device)));
      return latent;
    } catch (error) {
      if (error instanceof TadpoleError) noImages ??= error;
      problems.add(firstLine(error));
    }
  }
  // A generator that takes the latents needs no advice about them.
  if (noImages) throw noImages;
  throw new TadpoleError(
    `${path} makes no images from ${latentDim} latent values: ${[...problems].join('; or with 1 x 1 pixels: ')}`,
    'check --latent-dim; the generator must map one tensor, N x latent or N x latent x 1 x 1, to images',
  );
}

function guessRange(script: ScriptModule, latent: LatentSpec, device: Device): ValueRange {
  return torch.scope(() => {
    const images = forward(script, seededLatents(latent, 16, 0, device));
    if (Number(images.min().item()) < 0) return [-1, 1];
    return Number(images.max().item()) > 2 ? [0, 255] : [0, 1];
  });
}

/** Images N x C x H x W in float32, from latents (and labels) on the generator's device. */
function forward(script: ScriptModule, latents: Tensor, labels?: Tensor): Tensor {
  const inputs = [latents.to(dtypeOf(script)), ...(labels ? [labels] : [])];
  const images = torch.noGrad(() => script.forward<Tensor | Tensor[]>(...inputs));
  if (!(images instanceof torch.Tensor)) {
    const given = Array.isArray(images) ? `${images.length} values` : `${typeof images}`;
    throw new TadpoleError(
      `the generator gives ${given}, not one tensor of images`,
      'save a module that returns the images only',
    );
  }
  return channelsFirst(images.to('float32'), latents.shape[0] as number);
}

// A generator in double or half precision takes latents of the same.
function dtypeOf(script: ScriptModule): DType {
  const floating = script.parameters().find(({ dtype }) => /float/.test(dtype));
  return floating?.dtype ?? 'float32';
}

function channelsFirst(images: Tensor, count: number): Tensor {
  const [given, ...sizes] = images.shape;
  const isChannels = (size: number | undefined): boolean => size === 1 || size === 3;
  if (given === count) {
    if (sizes.length === 3 && isChannels(sizes[0])) return images;
    if (sizes.length === 3 && isChannels(sizes[2])) return images.permute([0, 3, 1, 2]);
    if (sizes.length === 2) return images.unsqueeze(1);
    for (const channels of sizes.length === 1 ? [1, 3] : []) {
      const side = Math.sqrt((sizes[0] as number) / channels);
      if (Number.isInteger(side)) return images.reshape([count, channels, side, side]);
    }
  }
  throw new TadpoleError(
    `the generator gives a tensor of shape [${images.shape.join(', ')}] for ${count} latents, which is no batch of images`,
    'it must be N x C x H x W or N x H x W x C with 1 or 3 channels, N x H x W, or flat rows of square pictures',
  );
}

function firstLine(error: unknown): string {
  if (error instanceof TadpoleError) return error.problem;
  return (error instanceof Error ? error.message : String(error)).trim().split('\n')[0] ?? '';
}
