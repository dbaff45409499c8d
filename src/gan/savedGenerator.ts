// Sampling from a saved generator: one that was trained here, or any TorchScript file that maps latents to images.
import fs from 'node:fs';
import { TadpoleError, UsageError } from '../errors';
import type { ValueRange } from '../images/range';
import { type Device, type ScriptModule, type Tensor, torch } from '../torch';
import { CARD_NAME, type GeneratorCard } from './gan';
import { type LatentSpec, seededLatents } from './latent';

/** What a file does not say itself. */
export interface LoadGeneratorOptions {
  /** Where the generator runs; default `cpu`. */
  device?: Device;
  /** Number of latent values of a generator without a description; its input is N x latentDim or N x latentDim x 1 x 1. */
  latentDim?: number;
  /** The values of black and full brightness; default: the description's, else [0, 1] when no value is negative, or [-1, 1]. */
  valueRange?: ValueRange;
}

/** A generator from a file. */
export class SavedGenerator {
  private constructor(
    readonly script: ScriptModule,
    readonly latent: LatentSpec,
    readonly valueRange: ValueRange,
    readonly device: Device,
    /** The description in the file; null for a generator that was not made here. */
    readonly card: GeneratorCard | null,
  ) {}

  /**
   * Opens a TorchScript generator.
   *
   * @throws TadpoleError when the file is missing, damaged or no TorchScript; UsageError when `latentDim` is needed
   */
  static load(path: string, options: LoadGeneratorOptions = {}): SavedGenerator {
    const { device = 'cpu', latentDim } = options;
    const script = openScript(path, device);
    try {
      const card = readCard(path, script);
      if (card && latentDim !== undefined && product(card.latentShape) !== latentDim) {
        throw new UsageError(
          `${path} takes ${product(card.latentShape)} latent values, not ${latentDim}`,
          'leave --latent-dim out: the file says what it needs',
        );
      }
      const latent = card
        ? { shape: card.latentShape, distribution: card.distribution }
        : findLatent(path, script, device, latentDim);
      const valueRange = options.valueRange ?? card?.valueRange ?? guessRange(script, latent, device);
      return new SavedGenerator(script, latent, valueRange, device, card);
    } catch (error) {
      script.dispose();
      throw error;
    }
  }

  /**
   * Draws images. The same seed gives the same latents on every device.
   *
   * @param options.seed default 0
   * @param options.batchSize images a forward pass; default 256
   * @returns count x C x H x W in the value range, on the CPU
   */
  sample(count: number, options: { seed?: number; batchSize?: number } = {}): Tensor {
    const { seed = 0, batchSize = 256 } = options;
    return torch.scope(() => {
      const latents = seededLatents(this.latent, count, seed, this.device);
      const parts: Tensor[] = [];
      for (let start = 0; start < count; start += batchSize) {
        parts.push(forward(this.script, latents.narrow(0, start, Math.min(batchSize, count - start))));
      }
      return torch.cat(parts, 0);
    });
  }

  dispose(): void {
    this.script.dispose();
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
      Array.isArray(card.latentShape) && Array.isArray(card.valueRange) && card.valueRange.length === 2;
    if (whole && (card.distribution === 'normal' || card.distribution === 'uniform')) return card;
  } catch {
    // A description that is no JSON is damaged like one with missing entries.
  }
  throw new TadpoleError(`the description ${CARD_NAME} in ${path} is damaged`, 'save the generator again');
}

function findLatent(
  path: string,
  script: ScriptModule,
  device: Device,
  latentDim: number | undefined,
): LatentSpec {
  if (latentDim === undefined) {
    throw new UsageError(
      `${path} does not say what its latents are: it was not made by Tadpole`,
      'give the number of latent values with --latent-dim, for example --latent-dim 100',
    );
  }
  let problem: unknown;
  for (const shape of [[latentDim], [latentDim, 1, 1]]) {
    const latent: LatentSpec = { shape, distribution: 'normal' };
    try {
      torch.scope(() => forward(script, seededLatents(latent, 2, 0, device)));
      return latent;
    } catch (error) {
      problem ??= error;
    }
  }
  throw new TadpoleError(
    `${path} makes no images from ${latentDim} latent values: ${firstLine(problem)}`,
    'check --latent-dim; the generator must map N x latent (or N x latent x 1 x 1) to N x C x H x W',
    { cause: problem },
  );
}

function guessRange(script: ScriptModule, latent: LatentSpec, device: Device): ValueRange {
  return torch.scope(() => {
    const images = forward(script, seededLatents(latent, 16, 0, device));
    return Number(images.min().item()) >= 0 ? [0, 1] : [-1, 1];
  });
}

/** Images on the CPU; flat rows of a square number of values become grey pictures. */
function forward(script: ScriptModule, latents: Tensor): Tensor {
  const images = torch
    .noGrad(() => script.forward(latents))
    .to('float32')
    .cpu();
  const [count = 0, size = 0, ...rest] = images.shape;
  const side = Math.sqrt(size);
  if (images.dim() === 2 && Number.isInteger(side)) return images.reshape([count, 1, side, side]);
  if (rest.length === 2 && (size === 1 || size === 3)) return images;
  throw new TadpoleError(
    `the generator gives a tensor of shape [${images.shape.join(', ')}], not N x C x H x W with 1 or 3 channels`,
    'only generators of grey or colour images can be sampled',
  );
}

function product(sizes: readonly number[]): number {
  return sizes.reduce((total, size) => total * size, 1);
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).trim().split('\n')[0] ?? '';
}
