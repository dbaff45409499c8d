// The report of an evaluation: a line per number, the classes in a table, two results side by side.
import { type Comparison, type Evaluation, type MetricValues, scoresOf } from '../metrics';

const NAME_WIDTH = 14;

/** The lines that describe how it was measured. */
export function protocolLines({ protocol }: Evaluation): string[] {
  const { features, samples, reals, seed } = protocol;
  const [channels, height, width] = features.input.shape;
  const searched = reals.searched > 0 ? `, nearest of ${reals.searched}` : '';
  const data = reals.name === 'pictures' ? reals.source : reals.name;
  const beside = reals.heldOut > 0 ? ` beside ${reals.heldOut} held out` : '';
  return [
    `${samples} samples against ${reals.compared} images of ${data}${searched}${beside}; seed ${seed}`,
    `features: ${features.name} (${features.hash}), ${features.size} per image of ${channels} x ${height} x ${width}, resized ${features.input.resize}`,
  ];
}

/** The numbers, and the classes where there are some. */
export function valueLines(values: MetricValues): string[] {
  const notes: Partial<Record<string, string>> = {
    rfid:
      values.rfid &&
      `other reals have FID ${shown(values.rfid.floor)}, the control ${shown(values.rfid.control)}`,
    kid: values.kid && `+- ${shown(values.kid.std)}`,
    is: values.is && `+- ${shown(values.is.std)}`,
    memorisation:
      values.memorisation &&
      `nearest training image at ${shown(values.memorisation.samples)}, of new real images at ${shown(values.memorisation.heldOut)}`,
  };
  const lines = scoresOf(values).map(({ name, value }) => {
    const note = notes[name];
    return `${name.padEnd(NAME_WIDTH)}${shown(value).padEnd(10)}${note ? `  ${note}` : ''}`.trimEnd();
  });
  return [...lines, ...undefinedLines(values), ...classLines(values)];
}

/** What was asked for and is no number, with the reason. */
function undefinedLines({ classes, memorisation }: MetricValues): string[] {
  const reasons: [name: string, reason: string | false | undefined][] = [
    [
      'classKl',
      classes && !Number.isFinite(classes.kl) && 'infinite: samples are of classes that no real image is of',
    ],
    [
      'memorisation',
      memorisation?.ratio === null &&
        `not defined: all real images have duplicates among the training images; nearest one to samples at ${shown(memorisation.samples)}`,
    ],
  ];
  return reasons.flatMap(([name, reason]) => (reason ? [`${name.padEnd(NAME_WIDTH)}${reason}`] : []));
}

function classLines({ classes }: MetricValues): string[] {
  if (!classes) return [];
  const { names, histogram, dataShares, accuracy } = classes;
  const count = histogram.reduce((sum, samples) => sum + samples, 0);
  const width = Math.max(NAME_WIDTH, ...names.map((name) => name.length + 2));
  const head = `${'class'.padEnd(width)}samples   data${accuracy ? '      right' : ''}`;
  const rows = names.map((name, index) => {
    const cells = [percent((histogram[index] as number) / count), percent(dataShares[index] as number)];
    if (accuracy) cells.push(percent(accuracy[index] as number));
    return `${name.padEnd(width)}${cells.map((cell) => cell.padEnd(10)).join('')}`.trimEnd();
  });
  return ['', head, ...rows];
}

/** Two results side by side. */
export function comparisonLines(comparisons: readonly Comparison[], other: string): string[] {
  const head = `${''.padEnd(NAME_WIDTH)}${'this'.padEnd(12)}${other}`;
  const rows = comparisons.map(({ name, value, other: second, better }) => {
    const isBetter = better === 'lower' ? value < second : value > second;
    const word = value === second ? 'equal' : isBetter ? 'better' : 'worse';
    return `${name.padEnd(NAME_WIDTH)}${shown(value).padEnd(12)}${shown(second).padEnd(12)}${word}`;
  });
  return ['', head, ...rows];
}

/** Four digits. */
function shown(value: number): string {
  if (value === 0 || !Number.isFinite(value)) return String(value);
  const size = Math.abs(value);
  return size >= 1e-3 && size < 1e6 ? String(Number(value.toPrecision(4))) : value.toExponential(2);
}

function percent(share: number): string {
  return Number.isNaN(share) ? '-' : `${(100 * share).toFixed(1)} %`;
}
