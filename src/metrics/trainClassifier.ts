// Trains a classifier on labelled images: on nine tenths of them, with the rest to measure its accuracy.
import { type Dataset, Loader } from '../data';
import { TadpoleError } from '../errors';
import * as nn from '../nn';
import * as optim from '../optim';
import { type Device, type Generator, type Tensor, torch } from '../torch';
import { Classifier, type ClassifierShape } from './classifier';
import { type ExtractOptions, extract } from './extract';
import { networkOf } from './featureNetwork';
import { choosePositions, sourceOf } from './imageSource';
import { type NetworkInput, toInput } from './networkInput';

/** How a classifier is trained. */
export interface TrainClassifierOptions extends Pick<ExtractOptions, 'progress' | 'signal'> {
  /** Images shown in all; default: each 15 times, but 20 000 to 240 000. */
  shown?: number;
  /** Default 0. */
  seed?: number;
  /** Default `cpu`. */
  device?: Device;
}

/** A trained classifier. */
export interface TrainedClassifier {
  readonly module: Classifier;
  /** Fraction of the held-out images that it classifies correctly. */
  readonly accuracy: number;
}

const EPOCHS = 15;
const LEAST_SHOWN = 20_000;
const MOST_SHOWN = 240_000;
const BATCH = 128;
const RATE = 2e-3;
const WEIGHT_DECAY = 0.01;
const MOST_HELD_OUT = 5000;

/** How many images a classifier of so many is shown by default. */
export function shownOf(count: number): number {
  return Math.min(MOST_SHOWN, Math.max(LEAST_SHOWN, EPOCHS * count));
}

/** Values between -1 and 1, resized with antialiasing. */
export function inputOf({ input }: ClassifierShape): NetworkInput {
  return { shape: input, range: [-1, 1], resize: 'antialias' };
}

/**
 * Adam with decoupled weight decay and a rate that falls to 0 as a cosine; pictures are shifted by a few pixels, and those in
 * colour mirrored half of the time. The event loop gets a turn between steps.
 *
 * @param dataset with labels
 * @throws TadpoleError when there are too few images to hold some out; the reason of `signal` when it is aborted
 */
export async function trainClassifier(
  shape: ClassifierShape,
  { images, labels, source }: Pick<Dataset, 'images' | 'labels' | 'source'>,
  options: TrainClassifierOptions = {},
): Promise<TrainedClassifier> {
  const count = images.size(0);
  const { shown = shownOf(count), seed = 0, device = 'cpu', progress = () => {}, signal } = options;
  const heldOut = Math.min(MOST_HELD_OUT, Math.floor(count / 10));
  if (labels === null || heldOut < 1) {
    throw new TadpoleError(
      `a classifier cannot be trained on the ${count} images of ${source}`,
      'give at least 10 images with classes, or name a feature network with --features',
    );
  }
  const order = choosePositions(count, count, seed);
  const random = new torch.Generator({ seed });
  const module = new Classifier(shape, random).to(device);
  const optimizer = new optim.AdamW(module.parameters(), { lr: RATE, weightDecay: WEIGHT_DECAY });
  const steps = Math.ceil(shown / BATCH);
  const schedule = new optim.lrScheduler.CosineAnnealingLR(optimizer, steps);
  const at = torch.tensor(order.subarray(heldOut), { dtype: 'int64' });
  const training = torch.scope(() => ({
    images: torch.keep(images.indexSelect(0, at)),
    labels: torch.keep(labels.indexSelect(0, at)),
  }));
  const loader = new Loader(training, { batchSize: BATCH, range: [0, 255], seed });
  try {
    for (let step = 1; step <= steps; step += 1) {
      await new Promise((resolve) => setImmediate(resolve));
      signal?.throwIfAborted();
      torch.scope(() => {
        const batch = loader.next();
        const shownImages = vary(toInput(batch.images.to('uint8'), inputOf(shape), device), random);
        const logits = module.classify(module.forward(shownImages));
        optimizer.zeroGrad();
        nn.functional.crossEntropy(logits, (batch.labels as Tensor).to(device)).backward();
        optimizer.step();
        schedule.step();
      });
      progress(Math.min(step * BATCH, shown), shown);
    }
    const held = sourceOf(images, labels, order.subarray(0, heldOut));
    const accuracy = await accuracyOf(module, shape, held, { device, signal }).finally(held.dispose);
    return { module, accuracy };
  } catch (error) {
    module.dispose();
    throw error;
  } finally {
    at.dispose();
    loader.dispose();
    training.images.dispose();
    training.labels.dispose();
    optimizer.dispose();
  }
}

/** The images shifted by up to a fourteenth of their size, and in colour mirrored half of the time. */
function vary(images: Tensor, generator: Generator): Tensor {
  const [, channels, height, width] = images.shape as [number, number, number, number];
  const most = Math.max(1, Math.floor(height / 14));
  const below = (bound: number): number => Number(torch.randint(bound, [1], { generator }).item());
  const padded = torch.pad(images, [most, most, most, most], 'replicate');
  const shifted = padded.narrow(2, below(2 * most + 1), height).narrow(3, below(2 * most + 1), width);
  const mirrors = channels > 1 && below(2) === 1;
  return (mirrors ? shifted.flip([3]) : shifted).contiguous();
}

async function accuracyOf(
  module: Classifier,
  shape: ClassifierShape,
  source: ReturnType<typeof sourceOf>,
  { device, ...options }: Pick<ExtractOptions, 'signal'> & { device: Device },
): Promise<number> {
  const about = { name: 'classifier', size: shape.features, input: inputOf(shape), classes: [], device };
  const { features, probabilities } = await extract(networkOf(module, about), source, options);
  return torch.scope(() => {
    const answers = (probabilities as Tensor).argmax(1).cpu();
    const right = Number(
      answers
        .eq(source.labels as Tensor)
        .sum()
        .item(),
    );
    features.dispose();
    probabilities?.dispose();
    return right / source.count;
  });
}
