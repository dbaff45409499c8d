// A feature network on every rank of a group.
import { exchange, fromFirst, rank } from '../dist';
import { TadpoleError } from '../errors';
import { StoppedElsewhere } from './extract';
import type { FeatureNetwork } from './featureNetwork';

/** What {@link openTogether} has opened on this rank. */
export interface OpenedTogether {
  /** Undefined where only this rank could not open it, for `failure`. */
  readonly network: FeatureNetwork | undefined;
  readonly failure: unknown;
  /** Whether all ranks have the same network. */
  readonly isSame: boolean;
}

/**
 * Opens a network on rank 0 first, which may train or download it and keep it in the cache, then on the others. These do not get the same
 * one for want of the cache or of the same kernels. All ranks call it.
 *
 * @throws on all ranks, where rank 0 cannot open it
 */
export async function openTogether(open: () => Promise<FeatureNetwork>): Promise<OpenedTogether> {
  let failure: unknown;
  const tried = (): Promise<FeatureNetwork | undefined> =>
    open().catch((error: unknown) => {
      failure = error;
      return undefined;
    });
  const first = rank === 0 ? await tried() : undefined;
  const said = failure instanceof TadpoleError ? [failure.problem, failure.hint] : [];
  const failed = fromFirst(failure === undefined ? null : said);
  if (failed !== null) {
    if (rank === 0) throw failure;
    const [problem, hint] = failed;
    throw problem === undefined
      ? new StoppedElsewhere('rank 0 has stopped')
      : new TadpoleError(problem, hint);
  }
  const network = first ?? (await tried());
  const hashes = exchange(network?.hash ?? null);
  return { network, failure, isSame: hashes.every((hash) => hash === hashes[0]) };
}
