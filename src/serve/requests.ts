// What requests for images may say, checked.
import { z } from 'zod';
import { UsageError } from '../errors';
import { countOf, type Facts, type Format, type Order } from './messages';

const MOST_SEED = 2 ** 31 - 1;

const seed = z.int().min(0).max(MOST_SEED);
const truncation = z
  .number()
  .positive()
  .describe('Bound of the latent values, such as 0.7: images vary less. Default: none');
const className = z.union([z.string().max(200), z.int().min(0)]);

/** The body of `POST /v1/images`. */
export const imagesBody = z.strictObject({
  seed: seed.optional().describe('Seed of all latents. Default 0'),
  seeds: z.array(seed).min(1).optional().describe('One image per seed, in place of seed and count'),
  latents: z
    .array(z.array(z.number()).min(1))
    .min(1)
    .optional()
    .describe('One image per latent, each as a flat row, in place of seed, count and truncation'),
  count: z.int().min(1).optional().describe('Number of images. Default 1'),
  class: z
    .union([className, z.array(className).min(1)])
    .optional()
    .describe('Class of the images by name or number, or one per image in turn. Default: all in turn'),
  truncation: truncation.optional(),
  format: z
    .enum(['png', 'json', 'npy', 'safetensors'])
    .optional()
    .describe('Form of the answer, in place of the Accept header. Default png'),
});

export type ImagesBody = z.output<typeof imagesBody>;

/** The query of `GET /v1/images/{seed}.png`. */
export const imageQuery = z.strictObject({
  class: z.string().max(200).optional().describe('Class by name or number. Default: the first'),
  truncation: z.coerce
    .number()
    .positive()
    .optional()
    .describe(truncation.description ?? ''),
});

const datatype = z.enum(['FP64', 'FP32', 'INT64', 'INT32']);

/** The body of `POST /v2/models/{name}/infer`. */
export const inferBody = z.object({
  id: z.string().optional().describe('Comes back with the answer'),
  inputs: z
    .array(
      z.object({
        name: z.string(),
        shape: z.array(z.int().min(1)).min(1),
        datatype,
        data: z.array(z.unknown()).describe('Numbers in row-major order, flat or nested'),
      }),
    )
    .min(1),
  outputs: z.array(z.object({ name: z.literal('images') })).optional(),
});

export type InferBody = z.output<typeof inferBody>;

/** @throws UsageError that names what does not fit */
export function checked<T>(schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const place = issue?.path.join('.') || 'the request';
  throw new UsageError(`${place}: ${issue?.message ?? 'does not fit'}`, 'see /openapi.json');
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
  return Float32Array.from(rows.flat());
}

/** The number of values of a tensor. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, side) => product * side, 1);
}
