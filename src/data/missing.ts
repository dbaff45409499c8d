// The error of a dataset, or a part of it, that was not found, and that a download can solve.
import { TadpoleError } from '../errors';

/** None of the searched places has the requested images. The hint tells how to get them. */
export class DatasetMissing extends TadpoleError {
  override readonly name: string = 'DatasetMissing';
}
