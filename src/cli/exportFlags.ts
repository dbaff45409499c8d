// The flags of `tadpole export`.
import type { Argv } from 'yargs';
import { GENERATOR, type GeneratorArguments, generatorFlags } from './generatorFlags';
import { valueFlags } from './valueFlags';

/** The flags as they are typed. */
export interface ExportArguments extends GeneratorArguments {
  onnx?: string;
  html?: string;
  safetensors?: string;
  tensorboard?: string;
  license?: string;
  bits?: '32' | '16' | '8';
  json: boolean;
}

const EXAMPLES = `Examples:
  tadpole export runs/digits-001 --onnx digits.onnx                   for ONNX Runtime
  tadpole export runs/digits-001 --html digits.html --bits 16         a page of half the size
  tadpole export runs/digits-001 --safetensors digits --license mit   to publish
  tadpole export runs/digits-001 --tensorboard board                  its curves and pictures`;

/** Adds the flags to a parser. */
export function exportFlags(parser: Argv): Argv {
  const written = {
    onnx: 'ONNX file to write: latents (and class numbers) in, images out',
    html: 'HTML page to write that draws from the generator in any browser, without a network',
    safetensors: 'folder to write: weights, generator.json that describes the network, a model card',
    tensorboard: 'folder for TensorBoard (its --logdir): curves, sample grids and findings of a run',
    license: 'licence in the model card, as the Hugging Face hub names it, such as mit (default unknown)',
  };
  valueFlags(parser, written);
  parser
    .positional('generator', GENERATOR)
    .option('bits', {
      type: 'string',
      choices: ['32', '16', '8'] as const,
      requiresArg: true,
      describe: 'bits of a weight in the page (default 32)',
    })
    .group([...Object.keys(written), 'bits'], 'What to write:');
  return generatorFlags(parser).epilogue(EXAMPLES);
}
