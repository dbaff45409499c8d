// `tadpole export`: writes a generator in forms that other programs read.
import fs from 'node:fs';
import { UsageError } from '../errors';
import {
  type Bits,
  type CardNotes,
  checkEnding,
  IR_VERSION,
  OPSET,
  saveHtml,
  saveOnnx,
  saveSafetensors,
} from '../export';
import type { SavedGenerator } from '../gan';
import { isDescribed } from '../places';
import { openGenerator } from '../recipes';
import type { ExportArguments } from './exportFlags';
import { notesOfRun } from './exportNotes';
import { EXIT } from './failure';
import { wholeFlag } from './options';
import { rangeFlag } from './sampleFlags';

/** Writes every form that is asked for, one after the other. */
export async function run(args: ExportArguments): Promise<number> {
  const wanted = FORMS.filter((form) => args[form] !== undefined);
  if (wanted.length === 0) {
    throw new UsageError('there is nothing to write', 'name a file, for example --onnx generator.onnx');
  }
  if (args.bits !== undefined && args.html === undefined) {
    throw new UsageError(
      '--bits is how the weights of a page are written',
      'add --html page.html, or leave --bits out',
    );
  }
  if (args.license !== undefined && args.safetensors === undefined) {
    throw new UsageError(
      '--license is for the model card',
      'add --safetensors folder, or leave --license out',
    );
  }
  for (const form of ['onnx', 'html'] as const) {
    const file = args[form];
    if (file !== undefined) checkEnding(form, file);
  }
  const { generator, run: from } = await openGenerator(args.generator, {
    latentDim: wholeFlag('latent-dim', args.latentDim, 1),
    ...(args.distribution ? { distribution: args.distribution } : {}),
    valueRange: rangeFlag(args.range),
  });
  try {
    const notes = {
      ...(from === undefined ? {} : notesOfRun(from, generator.card?.step)),
      ...(args.license === undefined ? {} : { license: args.license }),
    };
    const bits = Number(args.bits ?? 32) as Bits;
    for (const form of wanted) {
      console.log(WRITERS[form](generator, args[form] as string, { bits, notes }));
    }
  } finally {
    generator.dispose();
  }
  return EXIT.done;
}

const FORMS = ['onnx', 'html', 'safetensors'] as const;

/** What writes each form; returns a description of what was written. */
const WRITERS: Record<
  (typeof FORMS)[number],
  (generator: SavedGenerator, target: string, options: { bits: Bits; notes: CardNotes }) => string
> = {
  onnx: (generator, file) => {
    const bytes = saveOnnx(generator, file);
    return `${file}: ONNX, opset ${OPSET}, IR version ${IR_VERSION}, ${size(bytes)}`;
  },
  html: (generator, file, { bits }) => {
    const bytes = saveHtml(generator, file, { bits });
    return `${file}: a page with weights of ${bits} bits, ${size(bytes)}; it opens in any browser, without a network`;
  },
  safetensors: (generator, folder, { notes }) => {
    checkFolder(folder);
    const bytes = saveSafetensors(generator, folder, notes);
    return `${folder}: weights as safetensors, ${size(bytes)}, with generator.json and a model card`;
  },
};

/** @throws UsageError for a folder that holds something else, which would be lost */
function checkFolder(folder: string): void {
  const status = fs.statSync(folder, { throwIfNoEntry: false });
  const free = status?.isDirectory() && (isDescribed(folder) || fs.readdirSync(folder).length === 0);
  if (status === undefined || free) return;
  throw new UsageError(
    `--safetensors: ${folder} is there already, and is no exported generator`,
    'name a folder that is new or empty',
  );
}

function size(bytes: number): string {
  return bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}
