// `tadpole sample`: draws images from a saved generator into a grid or into separate files.
import fs from 'node:fs';
import path from 'node:path';
import { UsageError } from '../errors';
import { SavedGenerator } from '../gan/savedGenerator';
import { gridShape } from '../images/grid';
import type { ValueRange } from '../images/range';
import { saveGrid, saveImage } from '../images/save';
import { makeFolder } from '../run/makeFolder';
import { torch } from '../torch';
import { EXIT } from './failure';
import { deviceFlag, wholeFlag } from './options';

interface SampleArguments {
  generator: string;
  count?: string;
  seed?: string;
  out?: string;
  separate?: string;
  latentDim?: string;
  range?: string;
  device?: string;
}

/** Writes a grid (`--out`, by default grid.png), or one PNG an image (`--separate`). */
export function run(args: SampleArguments): number {
  const count = wholeFlag('count', args.count, 1, 100_000) ?? 64;
  const seed = wholeFlag('seed', args.seed, 0) ?? 0;
  const latentDim = wholeFlag('latent-dim', args.latentDim, 1);
  const valueRange = args.range === undefined ? undefined : readRange(args.range);
  const target = args.separate ?? args.out ?? 'grid.png';
  if (args.separate === undefined) checkFile(target);
  else makeFolder(args.separate);
  const generator = SavedGenerator.load(args.generator, {
    device: torch.resolveDevice(deviceFlag(args.device) ?? 'cpu'),
    ...(latentDim === undefined ? {} : { latentDim }),
    ...(valueRange ? { valueRange } : {}),
  });
  torch.scope(() => {
    const images = generator.sample(count, { seed });
    const range = generator.valueRange;
    if (args.separate === undefined) {
      saveGrid(target, images, { range });
      const { rows, columns } = gridShape(count);
      console.log(`${target}: ${count} images, ${rows} x ${columns}, seed ${seed}`);
      return;
    }
    for (let index = 0; index < count; index += 1) {
      const name = `sample-${String(index).padStart(String(count - 1).length, '0')}.png`;
      saveImage(path.join(target, name), images.select(0, index), { range });
    }
    console.log(`${target}: ${count} images, seed ${seed}`);
  });
  generator.dispose();
  return EXIT.done;
}

function readRange(text: string): ValueRange {
  const [low, high, ...more] = text
    .split(',')
    .map((part) => (part.trim() === '' ? Number.NaN : Number(part)));
  if (low !== undefined && high !== undefined && more.length === 0 && low < high) return [low, high];
  throw new UsageError(
    `--range: expected two rising numbers with a comma between, got '${text}'`,
    'for example --range=-1,1',
  );
}

// Checked before any work: an image that cannot be saved need not be drawn.
function checkFile(file: string): void {
  if (fs.existsSync(file) && fs.statSync(file).isDirectory()) {
    throw new UsageError(`--out: ${file} is a folder`, 'name a file, for example grid.png');
  }
  makeFolder(path.dirname(path.resolve(file)));
}
