// The metrics by name, and what each needs.
import { UsageError } from '../errors';
import { didYouMean } from '../suggest';

/** What a metric tells, in a line, and what it needs besides features. */
interface MetricFacts {
  readonly about: string;
  /** It needs a network that also classifies. */
  readonly classifier?: true;
}

/** Every metric that {@link evaluate} knows. */
export const METRICS = {
  fid: { about: 'Frechet distance of features' },
  rfid: { about: 'FID between that of other real images (0) and that of noise (1)' },
  kid: { about: 'kernel distance of features, with its spread' },
  precision: { about: 'fraction of samples that look real' },
  recall: { about: 'fraction of real images that samples reach' },
  density: { about: 'real images around a sample, compared with those around a real image' },
  coverage: { about: 'fraction of real images with a sample beside them' },
  is: { about: 'inception score: how sure and how varied the answers of a classifier are', classifier: true },
  classes: {
    about: 'class histogram, its KL to the data, fraction of confident answers, accuracy',
    classifier: true,
  },
  memorisation: { about: 'distance to the nearest training image over that of new real images' },
} as const satisfies Record<string, MetricFacts>;

export type MetricName = keyof typeof METRICS;

/** All names, in the order in which results are shown. */
export const METRIC_NAMES = Object.keys(METRICS) as MetricName[];

/** @throws UsageError that says `owner` and the near name, for a name that no metric has */
export function checkMetricNames(owner: string, names: readonly string[]): asserts names is MetricName[] {
  const unknown = names.find((name) => !Object.hasOwn(METRICS, name));
  if (unknown === undefined) return;
  throw new UsageError(
    `${owner}: there is no metric '${unknown}'${didYouMean(unknown, METRIC_NAMES)}`,
    `there are ${METRIC_NAMES.join(', ')}`,
  );
}

/**
 * The metrics to take.
 *
 * @param names what was asked for; default: all that the network allows but `rfid`, which needs more real images
 * @param classifies whether the network also classifies
 * @param hasClasses whether the names of its classes are known
 * @throws UsageError for an unknown name, and for one that the network cannot serve
 */
export function chooseMetrics(
  names: readonly string[] | undefined,
  classifies: boolean,
  hasClasses: boolean,
): readonly MetricName[] {
  const serves = (name: MetricName): boolean => {
    if (name === 'classes') return classifies && hasClasses;
    return classifies || !('classifier' in METRICS[name]);
  };
  if (names === undefined) return METRIC_NAMES.filter((name) => name !== 'rfid' && serves(name));
  if (names.length === 0) {
    throw new UsageError(
      'metrics: expected at least one name, got none',
      `there are ${METRIC_NAMES.join(', ')}`,
    );
  }
  checkMetricNames('metrics', names);
  const unserved = names.find((name) => !serves(name));
  if (unserved !== undefined) {
    throw new UsageError(
      `metrics: '${unserved}' needs a feature network that classifies, into classes with names`,
      'leave it out, or take features of a classifier',
    );
  }
  return METRIC_NAMES.filter((name) => names.includes(name));
}
