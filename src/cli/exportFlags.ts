// The flags of `tadpole export`.
import type { Argv } from 'yargs';
import type { LatentDistribution } from '../gan';

/** The flags as they are typed. */
export interface ExportArguments {
  generator: string;
  onnx?: string;
  html?: string;
  safetensors?: string;
  tensorboard?: string;
  license?: string;
  bits?: '32' | '16' | '8';
  latentDim?: string;
  distribution?: LatentDistribution;
  range?: string;
  json: boolean;
}

/** Adds the flags to a parser. */
export function exportFlags(parser: Argv): Argv {
  const written = {
    onnx: 'ONNX file to write: latents (and class numbers) in, images out',
    html: 'HTML page to write that draws from the generator in any browser, without a network',
    safetensors: 'folder to write: weights, generator.json from which they are opened again, a model card',
    tensorboard: 'folder for TensorBoard (its --logdir): the curves, sample grids and findings of a run',
    license: "licence in the model card, by the Hugging Face hub's names, as mit (default unknown)",
  };
  const foreign = {
    'latent-dim': 'number of latent values of a generator not made here',
    range: 'values of black and white, as -1,1 (default: what the file says, or a guess)',
  };
  for (const [name, describe] of Object.entries({ ...written, ...foreign })) {
    parser.option(name, { type: 'string', nargs: 1, describe });
  }
  return parser
    .positional('generator', {
      type: 'string',
      describe: 'TorchScript file, from here or from Python, a run folder, or a checkpoint in one',
    })
    .option('distribution', {
      choices: ['normal', 'uniform'] as const,
      requiresArg: true,
      describe: 'latents of such a generator: N(0, 1) or U(-1, 1) (default normal)',
    })
    .option('bits', {
      type: 'string',
      choices: ['32', '16', '8'] as const,
      requiresArg: true,
      describe: 'bits of a weight in the page (default 32)',
    })
    .group([...Object.keys(written), 'bits'], 'What to write:')
    .group([...Object.keys(foreign), 'distribution'], 'The generator:');
}
