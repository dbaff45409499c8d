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
import { writeTensorBoard } from '../run';
import { shellWord } from '../shell';
import type { ExportArguments } from './exportFlags';
import { notesOfRun } from './exportNotes';
import { EXIT } from './failure';
import { generatorOptions } from './generatorFlags';
import { printJson } from './output';

/** Writes every form that is asked for, one after the other. */
export async function run(args: ExportArguments): Promise<number> {
  const { tensorboard } = args;
  const written: Written[] = [];
  const wanted = FORMS.filter((form) => args[form] !== undefined);
  checkFlags(args, wanted.length + (tensorboard === undefined ? 0 : 1));
  if (tensorboard !== undefined) {
    const path = writeTensorBoard(args.generator, tensorboard);
    written.push({ form: 'tensorboard', path, bytes: fs.statSync(path).size });
    if (!args.json) {
      const command = `tensorboard --logdir ${shellWord(tensorboard)}`;
      console.log(`${path}: the run for TensorBoard; see it with: ${command}`);
    }
  }
  if (wanted.length > 0) written.push(...(await writeForms(args, wanted)));
  if (args.json) printJson({ written });
  return EXIT.done;
}

/** One file or folder that was written, as `--json` prints it. */
interface Written {
  form: Form | 'tensorboard';
  path: string;
  /** Of the file; of the weights in a folder. */
  bytes: number;
}

/** Writes the forms of a generator one after the other, and says so unless `--json` is given. */
async function writeForms(args: ExportArguments, wanted: readonly Form[]): Promise<Written[]> {
  const { generator, run: from } = await openGenerator(args.generator, generatorOptions(args));
  try {
    const notes = {
      ...(from === undefined ? {} : notesOfRun(from, generator.card?.step)),
      ...(args.license === undefined ? {} : { license: args.license }),
    };
    const bits = Number(args.bits ?? 32) as Bits;
    return wanted.map((form) => {
      const path = args[form] as string;
      const { bytes, say } = WRITERS[form](generator, path, { bits, notes });
      if (!args.json) console.log(`${path}: ${say}`);
      return { form, path, bytes };
    });
  } finally {
    generator.dispose();
  }
}

/** @throws UsageError for flags that do not fit together, or name nothing to write. @param count of the forms that are asked for */
function checkFlags({ bits, html, license, safetensors, onnx }: ExportArguments, count: number): void {
  if (count === 0) {
    throw new UsageError('there is nothing to write', 'name a file, for example --onnx generator.onnx');
  }
  if (bits !== undefined && html === undefined) {
    throw new UsageError(
      '--bits is how the weights of a page are written',
      'add --html page.html, or leave --bits out',
    );
  }
  if (license !== undefined && safetensors === undefined) {
    throw new UsageError(
      '--license is for the model card',
      'add --safetensors folder, or leave --license out',
    );
  }
  if (onnx !== undefined) checkEnding('onnx', onnx);
  if (html !== undefined) checkEnding('html', html);
}

const FORMS = ['onnx', 'html', 'safetensors'] as const;
type Form = (typeof FORMS)[number];

/** What writes each form; returns the size of what was written, and what it is. */
const WRITERS: Record<
  Form,
  (
    generator: SavedGenerator,
    target: string,
    options: { bits: Bits; notes: CardNotes },
  ) => { bytes: number; say: string }
> = {
  onnx: (generator, file) => {
    const bytes = saveOnnx(generator, file);
    return { bytes, say: `ONNX, opset ${OPSET}, IR version ${IR_VERSION}, ${size(bytes)}` };
  },
  html: (generator, file, { bits }) => {
    const bytes = saveHtml(generator, file, { bits });
    const say = `a page with weights of ${bits} bits, ${size(bytes)}; it opens in any browser, without a network`;
    return { bytes, say };
  },
  safetensors: (generator, folder, { notes }) => {
    checkFolder(folder);
    const bytes = saveSafetensors(generator, folder, notes);
    return { bytes, say: `weights as safetensors, ${size(bytes)}, with generator.json and a model card` };
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
