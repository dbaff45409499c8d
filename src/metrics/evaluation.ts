// What an evaluation gives: the metrics that were asked for, and how they were taken.
import { describeValue, isPlainObject } from '../options';
import type { ClassReport } from './classes';
import type { Memorisation } from './memorisation';
import { type Protocol, requireSameProtocol } from './protocol';
import type { Spread } from './spread';

/** A class report with what its numbers stand for. */
export interface ClassValues extends ClassReport {
  readonly names: readonly string[];
  /** How often each class occurs in the data, as fractions with the sum 1. */
  readonly dataShares: readonly number[];
}

/** The metrics that were taken. */
export interface MetricValues {
  fid?: number;
  rfid?: { value: number; floor: number; control: number };
  kid?: Spread;
  precision?: number;
  recall?: number;
  density?: number;
  coverage?: number;
  is?: Spread;
  classes?: ClassValues;
  memorisation?: Memorisation;
}

/** Metrics and their protocol, as plain JSON. */
export interface Evaluation {
  readonly values: MetricValues;
  readonly protocol: Protocol;
}

/** One number of an evaluation by its name, with the direction that is better. */
export interface Score {
  readonly name: string;
  readonly value: number;
  readonly better: 'lower' | 'higher';
}

/** The single numbers of an evaluation, in the order in which they are shown; without those that are not defined, or infinite. */
export function scoresOf({
  fid,
  rfid,
  kid,
  precision,
  recall,
  density,
  coverage,
  is,
  classes,
  memorisation,
}: MetricValues): Score[] {
  // Results that were read from JSON have null for what is no number.
  const accuracy = classes?.accuracy?.filter(Number.isFinite);
  const all: [name: string, value: number | null | undefined, better: Score['better']][] = [
    ['fid', fid, 'lower'],
    ['rfid', rfid?.value, 'lower'],
    ['kid', kid?.mean, 'lower'],
    ['precision', precision, 'higher'],
    ['recall', recall, 'higher'],
    ['density', density, 'higher'],
    ['coverage', coverage, 'higher'],
    ['is', is?.mean, 'higher'],
    ['classKl', classes?.kl, 'lower'],
    ['confident', classes?.confident, 'higher'],
    [
      'classAccuracy',
      accuracy && accuracy.reduce((sum, share) => sum + share, 0) / accuracy.length,
      'higher',
    ],
    ['memorisation', memorisation?.ratio, 'higher'],
  ];
  return all.flatMap(([name, value, better]) => {
    return typeof value === 'number' && Number.isFinite(value) ? [{ name, value, better }] : [];
  });
}

/** Whether `value` has the parts of an evaluation, as JSON may hold anything. */
export function isEvaluation(value: unknown): value is Evaluation {
  return isPlainObject(value) && isPlainObject(value.values) && isPlainObject(value.protocol);
}

/** @throws TypeError unless `value` is an evaluation */
export function checkEvaluation(owner: string, argument: string, value: unknown): void {
  if (isEvaluation(value)) return;
  throw new TypeError(
    `${owner}: argument '${argument}' must be a result of metrics.evaluate, got ${describeValue(value)}`,
  );
}

/** One number of two evaluations. */
export interface Comparison extends Score {
  /** The number of the second evaluation; `value` is that of the first. */
  readonly other: number;
}

/**
 * The numbers that both evaluations have.
 *
 * @throws ProtocolMismatch that names what differs, when they were not taken in the same way
 */
export function compare(first: Evaluation, second: Evaluation): Comparison[] {
  checkEvaluation('compare', 'first', first);
  checkEvaluation('compare', 'second', second);
  requireSameProtocol(first.protocol, second.protocol);
  const others = new Map(scoresOf(second.values).map(({ name, value }) => [name, value]));
  return scoresOf(first.values).flatMap((score) => {
    const other = others.get(score.name);
    return other === undefined ? [] : [{ ...score, other }];
  });
}
