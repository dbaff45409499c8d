// The result that `tadpole evaluate --against` names: read, and refused before any work where it was taken in another way.
import fs from 'node:fs';
import path from 'node:path';
import { TadpoleError } from '../errors';
import { type Evaluation, isEvaluation, planOf, requireSameProtocol } from '../metrics';
import { RESULT_FILE } from './evaluateFlags';

/** @throws TadpoleError when it cannot be read, or is something else */
export function readEvaluation(word: string): Evaluation {
  const inside = path.join(word, RESULT_FILE);
  const file = fs.statSync(word, { throwIfNoEntry: false })?.isDirectory() ? inside : word;
  const hint = `give the ${RESULT_FILE} that --out wrote`;
  let value: unknown;
  try {
    value = JSON.parse(fs.readFileSync(file, 'utf8'));
  } catch (error) {
    throw new TadpoleError(`--against: ${file} cannot be read: ${(error as Error).message}`, hint, {
      cause: error,
    });
  }
  if (isEvaluation(value)) return value;
  throw new TadpoleError(`--against: ${file} is not a result of evaluate`, hint);
}

/**
 * Compares what is known of an evaluation before its features, which may take minutes to train, are opened.
 *
 * @throws ProtocolMismatch that names what differs
 */
export function requireSamePlan(options: Parameters<typeof planOf>[0], { protocol }: Evaluation): void {
  requireSameProtocol({ ...planOf(options), features: protocol.features }, protocol);
}
