// What requests for images may say, checked.
import { z } from 'zod';
import { checked as checkedBy, whole } from '../checked';
import { UsageError } from '../errors';
import { didYouMean } from '../suggest';
import { countOf, type Facts, type Format, type Order } from './messages';

const MOST_SEED = 2 ** 31 - 1;
const CLASS = 'expected the name or the number of a class';
const BOUND = 'expected a number above 0';

const seed = whole(0, MOST_SEED);
const truncation = z
  .number(BOUND)
  .positive(BOUND)
  .describe('Bound of the latent values, such as 0.7: images vary less. Default: none');
const className = z.union([z.string().max(200), whole(0)], CLASS);

/** An object with these fields and no others. */
function fields<T extends z.ZodRawShape>(shape: T) {
  return z.strictObject(shape, {
    error: ({ code, keys }) => {
      if (code !== 'unrecognized_keys') return undefined;
      const [name] = keys as [string];
      return `there is no field '${name}'${didYouMean(name, Object.keys(shape))}`;
    },
  });
}

/** The body of `POST /v1/images`. */
export const imagesBody = fields({
  seed: seed.optional().describe('Seed of all latents. Default 0'),
  seeds: z.array(seed).min(1).optional().describe('One image per seed, in place of seed and count'),
  latents: z
    .array(z.array(z.number()).min(1))
    .min(1)
    .optional()
    .describe('One image per latent, each as a flat row, in place of seed, count and truncation'),
  count: whole(1).optional().describe('Number of images. Default 1'),
  class: z
    .union([className, z.array(className).min(1)], `${CLASS}, or a list of them`)
    .optional()
    .describe('Class of the images by name or number, or one per image in turn. Default: all in turn'),
  truncation: truncation.optional(),
  format: z
    .enum(['png', 'json', 'npy', 'safetensors'], 'expected png, json, npy or safetensors')
    .optional()
    .describe('Form of the answer, in place of the Accept header. Default png'),
});

export type ImagesBody = z.output<typeof imagesBody>;

/** What the path of `GET /v1/images/{seed}.png` says. */
export const imagePath = z.object({ seed });

/** The query of `GET /v1/images/{seed}.png`. */
export const imageQuery = fields({
  class: z.string().max(200).optional().describe('Class by name or number. Default: the first'),
  truncation: z.coerce
    .number(BOUND)
    .positive(BOUND)
    .optional()
    .describe(truncation.description ?? ''),
});

const datatype = z.enum(['FP64', 'FP32', 'INT64', 'INT32'], 'expected FP64, FP32, INT64 or INT32');

/** The body of `POST /v2/models/{name}/infer`. */
export const inferBody = z.object({
  id: z.string().optional().describe('Comes back with the answer'),
  inputs: z
    .array(
      z.object({
        name: z.string(),
        shape: z.array(whole(1)).min(1),
        datatype,
        parameters: z
          .looseObject({
            binary_data_size: z.never('binary data are not taken; give the numbers as JSON').optional(),
          })
          .optional(),
        data: z.array(z.unknown()).describe('Numbers in row-major order, flat or nested'),
      }),
    )
    .min(1),
  outputs: z.array(z.object({ name: z.literal('images') })).optional(),
});

export type InferBody = z.output<typeof inferBody>;

/** @throws UsageError that names what does not fit */
export function checked<T>(schema: z.ZodType<T>, value: unknown): T {
  return checkedBy(schema, value, 'see /openapi.json');
}

/** @throws UsageError for fields that contradict each other, or more than `maxCount` images */
export function orderOf(body: ImagesBody, format: Format, facts: Facts, maxCount: number): Order {
  const { seed: one, seeds, latents, count, truncation: bound } = body;
  const contradiction = (
    [
      [seeds && one !== undefined, 'seeds and seed'],
      [seeds && count !== undefined, 'seeds and count'],
      [latents && seeds, 'latents and seeds'],
      [latents && one !== undefined, 'latents and seed'],
      [latents && count !== undefined, 'latents and count'],
      [latents && bound !== undefined, 'latents and truncation'],
    ] as const
  ).find(([isThere]) => isThere);
  if (contradiction) {
    throw new UsageError(`${contradiction[1]} exclude each other`, 'leave one of them out');
  }
  const source = seeds
    ? { seeds }
    : latents
      ? { values: rowsOf(latents, facts), count: latents.length }
      : { seed: one ?? 0, count: count ?? 1 };
  requireCount(countOf(source), maxCount);
  return {
    latents: source,
    truncation: bound,
    classes: body.class === undefined ? undefined : [body.class].flat(),
    alone: false,
    format,
  };
}

/** @throws UsageError for more images than a request may ask for */
export function requireCount(count: number, maxCount: number): void {
  if (count <= maxCount) return;
  throw new UsageError(
    `this asks for ${count} images, more than the ${maxCount} that a request may have`,
    'send several requests',
  );
}

/** @throws UsageError when a row has another number of values than a latent */
function rowsOf(rows: readonly (readonly number[])[], { latent }: Facts): Float32Array {
  const size = sizeOf(latent.shape);
  const odd = rows.find((row) => row.length !== size);
  if (odd) {
    throw new UsageError(
      `latents: expected ${size} values each, got ${odd.length}`,
      'give each as a flat row',
    );
  }
  return latentValues(rows.flat());
}

/** @throws UsageError for values that are not finite in float32 */
export function latentValues(numbers: readonly number[]): Float32Array {
  const values = Float32Array.from(numbers);
  const odd = values.findIndex((value) => !Number.isFinite(value));
  if (odd < 0) return values;
  throw new UsageError(
    `latents: ${numbers[odd]} is not a finite number of float32`,
    'the values of a latent are usually between -3 and 3',
  );
}

/** The number of values of a tensor. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, side) => product * side, 1);
}
