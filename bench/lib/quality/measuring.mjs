// How good a generator is, by several feature networks, so that no recipe is tuned to one of them.
import { metrics } from 'tadpole';

const METRICS = ['fid', 'rfid', 'precision', 'recall', 'density', 'coverage', 'memorisation'];

/**
 * The classifier that Tadpole trains on labelled pictures, a network with random weights, and a TorchScript file where one is named.
 * @param {import('tadpole').data.Dataset} labelled
 * @param {string} [file]
 */
export async function networksFor(labelled, file) {
  const log = (line) => console.error(line);
  const networks = { classifier: await metrics.classifierFeatures(labelled, { log }) };
  console.error(
    `the classifier is right on ${(100 * networks.classifier.accuracy).toFixed(1)} % of held-out pictures`,
  );
  networks.random = metrics.randomFeatures(labelled.images.shape.slice(1));
  if (file !== undefined) networks[file] = metrics.scriptFeatures(file);
  return networks;
}

/**
 * Numbers by the name of the network, then of the metric.
 * @param {import('tadpole').gan.SavedGenerator} generator
 */
export async function measured(generator, networks, { count, reals, heldOut, control }) {
  const found = {};
  for (const [name, network] of Object.entries(networks)) {
    const samples = metrics.samplesOf(generator, { count, range: generator.valueRange, seed: 0 });
    const names = network.classes.length > 0 ? [...METRICS, 'classes'] : METRICS;
    const { values } = await metrics.evaluate({ network, samples, reals, heldOut, control, metrics: names });
    const wide = await withinFifth(network, samples, reals);
    samples.dispose();
    const classes = values.classes;
    found[name] = {
      fid: values.fid,
      rfid: values.rfid.value,
      floor: values.rfid.floor,
      control: values.rfid.control,
      precision: values.precision,
      recall: values.recall,
      ...wide,
      density: values.density,
      coverage: values.coverage,
      memorisation: values.memorisation.ratio,
      ...(classes ? { classKl: classes.kl } : {}),
      ...(classes?.accuracy ? { classAccuracy: mean(classes.accuracy) } : {}),
    };
  }
  return found;
}

/** Precision and recall where images reach to their 5th neighbour, as in PRDC, against the first real images. */
async function withinFifth(network, samples, { images }) {
  const first = metrics.sourceOf(images.narrow(0, 0, Math.min(samples.count, images.size(0))));
  const [drawn, real] = [await metrics.extract(network, samples), await metrics.extract(network, first)];
  const { precision, recall } = metrics.precisionRecall(real.features, drawn.features, { k: 5 });
  for (const set of [drawn, real]) metrics.disposeFeatures(set);
  return { precision5: precision, recall5: recall };
}

function mean(values) {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
