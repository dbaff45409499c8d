// Generators as ONNX files.
import fs from 'node:fs';
import type { SavedGenerator } from '../../gan';
import { writeAtomically } from '../../io';
import { torch } from '../../torch';
import { checkEnding } from '../endings';
import { convertToOnnx } from './convert';
import { encodeModel } from './encode';

export { convertToOnnx } from './convert';
export { encodeModel } from './encode';
export { IR_VERSION, type OnnxModel, type OnnxNode, type OnnxTensor, OPSET } from './model';

/**
 * Writes a generator as an ONNX file, whole or not at all.
 *
 * @returns its size in bytes
 * @throws UsageError when the name does not end in .onnx; else as {@link convertToOnnx}; WriteError
 */
export function saveOnnx(generator: SavedGenerator, file: string): number {
  checkEnding('onnx', file);
  const bytes = torch.scope(() => encodeModel(convertToOnnx(generator)));
  writeAtomically(file, (temporary) => fs.writeFileSync(temporary, bytes));
  return bytes.length;
}
