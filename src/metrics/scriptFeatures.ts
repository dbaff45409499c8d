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
  const result = script.forward<Tensor | Tensor[]>(images);
  const [features, logits] = Array.isArray(result) ? result : [result];
  const isTable = (value: unknown): value is Tensor =>
    value instanceof Tensor && value.dim() === 2 && value.size(0) === images.size(0);
  if (isTable(features) && logits === undefined) return { features: features.to('float32') };
  if (isTable(features) && isTable(logits)) {
    return { features: features.to('float32'), logits: logits.to('float32') };
  }
  const shape = features instanceof Tensor ? `[${features.shape.join(', ')}]` : typeof features;
  throw new TadpoleError(
    `${file}: expected features of shape [${images.size(0)}, D], or a pair of these and logits, got ${shape}`,
    'end the network in a flattening layer',
  );
}
