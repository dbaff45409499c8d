// The flags of commands that open a generator, and what its file does not say.
import type { Argv } from 'yargs';
import { UsageError } from '../errors';
import type { LatentDistribution, LoadGeneratorOptions } from '../gan';
import type { ValueRange } from '../images';
import { wholeFlag } from './options';
import { valueFlags } from './valueFlags';

/** The flags as they are typed. */
export interface GeneratorArguments {
  generator: string;
  latentDim?: string;
  distribution?: LatentDistribution;
  range?: string;
}

/** The word that names a generator. */
export const GENERATOR = {
  type: 'string',
  describe:
    'run folder, checkpoint, folder of `export --safetensors`, or TorchScript file from Tadpole or Python',
} as const;

/** Adds the flags to a parser, and a group of them and of `more`. */
export function generatorFlags(parser: Argv, more: readonly string[] = []): Argv {
  const texts = {
    'latent-dim': 'number of latent values of a generator that Tadpole did not save',
    range: 'values of black and white, such as -1,1 (default: from the file, or a guess)',
  };
  valueFlags(parser, texts);
  return parser
    .option('distribution', {
      choices: ['normal', 'uniform'] as const,
      requiresArg: true,
      describe: 'latents of such a generator: N(0, 1) or U(-1, 1) (default normal)',
    })
    .group([...Object.keys(texts), 'distribution', ...more], 'The generator:');
}

/** What the flags say of the generator. @throws UsageError for a bad value */
export function generatorOptions({
  latentDim,
  distribution,
  range,
}: GeneratorArguments): Pick<LoadGeneratorOptions, 'latentDim' | 'distribution' | 'valueRange'> {
  return {
    latentDim: wholeFlag('latent-dim', latentDim, 1),
    distribution,
    valueRange: rangeFlag(range),
  };
}

/** The values of black and white. @throws UsageError for anything but two rising numbers */
export function rangeFlag(text: string | undefined, flag = 'range'): ValueRange | undefined {
  if (text === undefined) return undefined;
  const [low, high, ...more] = text
    .split(',')
    .map((part) => (part.trim() === '' ? Number.NaN : Number(part)));
  if (low !== undefined && high !== undefined && more.length === 0 && low < high) return [low, high];
  throw new UsageError(
    `--${flag}: expected two rising numbers with a comma between, got '${text}'`,
    `for example --${flag} -1,1`,
  );
}
