// The feature network that a word means: one by its name, or the file of a network.
import { statSync } from 'node:fs';
import type { Dataset, DownloadListener } from '../data';
import { TadpoleError, UsageError } from '../errors';
import { checkOptions } from '../options';
import { didYouMean } from '../suggest';
import { type Device, torch } from '../torch';
import { type ClassifierFeaturesOptions, classifierFeatures } from './classifierFeatures';
import type { FeatureNetwork } from './featureNetwork';
import { inceptionFeatures, isInception } from './inceptionWeights';
import type { ResizeFilter } from './networkInput';
import { randomFeatures } from './randomFeatures';
import { type ScriptFeaturesOptions, scriptFeatures } from './scriptFeatures';

/** What a feature network is opened with. */
export interface OpenFeaturesOptions
  extends Pick<ClassifierFeaturesOptions, 'sized' | 'log' | 'progress' | 'signal'> {
  /** Channels, height and width of the images that will be compared. */
  imageShape: readonly [channels: number, height: number, width: number];
  /** Images with labels that a classifier can be trained on. */
  labelled?: Dataset;
  /** What a TorchScript file takes, where it does not say so. */
  shape?: ScriptFeaturesOptions['shape'];
  range?: ScriptFeaturesOptions['range'];
  /** Default `antialias`. */
  resize?: ResizeFilter;
  /** Default `cpu`. */
  device?: Device;
  /** Told of a download. */
  download?: DownloadListener;
}

const NAMES = ['classifier', 'inception', 'random'] as const;

/** @throws UsageError, before any work, that says `owner` for a word that is neither a network nor a file */
export function checkFeaturesWord(owner: string, word: string): void {
  if (isNetworkName(word) || statSync(word, { throwIfNoEntry: false })?.isFile()) return;
  throw new UsageError(
    `${owner}: there is no network and no file '${word}'${didYouMean(word, NAMES)}`,
    `there are ${NAMES.join(', ')}; or give a TorchScript file`,
  );
}

function isNetworkName(word: string): boolean {
  return NAMES.some((name) => name === word);
}

/**
 * Opens a feature network.
 *
 * @param word `classifier` (trained once on `labelled`), `inception`, `random`, or a file: TorchScript, or the weights of Inception.
 *   Default: the classifier where there are labels, else random weights
 * @throws UsageError for an unknown word; TadpoleError when it cannot be opened
 */
export async function openFeatures(
  word: string | undefined,
  options: OpenFeaturesOptions,
): Promise<FeatureNetwork> {
  checkOptions('openFeatures', options, [
    'imageShape',
    'labelled',
    'shape',
    'range',
    'resize',
    'device',
    'download',
    'sized',
    'log',
    'progress',
    'signal',
  ]);
  const { imageShape, labelled, shape, range, resize, device = 'cpu', download, ...following } = options;
  const chosen = word ?? (labelled ? 'classifier' : 'random');
  if (isNetworkName(chosen) && (shape !== undefined || range !== undefined)) {
    throw new UsageError(
      `features: shape and range are those of a TorchScript file; ${chosen} knows its own`,
      'leave them out',
    );
  }
  switch (chosen) {
    case 'random':
      return randomFeatures(imageShape, device);
    case 'inception':
      return inceptionFeatures({ resize, device }, download);
    case 'classifier':
      if (labelled) return classifierFeatures(labelled, { ...following, device });
      throw new TadpoleError(
        'features: a classifier needs images with classes, and there are none',
        'use random or inception, or a TorchScript file',
      );
    default:
      return fromFile(chosen, { shape, range, resize, device });
  }
}

async function fromFile(file: string, options: ScriptFeaturesOptions): Promise<FeatureNetwork> {
  checkFeaturesWord('features', file);
  if (!holdsInception(file)) return scriptFeatures(file, options);
  const { resize, device } = options;
  return inceptionFeatures({ file, resize, device });
}

/** Whether a file holds a state dict, and that of Inception. */
function holdsInception(file: string): boolean {
  try {
    return torch.scope(() => {
      const loaded: unknown = torch.load(file);
      return typeof loaded === 'object' && loaded !== null && isInception({ ...loaded });
    });
  } catch {
    return false;
  }
}
