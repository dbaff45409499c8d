// Requests of the latent lab, checked, and the command that draws the same images.
import { z } from 'zod';
import { checked, wholeText as whole } from '../../checked';
import { UsageError } from '../../errors';
import type { LoadGeneratorOptions } from '../../gan';
import { shellWord } from '../../shell';

const MOST_SEED = 2 ** 31 - 1;
const MOST_IMAGES = 100;
/** Frames of a walk in all. */
const MOST_FRAMES = 600;

const SEEDS = `expected whole numbers from 0 to ${MOST_SEED} with commas between, at most ${MOST_IMAGES}`;
const BOUND = 'expected a number above 0, up to 100';
const ALONG = 'expected directions and how far to go along them, such as 1:2.5,3:-1';

const request = z.object({
  /** What is wanted: facts of the generator, a picture, or the real images nearest to one in it. */
  what: z.enum(['describe', 'draw', 'nearest']),
  /** What the picture shows. */
  shape: z.enum(['images', 'plane', 'walk']).default('images'),
  /** Id of a run or a generator. */
  of: z.string(),
  /** Step of a checkpoint; absent for `generator.pt`. */
  checkpoint: whole(0, Number.MAX_SAFE_INTEGER).optional(),
  /** Agrees that the recipe file of the run is executed. */
  trust: z.literal('yes').optional(),
  /** Latent values of a generator that does not say. */
  latentDim: whole(1, 1e6).optional(),
  seeds: z
    .string()
    .regex(/^\d{1,10}(,\d{1,10})*$/, SEEDS)
    .transform((text) => text.split(',').map(Number))
    .refine((seeds) => seeds.length <= MOST_IMAGES && seeds.every((seed) => seed <= MOST_SEED), SEEDS)
    .default([0]),
  truncation: z.coerce.number(BOUND).positive(BOUND).max(100, BOUND).optional(),
  /** Name of a class; absent for all in turn. */
  class: z.string().max(200).optional(),
  /** `1:2.5,3:-1`: how far along each direction. */
  along: z
    .string()
    .regex(/^\d{1,3}:-?\d+(\.\d+)?(,\d{1,3}:-?\d+(\.\d+)?)*$/, ALONG)
    .optional(),
  /** Points along each side of a plane. */
  side: whole(2, 10).default(5),
  /** Frames between each two seeds of a walk. */
  between: whole(0, 120).default(15),
  fps: whole(1, 100).default(20),
  scale: whole(1, 16).default(4),
  /** The image whose nearest real ones are wanted, by its place. */
  index: whole(0, MOST_IMAGES - 1).default(0),
});

/** A request of the lab. */
export type LabRequest = z.output<typeof request>;

/** @throws UsageError that names what does not fit */
export function readRequest(parameters: URLSearchParams): LabRequest {
  const wanted = checked(request, Object.fromEntries(parameters), 'see docs/view.md');
  const { shape, seeds, between } = wanted;
  if (shape === 'walk' && seeds.length * (between + 1) > MOST_FRAMES) {
    throw new UsageError(
      `between: ${seeds.length * (between + 1)} frames are more than ${MOST_FRAMES}`,
      'take fewer seeds or fewer frames; `tadpole sample --animate` has no such bound',
    );
  }
  return wanted;
}

/** How far to move along each direction, by its number from 0. */
export function amountsOf({ along }: LabRequest): ReadonlyMap<number, number> {
  const pairs = (along ?? '').split(',').filter((pair) => pair !== '');
  return new Map(
    pairs
      .map((pair) => pair.split(':').map(Number) as [number, number])
      .map(([number, amount]) => [number - 1, amount]),
  );
}

/**
 * The `tadpole sample` command that draws what a request draws.
 *
 * @param generator path of the file or checkpoint
 * @param options that it was opened with
 */
export function commandOf(
  request: LabRequest,
  generator: string,
  { latentDim, distribution, valueRange }: LoadGeneratorOptions,
): string {
  const { shape, seeds, truncation, along, side, between, fps, scale } = request;
  const flags: (string | undefined)[] = [
    latentDim === undefined ? undefined : `--latent-dim ${latentDim}`,
    distribution === undefined ? undefined : `--distribution ${distribution}`,
    valueRange === undefined ? undefined : `--range ${valueRange.join(',')}`,
    `--seeds ${seedWords(seeds)}`,
    shape === 'plane' ? `--plane ${side}` : undefined,
    truncation === undefined ? undefined : `--truncation ${truncation}`,
    request.class === undefined ? undefined : `--classes ${shellWord(request.class)}`,
    along === undefined ? undefined : `--along ${along}`,
    shape === 'walk'
      ? `--interpolate ${between} --fps ${fps} --scale ${scale} --animate walk.png`
      : '--out grid.png',
  ];
  return ['npx tadpole sample', shellWord(generator), ...flags.filter((flag) => flag !== undefined)].join(
    ' ',
  );
}

/** `0,1,2,3,7` as `0-3,7`. */
function seedWords(seeds: readonly number[]): string {
  const ranges: [number, number][] = [];
  for (const seed of seeds) {
    const last = ranges.at(-1);
    if (last && seed === last[1] + 1) last[1] = seed;
    else ranges.push([seed, seed]);
  }
  return ranges.map(([from, to]) => (from === to ? String(from) : `${from}-${to}`)).join(',');
}
