// Features of many images, some hundred at a time: the images themselves are never all in memory.
import { checkOptions } from '../options';
import { type Tensor, torch } from '../torch';
import type { FeatureNetwork } from './featureNetwork';
import type { ImageSource } from './imageSource';
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
  checkOptions('extract', options, ['batchSize', 'progress', 'signal']);
  const { batchSize = 256, progress = () => {}, signal } = options;
  const { count } = source;
  let features: Tensor | undefined;
  let probabilities: Tensor | undefined;
  try {
    for (let start = 0; start < count; start += batchSize) {
      await new Promise((resolve) => setImmediate(resolve));
      signal?.throwIfAborted();
      const end = Math.min(start + batchSize, count);
      torch.scope(() => {
        const answers = network.answer(toInput(source.part(start, end), network.input, network.device));
        features ??= torch.keep(torch.empty([count, network.size], { device: network.device }));
        features.narrow(0, start, end - start).copy_(answers.features);
        if (answers.logits === undefined) return;
        const rows = torch.softmax(answers.logits.to('float64'), 1);
        probabilities ??= torch.keep(torch.empty([count, rows.size(1)], { device: network.device }));
        probabilities.narrow(0, start, end - start).copy_(rows);
      });
      progress(end, count);
    }
    return { features: features as Tensor, probabilities: probabilities ?? null };
  } catch (error) {
    features?.dispose();
    probabilities?.dispose();
    throw error;
  }
}

/** Frees what {@link extract} gave. */
export function disposeFeatures({ features, probabilities }: FeatureSet): void {
  features.dispose();
  probabilities?.dispose();
}
