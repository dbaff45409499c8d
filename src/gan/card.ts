// The description inside a saved generator, with which one can sample from the file alone.
import { TadpoleError } from '../errors';
import type { ValueRange } from '../images';
import { checkFields } from '../options';
import { checkPath, type ScriptModule } from '../torch';
import type { LatentSpec } from './latent';

/** The name of the description inside a TorchScript file. */
export const CARD_NAME = 'tadpole.json';

/**
 * What sampling needs to know about a generator. A file from Python has it too when it is saved with
 * `_extra_files={"tadpole.json": json.dumps({...})}`.
 */
export interface GeneratorCard {
  latentShape: readonly number[];
  distribution: LatentSpec['distribution'];
  valueRange: ValueRange;
  imageShape: readonly number[];
  /** Names of the classes; present when the generator takes labels beside latents. */
  classes?: readonly string[];
  recipe?: string;
  step?: number;
}

/** The description that Tadpole put into the file, or null. @throws TadpoleError when it is damaged */
export function readCard(path: string, script: ScriptModule): GeneratorCard | null {
  checkPath('readCard', path);
  checkFields('readCard', 'script', script, ['extraFiles']);
  const text = script.extraFiles[CARD_NAME];
  if (!text) return null;
  try {
    const card = JSON.parse(text) as GeneratorCard;
    const whole =
      Array.isArray(card.latentShape) &&
      Array.isArray(card.imageShape) &&
      Array.isArray(card.valueRange) &&
      card.valueRange.length === 2 &&
      (card.classes === undefined || Array.isArray(card.classes));
    if (whole && (card.distribution === 'normal' || card.distribution === 'uniform')) return card;
  } catch {
    // A description that is not JSON is damaged, as is one with missing entries.
  }
  throw new TadpoleError(`the description ${CARD_NAME} in ${path} is damaged`, 'save the generator again');
}
