// The Open Inference Protocol, version 2 (github.com/kserve/open-inference-protocol): tensors in and out as JSON.
import { UsageError } from '../errors';
import type { Facts, Order } from './messages';
import { type InferBody, latentValues, requireCount, sizeOf } from './requests';

const PLATFORM = 'tadpole_torchscript';

/** The answer of `/v2`. */
export function serverMetadata(version: string): object {
  return { name: 'tadpole', version, extensions: [] };
}

/** The only version that there is: the step of training. */
export function versionOf({ step }: Facts): string {
  return String(step ?? 1);
}

/** The answer of `/v2/models/{name}`. */
export function modelMetadata(name: string, facts: Facts): object {
  const { latent, imageShape, classes } = facts;
  const labels = { name: 'labels', datatype: 'INT64', shape: [-1], optional: true };
  return {
    name,
    versions: [versionOf(facts)],
    platform: PLATFORM,
    inputs: [
      { name: 'latents', datatype: 'FP32', shape: [-1, ...latent.shape] },
      ...(classes.length > 0 ? [labels] : []),
    ],
    outputs: [{ name: 'images', datatype: 'FP32', shape: [-1, ...imageShape] }],
  };
}

/** @throws UsageError for inputs that the model does not have, or that do not fit it */
export function inferOrder({ inputs }: InferBody, facts: Facts, maxCount: number): Order {
  const { latent, classes } = facts;
  const known = classes.length > 0 ? ['latents', 'labels'] : ['latents'];
  const unknown = inputs.find(({ name }) => !known.includes(name));
  if (unknown) {
    throw new UsageError(
      `inputs: there is no input '${unknown.name}'`,
      `the model takes ${known.join(' and ')}`,
    );
  }
  const [latents, ...more] = inputs.filter(({ name }) => name === 'latents');
  const [labels, ...others] = inputs.filter(({ name }) => name === 'labels');
  if (latents === undefined || more.length > 0 || others.length > 0) {
    throw new UsageError(`inputs: expected ${known.join(' and ')} once each`, 'latents are needed');
  }
  const [count = 0, ...shape] = latents.shape;
  if (shape.join() !== latent.shape.join()) {
    throw new UsageError(
      `latents: expected shape [N, ${latent.shape.join(', ')}], got [${latents.shape.join(', ')}]`,
      'see /v2/models/{name}',
    );
  }
  requireCount(count, maxCount);
  if (labels && (labels.shape.length !== 1 || labels.shape[0] !== count)) {
    throw new UsageError(
      `labels: expected shape [${count}], got [${labels.shape.join(', ')}]`,
      'one per latent',
    );
  }
  return {
    latents: { values: latentValues(numbersOf(latents)), count },
    classes: labels && numbersOf(labels),
    alone: false,
    format: 'tensor',
  };
}

/** @throws UsageError unless the data are as many numbers as the shape says */
function numbersOf({ name, shape, data }: InferBody['inputs'][number]): number[] {
  const values = data.flat(shape.length - 1) as unknown[];
  const expected = sizeOf(shape);
  if (values.length === expected && values.every((value) => typeof value === 'number')) {
    return values as number[];
  }
  throw new UsageError(
    `${name}: expected ${expected} numbers for shape [${shape.join(', ')}]`,
    'give them flat, in row-major order, or nested',
  );
}
