// The classifier of a labelled data set as its feature network: trained once, then read from the cache.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { checkDataset, checksum, type Dataset } from '../data';
import { TadpoleError } from '../errors';
import { cacheFolder, makeFolder } from '../io';
import { torch } from '../torch';
import { Classifier, type ClassifierShape, classifierFor } from './classifier';
import { type FeatureNetwork, hashOf, hashOfValue, networkOf } from './featureNetwork';
import { inputOf, shownOf, type TrainClassifierOptions, trainClassifier } from './trainClassifier';

/** A feature network that Tadpole trained itself. */
export interface ClassifierNetwork extends FeatureNetwork {
  /** Fraction of held-out images that it classifies correctly. */
  readonly accuracy: number;
}

/** How the classifier is obtained. */
export interface ClassifierFeaturesOptions extends TrainClassifierOptions {
  /** Told how many features there are per image before anything is trained; what it throws ends the work. */
  sized?: (size: number) => void;
  /** Told in one line when training begins and ends, and which file holds the classifier. */
  log?: (line: string) => void;
  /** Default: that of {@link cacheFolder}. */
  folder?: string;
}

// Of the network and how it is trained: another one does not fit files of an earlier one.
const VERSION = 1;

/**
 * The feature network for a data set with classes. It is trained when the cache has none that was trained in the same way on the
 * same images; that takes minutes on two CPU cores.
 *
 * @throws TadpoleError when the data has no two classes; the reason of `signal` when it is aborted
 */
export async function classifierFeatures(
  dataset: Dataset,
  options: ClassifierFeaturesOptions = {},
): Promise<ClassifierNetwork> {
  checkDataset('classifierFeatures', 'dataset', dataset);
  const { labels, classes, source, images } = dataset;
  if (labels === null || classes.length < 2) {
    throw new TadpoleError(
      `a classifier needs images of two classes or more; those of ${source} have ${classes.length || 'none'}`,
      'name another feature network with --features: random, inception, or a TorchScript file',
    );
  }
  const { seed = 0, device = 'cpu', folder = cacheFolder('classifiers') } = options;
  const { shown = shownOf(images.size(0)), sized = () => {} } = options;
  const shape = classifierFor(images.shape.slice(1) as [number, number, number], classes.length);
  sized(shape.features);
  const key = hashOfValue({
    version: VERSION,
    shape,
    shown,
    seed,
    classes,
    images: checksum(dataset),
    labels: hashOf({ labels }),
  });
  const file = path.join(folder, `${dataset.name}-${key}.safetensors`);
  const known = existsSync(file) ? read(file, shape) : undefined;
  const { module, accuracy } = known ?? (await trained(file, shape, dataset, options));
  const network = networkOf(module, {
    name: `classifier of ${dataset.name}`,
    size: shape.features,
    input: inputOf(shape),
    classes,
    device,
  });
  return { ...network, accuracy };
}

/** The classifier in a file; undefined when it is damaged, so that another is trained in its place. */
function read(file: string, shape: ClassifierShape): { module: Classifier; accuracy: number } | undefined {
  // The weights are read; drawing them from the device's generator would change what is drawn from it later.
  const module = new Classifier(shape, new torch.Generator());
  try {
    const accuracy = Number(torch.describeFile(file).metadata.accuracy);
    if (!(accuracy >= 0)) throw new Error('no accuracy');
    torch.scope(() => module.loadStateDict(torch.load(file)));
    return { module, accuracy };
  } catch {
    module.dispose();
    return undefined;
  }
}

async function trained(
  file: string,
  shape: ClassifierShape,
  dataset: Dataset,
  { log = () => {}, ...options }: ClassifierFeaturesOptions,
): Promise<{ module: Classifier; accuracy: number }> {
  makeFolder(path.dirname(file));
  log(`training a classifier of ${dataset.name} for its features, once`);
  const { module, accuracy } = await trainClassifier(shape, dataset, options);
  torch.save(module.stateDict(), file, { metadata: { accuracy: String(accuracy) } });
  log(`it classifies ${(100 * accuracy).toFixed(1)} % of held-out images correctly; kept in ${file}`);
  return { module, accuracy };
}
