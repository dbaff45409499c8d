// Any TorchScript file as a feature network: images in, features out, or features and logits.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { TadpoleError, UsageError } from '../errors';
import { checkOptions } from '../options';
import { type Device, type ScriptModule, Tensor, torch } from '../torch';
import type { Answers, FeatureNetwork } from './featureNetwork';
import { checkInput, type NetworkInput, type ResizeFilter } from './networkInput';

/** The name of the description inside a TorchScript file. */
export const FEATURE_CARD = 'tadpole-features.json';

const card = z.object({
  input: z.object({
    shape: z.tuple([z.number(), z.number(), z.number()]),
    range: z.tuple([z.number(), z.number()]),
    resize: z.enum(['antialias', 'plain']).default('antialias'),
  }),
  classes: z.array(z.string()).default([]),
});

/** What a file may not specify itself. These values take precedence over its description. */
export interface ScriptFeaturesOptions {
  /** 1 or 3 channels, height and width of the images that it takes. */
  shape?: readonly [channels: number, height: number, width: number];
  /** The values of black and full brightness that it takes. */
  range?: readonly [low: number, high: number];
  /** Default `antialias`. */
  resize?: ResizeFilter;
  /** Default `cpu`. */
  device?: Device;
}

/**
 * Opens a TorchScript file whose forward takes images N x C x H x W and gives features N x D, or a pair of features and logits.
 * What it takes is said by the options, or by a description inside the file, which Python writes with
 * `_extra_files={"tadpole-features.json": json.dumps({"input": {"shape": [3, 32, 32], "range": [0, 1]}, "classes": ["cat", ...]})}`.
 *
 * @throws TadpoleError when the file is missing, damaged or gives no features; UsageError when nothing says what it takes
 */
export function scriptFeatures(file: string, options: ScriptFeaturesOptions = {}): FeatureNetwork {
  checkOptions('scriptFeatures', options, ['shape', 'range', 'resize', 'device']);
  const { device = 'cpu' } = options;
  const script = torch.jit.load(file, { device }).eval();
  try {
    const described = readCard(file, script);
    const input = inputOf(file, described?.input, options);
    const classes = described?.classes ?? [];
    const answer = (images: Tensor): Answers => torch.noGrad(() => answersOf(file, script, images));
    const size = torch.scope(() => {
      const { features, logits } = answer(torch.zeros([2, ...input.shape], { device }));
      if (logits !== undefined && classes.length > 0 && logits.size(1) !== classes.length) {
        throw new TadpoleError(
          `${file} names ${classes.length} classes and gives logits of ${logits.size(1)}`,
          `correct the classes in its ${FEATURE_CARD}`,
        );
      }
      return features.size(1);
    });
    return {
      name: path.basename(file),
      hash: createHash('sha256').update(readFileSync(file)).digest('hex').slice(0, 16),
      size,
      input,
      classes,
      device,
      answer,
      dispose: () => script.dispose(),
    };
  } catch (error) {
    script.dispose();
    throw error;
  }
}

function readCard(file: string, script: ScriptModule): z.output<typeof card> | undefined {
  const text = script.extraFiles[FEATURE_CARD];
  if (text === undefined) return undefined;
  try {
    return card.parse(JSON.parse(text));
  } catch (error) {
    throw new TadpoleError(
      `the description ${FEATURE_CARD} in ${file} is damaged: ${(error as Error).message.split('\n')[0]}`,
      'save the network again',
    );
  }
}

function inputOf(
  file: string,
  described: NetworkInput | undefined,
  { shape = described?.shape, range = described?.range, resize = described?.resize }: ScriptFeaturesOptions,
): NetworkInput {
  if (shape === undefined || range === undefined) {
    throw new UsageError(
      `${file} does not specify its input images`,
      'give the shape and the values with --features-shape 3x32x32 --features-range 0,1',
    );
  }
  return checkInput({ shape, range, resize: resize ?? 'antialias' });
}

function answersOf(file: string, script: ScriptModule, images: Tensor): Answers {
  const result = forward(file, script, images);
  const outputs = Array.isArray(result) ? result : [result];
  if (outputs.length <= 2 && outputs.every((output) => isTable(output, images.size(0)))) {
    const [features, logits] = outputs.map((output) => output.to('float32')) as [Tensor, Tensor?];
    return logits === undefined ? { features } : { features, logits };
  }
  throw new TadpoleError(
    `${file}: expected features of shape [${images.size(0)}, D], or a pair of these and logits, got ${describeOutput(result)}`,
    'end the network in a flattening layer, and let forward return one tensor, or two of one row per image',
  );
}

function forward(file: string, script: ScriptModule, images: Tensor): unknown {
  try {
    return script.forward(images);
  } catch (error) {
    const reason = (error as Error).message.trim().split('\n')[0];
    throw new TadpoleError(
      `${file} cannot take images of shape [${images.shape.join(', ')}] in float32: ${reason}`,
      'its forward must take one float32 tensor of any number of images; say of which shape with --features-shape, as in 3x64x64',
      { cause: error },
    );
  }
}

/** Whether it has a row of real numbers for every image. */
function isTable(output: unknown, rows: number): output is Tensor {
  if (!(output instanceof Tensor) || output.dim() !== 2 || output.dtype.startsWith('complex')) return false;
  return output.size(0) === rows && output.size(1) > 0;
}

function describeOutput(output: unknown): string {
  if (Array.isArray(output)) return `${output.length} outputs: ${output.map(describeOutput).join(', ')}`;
  if (!(output instanceof Tensor)) return typeof output === 'object' ? 'a dict' : typeof output;
  return `${output.dtype} of shape [${output.shape.join(', ')}]`;
}
