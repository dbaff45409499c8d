// Whether networks can be trained at all: each optimizer has parameters of its network, and not all is frozen.
import { UsageError } from '../errors';
import type { Module } from '../nn';
import { Optimizer as OptimOptimizer } from '../optim';
import type { Tensor } from '../torch';
import type { Model, NetworkName } from './model';
import type { Optimizer } from './optimizers';

/** The parameters of a network that are not frozen. */
export function trainable(network: Module): Tensor[] {
  return network.parameters().filter((parameter) => parameter.requiresGrad);
}

/** @throws UsageError when an optimizer of `optim` holds no parameter of its network */
export function checkOptimizer(name: NetworkName, network: Module, optimizer: Optimizer): void {
  if (!(optimizer instanceof OptimOptimizer)) return;
  const own = new Set(network.parameters());
  const given = optimizer.paramGroups.flatMap((group) => group.params);
  if (given.some((parameter) => own.has(parameter))) return;
  throw new UsageError(
    `optimizers.${name}: expected an optimizer of the ${name}'s parameters, got one with ${given.length} others`,
    'make it from the parameters() of this network, after the last change of its layers',
  );
}

/** @throws UsageError when no parameter of either network requires gradients, so that a step would change nothing */
export function checkNotAllFrozen({ generator, discriminator }: Model): void {
  if ([generator, discriminator].some((network) => network.parameters().some((one) => one.requiresGrad)))
    return;
  throw new UsageError(
    'step: every parameter of both networks is frozen, so there is nothing to train',
    'requiresGrad_(true) on a network or a layer lets it learn',
  );
}
