// `tadpole inspect`: prints the layers of a saved generator and what sampling from it needs.
import fs from 'node:fs';
import { openScript, readCard } from '../gan';
import type { Tensor } from '../torch';
import { EXIT } from './failure';
import { generatorFile } from './options';

/** Prints latent, value range and every parameter and buffer with its shape. */
export function run({ generator }: { generator: string }): number {
  const file = generatorFile(generator);
  const script = openScript(file, 'cpu');
  const card = readCard(file, script);
  console.log(`file        ${file}, ${(fs.statSync(file).size / 2 ** 20).toFixed(1)} MiB`);
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

function printTensors(title: string, tensors: [name: string, tensor: Tensor][]): void {
  const total = tensors.reduce((sum, [, tensor]) => sum + tensor.numel(), 0);
  console.log(`${title.padEnd(11)} ${total.toLocaleString('en')}`);
  const width = Math.max(0, ...tensors.map(([name]) => name.length));
  for (const [name, tensor] of tensors) {
    console.log(`  ${name.padEnd(width)}  [${tensor.shape.join(', ')}]  ${tensor.dtype}`);
  }
}
