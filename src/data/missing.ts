// The error of a dataset, or a part of it, that is nowhere: the one that a download can mend.
import { TadpoleError } from '../errors';

/** No place that was looked in holds the images that were asked for. The hint says how to get them. */
export class DatasetMissing extends TadpoleError {
  override readonly name: string = 'DatasetMissing';
}
