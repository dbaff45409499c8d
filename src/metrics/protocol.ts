// The protocol of a measurement: what must be equal for two results to be comparable.
import { TadpoleError } from '../errors';
import type { NetworkInput } from './networkInput';

/** Everything besides the images that a result depends on. */
export interface Protocol {
  readonly features: {
    readonly name: string;
    readonly hash: string;
    /** Features per image. */
    readonly size: number;
    /** What the network is shown, and the filter that brings other images to it. */
    readonly input: NetworkInput;
  };
  /** Samples. */
  readonly samples: number;
  readonly reals: {
    readonly name: string;
    /** Where they were found; older results do not say it. */
    readonly source?: string;
    /** Checksum of all images that they were chosen from. */
    readonly crc32: string;
    /** How many samples are compared with, and among how many the nearest training image is looked for. */
    readonly compared: number;
    readonly searched: number;
    /** Real images that the nearest training image is looked for besides; 0: each training image beside the others. */
    readonly heldOut: number;
    /** Channels, height and width of real images and samples alike. */
    readonly shape: readonly number[];
  };
  /** Constants of the metrics. */
  readonly constants: Readonly<Record<string, number | string>>;
  /** Of latents, and of everything that is chosen at random. */
  readonly seed: number;
}

// For people: what counts is the hash and the checksum.
const UNCOMPARED = new Set(['features.name', 'reals.name', 'reals.source']);

// What memorisation alone depends on.
const OF_MEMORISATION = new Set(['reals.searched', 'reals.heldOut']);

/** Two results were not taken in the same way. */
export class ProtocolMismatch extends TadpoleError {
  override readonly name: string = 'ProtocolMismatch';
}

/**
 * Results of other metrics can be compared in those that both have.
 *
 * @throws ProtocolMismatch that names everything that differs
 */
export function requireSameProtocol(first: Protocol, second: Protocol): void {
  const [before, now] = [first, second].map((protocol) => new Map(flatten('', protocol))) as [
    Map<string, string>,
    Map<string, string>,
  ];
  const haveSearched = [first, second].every(({ reals }) => reals?.searched > 0);
  const counts = (key: string): boolean =>
    !UNCOMPARED.has(key) && (haveSearched || !OF_MEMORISATION.has(key));
  const differing = [...new Set([...before.keys(), ...now.keys()])].filter(
    (key) => counts(key) && before.get(key) !== now.get(key),
  );
  if (differing.length === 0) return;
  const list = differing.map((key) => `${key} (${before.get(key) ?? 'none'} and ${now.get(key) ?? 'none'})`);
  throw new ProtocolMismatch(
    `the results were not taken in the same way, so they cannot be compared; these differ: ${list.join(', ')}`,
    'evaluate both with the same features, data, counts and seed',
  );
}

function flatten(place: string, value: unknown): [string, string][] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [[place, String(value)]];
  return Object.entries(value).flatMap(([key, item]) =>
    flatten(place === '' ? key : `${place}.${key}`, item),
  );
}
