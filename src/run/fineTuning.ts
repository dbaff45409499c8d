// Fine-tuning: a run that starts from the weights of another one, where name and shape match.
import { UsageError } from '../errors';
import type { Trainer } from '../gan';
import { type Tensor, torch } from '../torch';
import { loadLatestCheckpoint } from './checkpoint';
import { RunFolder } from './folder';

/** Where the initial weights of a run come from. */
export interface Origin {
  /** The absolute path of the other run. */
  readonly run: string;
  /** The step of its checkpoint. */
  readonly step: number;
}

/** The networks of another run. */
interface Learned extends Origin {
  readonly networks: Readonly<Record<Network, Weights | undefined>>;
}

type Network = 'generator' | 'discriminator' | 'average';
type Weights = Readonly<Record<string, Tensor>>;

const NETWORKS: readonly Network[] = ['generator', 'discriminator', 'average'];

// The most names of tensors that were not copied to list.
const NAMED = 4;

/**
 * Copies the weights of another run's newest checkpoint into a trainer's networks where name and shape match; all other weights
 * stay as they are. A moving average starts from that of the other run, or from its generator where it has none.
 *
 * @returns where they come from, and a line that sums up what was copied
 * @throws UsageError when there is no run, it has no checkpoint, or nothing fits; TadpoleError when none can be read
 */
export function startFrom(trainer: Trainer, root: string): { origin: Origin; summary: string } {
  return torch.scope(() => {
    const { run, step, networks } = readLearned(root);
    const { generator, discriminator, average } = trainer;
    const taken = [
      copyMatching('generator', generator.stateDict(), networks.generator),
      copyMatching('discriminator', discriminator.stateDict(), networks.discriminator),
    ];
    if (taken.every(({ matching }) => matching === 0)) {
      throw new UsageError(
        `no weight of ${root} has the name and the shape of one of this recipe's networks`,
        'start from a run of the same recipe, or of one with the same layers',
      );
    }
    if (average) {
      copyMatching('average', average.network.stateDict(), networks.average ?? networks.generator);
    }
    return { origin: { run, step }, summary: `weights of ${root}, step ${step}: ${inWords(taken)}` };
  });
}

function readLearned(root: string): Learned {
  const folder = RunFolder.open(root);
  const learned = loadLatestCheckpoint(folder.checkpoints, {
    restore: (state) => ({ run: folder.root, ...networksOf(state) }),
  });
  if (learned) return learned;
  throw new UsageError(
    `${root} has no checkpoint to take weights from`,
    'name a run that has trained up to its first checkpoint',
  );
}

/** What was copied into a network, and the names of what was not. */
interface Taken {
  name: Network;
  matching: number;
  others: string[];
}

function copyMatching(name: Network, own: Record<string, Tensor>, saved: Weights = {}): Taken {
  const fits = (key: string): boolean => {
    const value = Object.hasOwn(saved, key) ? saved[key] : undefined;
    return value?.shape.join() === own[key]?.shape.join();
  };
  const keys = Object.keys(own);
  const matching = keys.filter(fits);
  torch.noGrad(() => {
    for (const key of matching) own[key]?.copy_(saved[key] as Tensor);
  });
  const others = keys.filter((key) => !fits(key)).map((key) => `${name}.${key}`);
  return { name, matching: matching.length, others };
}

function inWords(taken: readonly Taken[]): string {
  const parts = taken.map(({ name, matching, others }) =>
    others.length === 0
      ? `all of the ${name}`
      : `${matching} of ${matching + others.length} tensors of the ${name}`,
  );
  const names = taken.flatMap(({ others }) => others);
  if (names.length === 0) return parts.join(', ');
  const named = names.slice(0, NAMED).join(', ');
  const anew = names.length > NAMED ? `${named} and ${names.length - NAMED} more` : named;
  return `${parts.join(', ')}; initialized anew: ${anew}`;
}

/** @throws Error when it is not the state of a run */
function networksOf(state: unknown): Omit<Learned, 'run'> {
  const trainer = recordOf(recordOf(state).trainer);
  const step = recordOf(trainer.progress).step;
  const networks = Object.fromEntries(
    NETWORKS.map((name) => [name, trainer[name] === undefined ? undefined : weightsOf(trainer[name])]),
  ) as Record<Network, Weights | undefined>;
  if (!networks.generator || !networks.discriminator || typeof step !== 'number') {
    throw new Error('it does not hold the networks of a run');
  }
  return { step, networks };
}

function weightsOf(value: unknown): Weights {
  const weights = recordOf(value);
  if (Object.values(weights).every((weight) => weight instanceof torch.Tensor)) return weights as Weights;
  throw new Error('its networks hold values that are not tensors');
}

function recordOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
