// `tadpole sample`: draws images from a saved generator into a grid, separate files or an animation.
import path from 'node:path';
import { UsageError } from '../errors';
import { classNumber, classPath, plannedLatents, principalDirections, type SavedGenerator } from '../gan';
import type { Picture } from '../images';
import {
  composeGrid,
  enlarge,
  type GridLayout,
  gridShape,
  gridSize,
  type PictureStack,
  toPictures,
  writeApng,
  writePng,
} from '../images';
import { makeFolder } from '../io';
import { type Tensor, torch } from '../torch';
import { EXIT } from './failure';
import { openNamed } from './generator';
import { generatorOptions } from './generatorFlags';
import { deviceFlag } from './options';
import { printJson, tell } from './output';
import { checkPngFile, type SampleArguments, type SamplePlan, samplePlan } from './sampleFlags';
import { ValueReport } from './valueReport';

// Images per forward pass, and the most bytes of one picture: about 16,000 x 16,000 grey pixels.
const BATCH = 256;
const MOST_BYTES = 2 ** 28;

/** Writes a grid (`--out`, by default grid.png), one PNG per image (`--separate`), or a moving picture (`--animate`). */
export async function run(args: SampleArguments): Promise<number> {
  const asked = samplePlan(args);
  const { target, output } = asked;
  const options = generatorOptions(args);
  const device = torch.resolveDevice(deviceFlag(args.device) ?? 'cpu');
  if (output !== 'separate') checkPngFile(output === 'animation' ? 'animate' : 'out', target);
  const { generator } = await openNamed(args.generator, { ...options, device });
  // First, so that no image is drawn that cannot be saved.
  makeFolder(output === 'separate' ? target : path.dirname(path.resolve(target)));
  const plan = inClassRows(asked, generator);
  const values = new ValueReport(generator.valueRange);
  const source: Source = {
    generator,
    values,
    classAt: classesOf(plan, generator),
    mixed: mixedClasses(plan, generator),
  };
  const written = torch.scope(() => WRITERS[output](plan, source, latentsOf(plan, generator)));
  const origin = plan.seeds ? `seeds ${args.seeds}` : `seed ${plan.seed}`;
  const { say, ...facts } = written;
  const drawn = { seed: plan.seeds ? null : plan.seed, seeds: plan.seeds ?? null };
  if (args.json) printJson({ path: target, kind: output, ...facts, ...drawn });
  else console.log(`${target}: ${say}, ${origin}`);
  if (!generator.card && !options.valueRange) {
    tell(
      `note: values are assumed to be from ${generator.valueRange.join(' to ')}; give others with --range`,
    );
  }
  for (const { warning, hint } of values.warnings()) tell(`warning: ${warning}\nhint: ${hint}`);
  generator.dispose();
  return EXIT.done;
}

/** The latents of all images, in order: those of an animation's first frame, of its second, ... */
function latentsOf(plan: SamplePlan, generator: SavedGenerator): Tensor {
  const closed = plan.output === 'animation';
  return plannedLatents(generator, { ...plan, closed }, () =>
    principalDirections(generator, { parameters: generator.script.parameters() }),
  );
}

// Images of each class, where nobody says how many, and the most classes that are then all shown.
const PER_CLASS = 8;
const MOST_ROWS = 64;

/** A grid of a generator with classes has a row per class, unless something else is asked for. */
function inClassRows(plan: SamplePlan, generator: SavedGenerator): SamplePlan {
  const { output, between, grid, seeds, counted } = plan;
  const rows = (plan.classes ?? generator.classes).length;
  const isFree = output === 'grid' && between === undefined && !grid && !seeds && !counted;
  if (!isFree || rows < 2 || rows > MOST_ROWS) return plan;
  const count = rows * PER_CLASS;
  return { ...plan, count, images: count, grid: { rows, columns: PER_CLASS } };
}

/** Classes in turn: row by row of a grid whose rows are known, else image by image; on a path of one class or of all, each keeps its class. */
function classesOf(plan: SamplePlan, generator: SavedGenerator): Source['classAt'] {
  const { between, cells, grid, output } = plan;
  const choice = plan.classes ?? generator.classes;
  if (choice.length === 0) return undefined;
  if (grid && output === 'grid' && between === undefined) {
    return (index) => choice[Math.floor(index / grid.columns) % choice.length] as string;
  }
  return (index) => choice[(between === undefined ? index : index % cells) % choice.length] as string;
}

/** The weights of the classes of all images, on a path from class to class. */
function mixedClasses(plan: SamplePlan, { classes }: SavedGenerator): Tensor | undefined {
  const { mixes, between = 0, count, cells, output, classes: chosen = [] } = plan;
  if (!mixes || classes.length === 0) return undefined;
  const stops = Array.from({ length: count }, (_, stop) =>
    classNumber(classes, chosen[stop % chosen.length] as string),
  );
  return torch.scope(() =>
    classPath(stops, classes.length, between, output === 'animation').repeatInterleave(cells, 0),
  );
}

