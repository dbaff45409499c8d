// Values that are not finite: the error that ends a training run, and the check of the weights.
import { TadpoleError } from '../errors';
import { torch } from '../torch';
import type { Model } from './model';

/** A loss, a weight or a sample is NaN or infinite. The networks are unusable after that. */
export class NotFiniteError extends TadpoleError {
  override readonly name = 'NotFiniteError';

  /**
   * @param what what is not finite, such as `dLoss is NaN`
   * @param step the step after which it was found; absent where only the caller counts steps
   */
  constructor(
    readonly what: string,
    readonly step?: number,
  ) {
    super(
      `training broke down: ${what}`,
      'try a lower learning rate (--lr) or another --seed, and check that the images are in the value range',
    );
  }
}

/**
 * @param step for the error
 * @throws NotFiniteError when a weight of one of the networks is not finite
 */
export function requireFiniteWeights(
  { generator, discriminator }: Pick<Model, 'generator' | 'discriminator'>,
  step?: number,
): void {
  const networks = { generator, discriminator };
  for (const [name, network] of Object.entries(networks)) {
    const finite = torch.scope(() => {
      const checks = network.parameters().map((parameter) => parameter.detach().isfinite().all());
      return checks.length === 0 || torch.stack(checks).all().item();
    });
    if (!finite) throw new NotFiniteError(`weights of the ${name} are not finite`, step);
  }
}
