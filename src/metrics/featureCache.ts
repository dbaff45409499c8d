// Features and statistics of real images, kept on the disk under a hash of everything that they follow from.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { cacheFolder, makeFolder, WriteError } from '../io';
import { checkFields } from '../options';
import { type Tensor, torch } from '../torch';
import { type ExtractOptions, extract, type FeatureSet } from './extract';
import { type FeatureNetwork, hashOfValue } from './featureNetwork';
import type { ImageSource } from './imageSource';
import { type Statistics, statisticsOf } from './statistics';

/** Features with their mean and covariance. */
export interface MeasuredSet extends FeatureSet {
  /** Null for a single image. */
  readonly statistics: Statistics | null;
}

/** Where features are kept. */
export interface FeatureCacheOptions extends ExtractOptions {
  /** Default: that of the cache; null keeps nothing. */
  folder?: string | null;
  /** Told when nothing can be kept. Default: nobody. */
  warn?: (problem: string, hint?: string) => void;
}

// Of the layout of a file: another one is not read.
const VERSION = 1;

/** Features of a source, with statistics. The caller frees them with {@link disposeSet}. */
export async function measure(
  network: FeatureNetwork,
  source: ImageSource,
  options: ExtractOptions = {},
): Promise<MeasuredSet> {
  const set = await extract(network, source, options);
  return { ...set, statistics: source.count > 1 ? keptStatistics(set.features) : null };
}

/**
 * {@link measure} with what an earlier call found, where the cache has it. A file that is damaged counts as none.
 *
 * @param identity plain values that say which images these are, such as their checksum
 */
export async function measureOnce(
  network: FeatureNetwork,
  source: ImageSource,
  identity: unknown,
  options: FeatureCacheOptions = {},
): Promise<MeasuredSet> {
  const { folder = cacheFolder('features'), warn = () => {}, ...rest } = options;
  checkFields('measureOnce', 'network', network, ['hash', 'input', 'size']);
  checkFields('measureOnce', 'source', source, ['count', 'part']);
  if (folder === null) return measure(network, source, rest);
  const { hash, input, size } = network;
  const key = hashOfValue({ version: VERSION, hash, input, size, count: source.count, identity });
  const file = path.join(folder, `${key}.safetensors`);
  const known = existsSync(file) ? read(file, source.count, network) : undefined;
  if (known !== undefined) return known;
  const set = await measure(network, source, rest);
  try {
    makeFolder(folder);
    torch.save(tensorsOf(set), file);
  } catch (error) {
    if (!(error instanceof WriteError)) throw error;
    warn(`${error.problem}; the features are computed again the next time`, error.hint);
  }
  return set;
}

/** Frees the tensors of a set. */
export function disposeSet({ features, probabilities, statistics }: MeasuredSet): void {
  for (const tensor of [features, probabilities, statistics?.mean, statistics?.covariance]) tensor?.dispose();
}

/** Some of the images of a set, with statistics of their own. */
export function subset({ features, probabilities }: FeatureSet, positions: Int32Array): MeasuredSet {
  const chosen = torch.scope(() => {
    const at = torch.tensor(positions, { device: features.device });
    const rows = probabilities?.indexSelect(0, at);
    return {
      features: torch.keep(features.indexSelect(0, at)),
      probabilities: rows ? torch.keep(rows) : null,
    };
  });
  return { ...chosen, statistics: positions.length > 1 ? keptStatistics(chosen.features) : null };
}

function keptStatistics(features: Tensor): Statistics {
  const { count, mean, covariance } = torch.scope(() => statisticsOf(features));
  return { count, mean: torch.keep(mean), covariance: torch.keep(covariance) };
}

function tensorsOf({ features, probabilities, statistics }: MeasuredSet): Record<string, Tensor> {
  return {
    features,
    ...(probabilities ? { probabilities } : {}),
    ...(statistics ? { mean: statistics.mean, covariance: statistics.covariance } : {}),
  };
}

function read(file: string, count: number, { size, device }: FeatureNetwork): MeasuredSet | undefined {
  try {
    const { features, probabilities, mean, covariance } = torch.load(file, { device });
    if (features?.shape.join() !== `${count},${size}`) return undefined;
    const kept = [features, probabilities, mean, covariance].map((tensor) => tensor && torch.keep(tensor));
    const statistics = mean && covariance && mean.dtype === 'float64' ? { count, mean, covariance } : null;
    return { features: kept[0] as Tensor, probabilities: kept[1] ?? null, statistics };
  } catch {
    return undefined;
  }
}
