// `tadpole inspect`: prints the layers of a saved generator and what sampling from it needs.
import fs from 'node:fs';
import { type GeneratorCard, openScript, readCard } from '../gan';
import { generatorPlace } from '../places';
import type { ScriptModule, Tensor } from '../torch';
import { EXIT } from './failure';
import { openPlace } from './generator';

/** Prints latent, value range and every parameter and buffer with its shape. */
export async function run({ generator: word }: { generator: string }): Promise<number> {
  const { script, card, line } = await open(word);
  console.log(line);
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
  script.dispose();
  return EXIT.done;
}

interface Opened {
  script: ScriptModule;
  card: GeneratorCard | null;
  /** Where it comes from. */
  line: string;
}

/** A file is opened as it is: one from elsewhere need not say what its latents are. */
async function open(word: string): Promise<Opened> {
  const place = generatorPlace(word);
  if (place.kind === 'file') return ofFile(place.path, openScript(place.path, 'cpu'));
  const { generator, file } = await openPlace(place, {});
  if (fs.statSync(file).isFile()) return ofFile(file, generator.script);
  return {
    script: generator.script,
    card: generator.card,
    line: `${place.kind === 'described' ? 'folder    ' : 'checkpoint'}  ${file}`,
  };
}

function ofFile(file: string, script: ScriptModule): Opened {
  const size = (fs.statSync(file).size / 2 ** 20).toFixed(1);
  return { script, card: readCard(file, script), line: `file        ${file}, ${size} MiB` };
}

function printTensors(title: string, tensors: [name: string, tensor: Tensor][]): void {
  const total = tensors.reduce((sum, [, tensor]) => sum + tensor.numel(), 0);
  console.log(`${title.padEnd(11)} ${total.toLocaleString('en')}`);
  const width = Math.max(0, ...tensors.map(([name]) => name.length));
  for (const [name, tensor] of tensors) {
    console.log(`  ${name.padEnd(width)}  [${tensor.shape.join(', ')}]  ${tensor.dtype}`);
  }
}
