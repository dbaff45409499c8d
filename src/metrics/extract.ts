// Features of many images, some hundred at a time: the images themselves are never all in memory.
import { allGather, anyOf, rank, size } from '../dist';
import { TadpoleError } from '../errors';
import { checkFunction, checkOptions, checkWhole } from '../options';
import { type Tensor, torch } from '../torch';
import { answersOf, checkNetwork, type FeatureNetwork } from './featureNetwork';
import { checkSource, type ImageSource, partOf } from './imageSource';
import { toInput } from './networkInput';

/** Features of a set of images. */
export interface FeatureSet {
  /** float32, N x size, on the network's device. */
  readonly features: Tensor;
  /** float32, N x classes, each row with the sum 1; null for a network that does not classify. */
  readonly probabilities: Tensor | null;
}

/** How features are taken. */
export interface ExtractOptions {
  /** Images in a forward pass; default 256. */
  batchSize?: number;
  /** Told how many images are done, after each pass. */
  progress?: (done: number, total: number) => void;
  /** Ends the work between two passes. */
  signal?: AbortSignal;
  /**
   * With several ranks: asks the others to call {@link helpExtract} with the same network and source, for a share of the passes. Results are
   * those of this process alone, bit for bit. Default: nobody helps.
   */
  askOthers?: () => void;
}

/** Another rank ended the work that all of them were doing. */
export class StoppedElsewhere extends TadpoleError {
  override readonly name = 'StoppedElsewhere';
}

/**
 * Shows every image of a source to a network. The event loop gets a turn between passes.
 *
 * @returns tensors that the caller owns, outside of any scope
 * @throws the reason of `signal` when it is aborted
 */
export async function extract(
  network: FeatureNetwork,
  source: ImageSource,
  options: ExtractOptions = {},
): Promise<FeatureSet> {
  checkNetwork('extract', network);
  checkSource('extract', 'source', source);
  checkOptions('extract', options, ['batchSize', 'progress', 'signal', 'askOthers']);
  const { progress = () => {}, askOthers, batchSize } = options;
  checkFunction('extract', 'progress', progress);
  if (batchSize !== undefined) checkWhole('extract', 'batchSize', batchSize, 1);
  const { count } = source;
  let features: Tensor | undefined;
  let probabilities: Tensor | undefined;
  askOthers?.();
  try {
    await inPasses(network, source, options, size > 1 && askOthers !== undefined, (start, rows) => {
      const [found, classified] = [rows.features, rows.probabilities];
      const end = start + found.size(0);
      features ??= torch.keep(torch.empty([count, network.size], { device: network.device }));
      features.narrow(0, start, end - start).copy_(found);
      if (classified !== null) {
        probabilities ??= torch.keep(torch.empty([count, classified.size(1)], { device: network.device }));
        probabilities.narrow(0, start, end - start).copy_(classified);
      }
      progress(end, count);
    });
    checkFinite(network, 'features', features as Tensor);
    if (probabilities) checkFinite(network, 'logits', probabilities);
    return { features: features as Tensor, probabilities: probabilities ?? null };
  } catch (error) {
    features?.dispose();
    probabilities?.dispose();
    throw error;
  }
}

/** @throws TadpoleError where rows are infinite or not numbers, of which no metric can be taken */
function checkFinite({ name }: FeatureNetwork, what: string, rows: Tensor): void {
  const finite = torch.scope(() => Number(rows.isfinite().all(1).sum().item()));
  const count = rows.size(0);
  if (finite === count) return;
  throw new TadpoleError(
    `${name} gives ${what} that are not finite for ${count - finite} of ${count} images`,
    'correct the network, or the range of its input, or take other features',
  );
}

/** The part of another rank in {@link extract}. */
export async function helpExtract(
  network: FeatureNetwork,
  source: ImageSource,
  options: Pick<ExtractOptions, 'batchSize' | 'signal'> = {},
): Promise<void> {
  await inPasses(network, source, options, true, () => {});
}

/**
 * @param shared whether the ranks take passes in turn
 * @param keep is given the rows of each pass, in the order of the images
 */
async function inPasses(
  network: FeatureNetwork,
  source: ImageSource,
  { batchSize = 256, signal }: ExtractOptions,
  shared: boolean,
  keep: (start: number, rows: FeatureSet) => void,
): Promise<void> {
  const { count } = source;
  const ranks = shared ? size : 1;
  const rowsFrom = (start: number): FeatureSet =>
    answerOf(network, partOf(source, start, Math.min(start + batchSize, count)));
  for (let start = 0; start < count; start += ranks * batchSize) {
    await new Promise((resolve) => setImmediate(resolve));
    if (shared) stopTogether(signal);
    else signal?.throwIfAborted();
    torch.scope(() => {
      if (!shared) {
        keep(start, rowsFrom(start));
        return;
      }
      const own = start + rank * batchSize;
      const rows = own < count ? rowsFrom(own) : answerOf(network, partOf(source, count - 1, count));
      for (const [index, found] of gathered(rows, batchSize).entries()) {
        const from = start + index * batchSize;
        if (from < count) keep(from, narrowRows(found, Math.min(batchSize, count - from)));
      }
    });
  }
}

/** @throws the reason of `signal`, on this rank, and {@link StoppedElsewhere} on the others */
function stopTogether(signal: AbortSignal | undefined): void {
  const [stops = false] = anyOf([signal?.aborted ?? false]);
  if (!stops) return;
  signal?.throwIfAborted();
  throw new StoppedElsewhere('another rank was told to stop', 'start it again');
}

function answerOf(network: FeatureNetwork, images: Tensor): FeatureSet {
  const { features, logits } = answersOf(network, toInput(images, network.input, network.device));
  const probabilities = logits && torch.softmax(logits.to('float64'), 1).to('float32');
  return { features, probabilities: probabilities ?? null };
}

/** The rows of all ranks, by rank, each filled up to `most`. */
function gathered({ features, probabilities }: FeatureSet, most: number): FeatureSet[] {
  const whole = probabilities === null ? features : torch.cat([features, probabilities], 1);
  const padded = torch.zeros([most, whole.size(1)], { device: whole.device });
  padded.narrow(0, 0, whole.size(0)).copy_(whole);
  const width = features.size(1);
  return allGather(padded).map((rows) => ({
    features: rows.narrow(1, 0, width),
    probabilities: probabilities === null ? null : rows.narrow(1, width, rows.size(1) - width),
  }));
}

function narrowRows({ features, probabilities }: FeatureSet, count: number): FeatureSet {
  return {
    features: features.narrow(0, 0, count),
    probabilities: probabilities?.narrow(0, 0, count) ?? null,
  };
}

/** Frees what {@link extract} gave. */
export function disposeFeatures({ features, probabilities }: FeatureSet): void {
  features.dispose();
  probabilities?.dispose();
}
