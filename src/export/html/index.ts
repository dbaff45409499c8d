// A generator as one HTML page that draws in any browser, from a file, without a network.
import fs from 'node:fs';
import path from 'node:path';
import { TadpoleError } from '../../errors';
import type { SavedGenerator } from '../../gan';
import { writeAtomically } from '../../io';
import { checkOptions } from '../../options';
import { torch } from '../../torch';
import { checkEnding } from '../endings';
import { convertToOnnx, type OnnxModel } from '../onnx';
import { type Bits, packConstants } from './pack';

export type { Bits } from './pack';

const PAGE = path.join(__dirname, 'page');

// The page asks nobody for anything: what it needs is inside. The second source is for its WebAssembly.
const POLICY =
  "default-src 'none'; script-src 'unsafe-inline' 'wasm-unsafe-eval'; style-src 'unsafe-inline'; img-src data: blob:; base-uri 'none'; form-action 'none'";

/** How a page is written. */
export interface HtmlOptions {
  /** Bits of a weight: 32 for the pictures that are drawn here, 16 or 8 for a smaller file. Default 32. */
  bits?: Bits;
  /** The page's heading. Default: the recipe, or "Generator". */
  title?: string;
}

/**
 * Writes a page that draws from the generator, whole or not at all.
 *
 * @returns its size in bytes
 * @throws UsageError when the name ends otherwise than in .html or .htm; TadpoleError when the generator has an operator
 *   that is not exported (see {@link convertToOnnx}) or gives other images than of 1, 3 or 4 channels; WriteError when the
 *   file cannot be written
 */
export function saveHtml(generator: SavedGenerator, file: string, options: HtmlOptions = {}): number {
  checkOptions('saveHtml', options, ['bits', 'title']);
  checkEnding('html', file);
  const { bits = 32, title = generator.card?.recipe ?? 'Generator' } = options;
  const html = torch.scope(() => pageWith(generator, convertToOnnx(generator), bits, title));
  writeAtomically(file, (temporary) => fs.writeFileSync(temporary, html));
  return Buffer.byteLength(html);
}

/** @throws TadpoleError for what the page has no operators for */
function checkDimensions({ nodes }: OnnxModel): void {
  const deep = nodes.find(
    ({ attributes: { kernel_shape: kernel } }) => kernel && 'ints' in kernel && kernel.ints.length > 2,
  );
  if (deep === undefined) return;
  throw new TadpoleError(
    `the generator has a ${deep.type} of three dimensions, which the page cannot compute`,
    'export it with --onnx or --safetensors',
  );
}

function pageWith(generator: SavedGenerator, model: OnnxModel, bits: Bits, title: string): string {
  checkDimensions(model);
  const { packed, bytes } = packConstants(model.constants, bits);
  const about = {
    title,
    nodes: model.nodes.map(({ type, inputs, outputs, attributes }) => ({
      type,
      inputs,
      outputs,
      attributes,
    })),
    constants: packed,
    latentShape: generator.latent.shape,
    distribution: generator.latent.distribution,
    valueRange: generator.valueRange,
    imageShape: model.outputs[0]?.shape.slice(1),
    classes: generator.classes,
  };
  const [html, style, script] = ['index.html', 'page.css', 'page.js'].map(part) as [string, string, string];
  // In the text of a script element `</script` would end it, and `<!--` begin a comment.
  const inScript = script.replaceAll(/<(?=\/script|!--)/gi, '\\x3C');
  const data = JSON.stringify(about).replaceAll('<', '\\u003c');
  const replacements: readonly [string, string][] = [
    [
      '<meta charset="utf-8">',
      `<meta charset="utf-8">\n    <meta http-equiv="Content-Security-Policy" content="${POLICY}">`,
    ],
    ['<link rel="stylesheet" href="page.css">', `<style>${style}</style>`],
    [
      '<script src="page.js" defer></script>',
      `<script type="application/json" id="generator">${data}</script>
    <script type="text/plain" id="weights">${bytes.toString('base64')}</script>
    <script>${inScript}</script>`,
    ],
  ];
  return replacements.reduce((text, [from, to]) => text.replace(from, () => to), html);
}

function part(name: string): string {
  try {
    return fs.readFileSync(path.join(PAGE, name), 'utf8');
  } catch (error) {
    throw new TadpoleError('the page is not built', 'run `npm run setup`', { cause: error });
  }
}
