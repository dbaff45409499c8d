// Whether a pair of networks can be trained at all: each optimiser has parameters of its network, and not all is frozen.
import { UsageError } from '../errors';
import { Optimizer } from '../optim';
import type { Player } from './updates';

/** @throws UsageError when the optimiser of `optim` holds no parameter of the player's network */
export function checkOptimizer(name: string, { optimizer, parameters }: Player): void {
  if (!(optimizer instanceof Optimizer)) return;
  const own = new Set(parameters);
  const given = optimizer.paramGroups.flatMap((group) => group.params);
  if (given.some((parameter) => own.has(parameter))) return;
  throw new UsageError(
    `${name}: expected an optimiser of the network's parameters, got one with ${given.length} others`,
    'make it from the parameters() of this network, after the last change of its layers',
  );
}

/** @throws UsageError when no parameter of any player requires gradients, so that a step would change nothing */
export function checkNotAllFrozen(players: readonly Player[]): void {
  const trains = (player: Player) => player.parameters.some((parameter) => parameter.requiresGrad);
  if (players.some(trains)) return;
  throw new UsageError(
    'step: every parameter of both networks is frozen, so there is nothing to train',
    'requiresGrad_(true) on a network or a layer lets it learn',
  );
}
