// Whether networks can be trained at all: each optimizer has parameters of its network, and some are not frozen.
import { UsageError } from '../errors';
import { Optimizer as OptimOptimizer } from '../optim';
import { checkMethods } from '../options';
import type { Tensor } from '../torch';
import type { NetworkName } from './model';
import type { Optimizer } from './optimizers';

/** The parameters of both networks. */
export type Parameters = Readonly<Record<NetworkName, readonly Tensor[]>>;

/** Those of the parameters that are not frozen. */
export function trainable(parameters: readonly Tensor[]): Tensor[] {
  return parameters.filter((parameter) => parameter.requiresGrad);
}

/** @throws UsageError when an optimizer of `optim` holds no parameter of its network */
export function checkOptimizer(name: NetworkName, parameters: readonly Tensor[], optimizer: Optimizer): void {
  const example = 'for example new optim.Adam(network.parameters())';
  checkMethods(`optimizers.${name}`, optimizer, ['step'], 'an optimizer', example);
  if (!(optimizer instanceof OptimOptimizer)) return;
  const own = new Set(parameters);
  const given = optimizer.paramGroups.flatMap((group) => group.params);
  if (given.some((parameter) => own.has(parameter))) return;
  throw new UsageError(
    `optimizers.${name}: expected an optimizer of the ${name}'s parameters, got one with ${given.length} others`,
    'make it from the parameters() of this network, after the last change of its layers',
  );
}

/** @throws UsageError when no parameter of either network requires gradients, so that a step would change nothing */
export function checkNotAllFrozen({ generator, discriminator }: Parameters): void {
  if ([generator, discriminator].some((all) => all.some((parameter) => parameter.requiresGrad))) return;
  throw new UsageError(
    'step: every parameter of both networks is frozen, so there is nothing to train',
    'call requiresGrad_(true) on a network or a layer to train it',
  );
}
