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

/** @throws UsageError when an optimizer of `optim` holds no parameter of its network, or some of the other one */
export function checkOptimizer(name: NetworkName, parameters: Parameters, optimizer: Optimizer): void {
  const example = 'for example new optim.Adam(network.parameters())';
  checkMethods(`optimizers.${name}`, optimizer, ['step'], 'an optimizer', example);
  if (!(optimizer instanceof OptimOptimizer)) return;
  const own = new Set(parameters[name]);
  const given = optimizer.paramGroups.flatMap((group) => group.params);
  const other: NetworkName = name === 'generator' ? 'discriminator' : 'generator';
  const foreign = given.filter((parameter) => parameters[other].includes(parameter) && !own.has(parameter));
  if (given.some((parameter) => own.has(parameter))) {
    if (foreign.length === 0) return;
    throw new UsageError(
      `optimizers.${name}: expected parameters of the ${name} alone, got ${foreign.length} of the ${other} beside them`,
      'make one optimizer for each network: both would update these parameters with the same gradients',
    );
  }
  throw new UsageError(
    `optimizers.${name}: expected an optimizer of the ${name}'s parameters, got one with ${given.length} others`,
    'make it from the parameters() of this network, after the last change of its layers',
  );
}

/** @throws UsageError when the same object is given for both networks */
export function checkApart(what: string, given: Readonly<Record<NetworkName, object>>, kind: string): void {
  if (given.generator !== given.discriminator) return;
  throw new UsageError(
    `${what}: expected ${kind} for each of generator and discriminator, got the same for both`,
    `make ${kind} of its own for each`,
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