/** The generator of images, their classes, and the report on their values. */
interface Source {
  generator: SavedGenerator;
  /** The class of the image at a position; absent for a generator without classes. */
  classAt: ((index: number) => number | string) | undefined;
  /** Weights of the classes of all images in place of a class of each; absent but on a path from class to class. */
  mixed: Tensor | undefined;
  values: ValueReport;
}

/** What was written: in words, and in numbers. */
interface Written {
  say: string;
  images: number;
  /** Of a grid. */
  rows?: number;
  columns?: number;
  /** Of an animation. */
  frames?: number;
}

/** The writers of each kind of output. */
const WRITERS: Record<SamplePlan['output'], (plan: SamplePlan, source: Source, latents: Tensor) => Written> =
  {
    grid: (plan, source, latents) => {
      const layout: GridLayout = {
        ...(plan.grid ?? (plan.between === undefined ? {} : { rows: 1 })),
        scale: plan.scale,
      };
      const parts: PictureStack[] = [];
      for (const part of pictures(source, latents, BATCH)) {
        if (parts.length === 0) checkSize({ ...part, count: plan.images }, layout);
        parts.push(part);
      }
      const data = Buffer.concat(parts.map((part) => part.data));
      writePng(plan.target, composeGrid({ ...(parts[0] as PictureStack), count: plan.images, data }, layout));
      const { rows, columns } = gridShape(plan.images, layout);
      return { say: `${plan.images} images, ${rows} x ${columns}`, images: plan.images, rows, columns };
    },

    separate: (plan, source, latents) => {
      const names = fileNames(plan);
      let index = 0;
      for (const part of pictures(source, latents, BATCH)) {
        for (const picture of cut(part, 1)) {
          checkSize(picture, { padding: 0, scale: plan.scale });
          writePng(path.join(plan.target, names[index] as string), enlarge(picture, plan.scale));
          index += 1;
        }
      }
      const images = new Set(names).size;
      return { say: `${images} images`, images };
    },

    animation: (plan, source, latents) => {
      const { cells, fps, scale, grid } = plan;
      const layout: GridLayout = { ...(grid ?? { padding: 0 }), scale };
      const perPass = Math.ceil(BATCH / cells) * cells;
      function* frames(): Generator<Picture> {
        for (const part of pictures(source, latents, perPass)) {
          for (const frame of cut(part, cells)) {
            checkSize(frame, layout);
            yield composeGrid(frame, layout);
          }
        }
      }
      writeApng(plan.target, frames(), { fps });
      const count = plan.images / cells;
      const say = `${count} frames, ${(count / fps).toFixed(1)} seconds at ${fps} per second`;
      return { say, images: plan.images, frames: count };
    },
  };

/** The pictures of `latents`, `batchSize` at a time, as bytes: as floats, all of them would fill the memory. */
function* pictures(
  { generator, values, classAt, mixed }: Source,
  latents: Tensor,
  batchSize: number,
): Generator<PictureStack> {
  const count = latents.size(0);
  for (let start = 0; start < count; start += batchSize) {
    yield torch.scope(() => {
      const batch = latents.narrow(0, start, Math.min(batchSize, count - start));
      const classes = classAt && Array.from({ length: batch.size(0) }, (_, index) => classAt(start + index));
      const images = mixed
        ? generator.generateBetween(batch, mixed.narrow(0, start, batch.size(0)))
        : generator.generate(batch, { batchSize: BATCH, classes });
      values.add(images);
      return toPictures(images, { range: generator.valueRange });
    });
  }
}

/** A stack in stacks of `count` pictures. */
function* cut(stack: PictureStack, count: number): Generator<PictureStack> {
  const bytes = (stack.data.length / stack.count) * count;
  for (let start = 0; start < stack.data.length; start += bytes) {
    yield { ...stack, count, data: stack.data.subarray(start, start + bytes) };
  }
}

function fileNames({ seeds, between, images }: SamplePlan): string[] {
  if (seeds && between === undefined) {
    const largest = seeds.reduce((most, seed) => Math.max(most, seed), 0);
    const width = Math.max(4, String(largest).length);
    return seeds.map((seed) => `seed-${String(seed).padStart(width, '0')}.png`);
  }
  const kind = between === undefined ? 'sample' : 'frame';
  const width = String(images - 1).length;
  return Array.from({ length: images }, (_, index) => `${kind}-${String(index).padStart(width, '0')}.png`);
}

function checkSize(stack: PictureStack, layout: GridLayout): void {
  const { width, height } = gridSize(stack, layout);
  if (width * height * stack.channels <= MOST_BYTES) return;
  throw new UsageError(
    `the picture would be ${width} x ${height} pixels`,
    'draw fewer images, use a smaller --scale, or write them one by one with --separate',
  );
}
