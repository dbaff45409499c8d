// `tadpole inspect`: prints the layers of a saved generator and what sampling from it needs.
import fs from 'node:fs';
import { type GeneratorCard, openScript, readCard } from '../gan';
import { type GeneratorPlace, generatorPlace } from '../places';
import type { ScriptModule, Tensor } from '../torch';
import { EXIT } from './failure';
import { openPlace } from './generator';
import { printJson } from './output';

/** Prints latent, value range and every parameter and buffer with its shape. */
export async function run({ generator: word, json }: { generator: string; json: boolean }): Promise<number> {
  const opened = await open(word);
  if (json) printJson(factsOf(opened));
  else printLines(opened);
  opened.script.dispose();
  return EXIT.done;
}

const KINDS = { file: 'file', described: 'folder', run: 'checkpoint', checkpoint: 'checkpoint' } as const;

function factsOf({ script, card, kind, file, bytes }: Opened) {
  const facts = ([name, { shape, dtype }]: [name: string, tensor: Tensor]) => ({ name, shape, dtype });
  return {
    path: file,
    kind: KINDS[kind],
    bytes: bytes ?? null,
    recipe: card?.recipe ?? null,
    step: card?.step ?? null,
    latent: card ? { shape: card.latentShape, distribution: card.distribution } : null,
    classes: card?.classes ?? [],
    image: card ? { shape: card.imageShape, range: card.valueRange } : null,
    parameters: script.namedParameters().map(facts),
    buffers: script.namedBuffers().map(facts),
  };
}

function printLines({ script, card, kind, file, bytes }: Opened): void {
  const size = bytes === undefined ? '' : `, ${(bytes / 2 ** 20).toFixed(1)} MiB`;
  console.log(`${KINDS[kind].padEnd(10)}  ${file}${size}`);
  if (card) {
    const trained = card.step === undefined ? '' : ` after ${card.step} steps`;
    console.log(`recipe      ${card.recipe ?? 'none'}${trained}`);
    console.log(`latent      [${card.latentShape.join(', ')}], ${card.distribution}`);
    if (card.classes) console.log(`classes     ${card.classes.join(', ')}`);
    console.log(`image       [${card.imageShape.join(', ')}], values from ${card.valueRange.join(' to ')}`);
  } else {
    console.log('latent      unknown: Tadpole did not save this generator; sample from it with --latent-dim');
  }
  printTensors('parameters', script.namedParameters());
  printTensors('buffers', script.namedBuffers());
}

interface Opened {
  script: ScriptModule;
  card: GeneratorCard | null;
  /** Where it comes from. */
  kind: GeneratorPlace['kind'];
  file: string;
  /** Of a file. */
  bytes?: number;
}

/** A file is opened as it is: one from elsewhere need not say what its latents are. */
async function open(word: string): Promise<Opened> {
  const place = generatorPlace(word);
  if (place.kind === 'file') return ofFile(place.path, openScript(place.path, 'cpu'));
  const { generator, file } = await openPlace(place, {});
  if (fs.statSync(file).isFile()) return ofFile(file, generator.script);
  return { script: generator.script, card: generator.card, kind: place.kind, file };
}

function ofFile(file: string, script: ScriptModule): Opened {
  return { script, card: readCard(file, script), kind: 'file', file, bytes: fs.statSync(file).size };
}

function printTensors(title: string, tensors: [name: string, tensor: Tensor][]): void {
  const total = tensors.reduce((sum, [, tensor]) => sum + tensor.numel(), 0);
  console.log(`${title.padEnd(11)} ${total.toLocaleString('en')}`);
  const width = Math.max(0, ...tensors.map(([name]) => name.length));
  for (const [name, tensor] of tensors) {
    console.log(`  ${name.padEnd(width)}  [${tensor.shape.join(', ')}]  ${tensor.dtype}`);
  }
}
