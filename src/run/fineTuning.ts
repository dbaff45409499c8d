// Fine-tuning: a run that starts from the weights of another one, where name and shape match.
import { positionOfClass } from '../className';
import { UsageError } from '../errors';
import { networks as parts, type Trainer } from '../gan';
import { listed } from '../listed';
import { Embedding, type Module } from '../nn';
import { type Tensor, torch } from '../torch';
import { loadLatestCheckpoint } from './checkpoint';
import { readConfig } from './config';
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
  /** Names of its classes; none where they are unknown. */
  readonly classes: readonly string[];
  readonly networks: Readonly<Record<Network, Weights | undefined>>;
}

type Network = 'generator' | 'discriminator' | 'average';
type Weights = Readonly<Record<string, Tensor>>;

const NETWORKS: readonly Network[] = ['generator', 'discriminator', 'average'];

// The most names of tensors that were not copied to list, and of classes.
const NAMED = 4;

/**
 * Copies the weights of another run's newest checkpoint into a trainer's networks where name and shape match; all other weights
 * stay as they are. A moving average starts from that of the other run, or from its generator where it has none.
 *
 * An embedding has a row per class, which is that of the class of the same name, wherever it stands there. Whether the generator
 * draws the class itself makes no difference.
 *
 * @param classes names of the classes of the images that are trained on; none where there are none
 * @returns where they come from, and a line that sums up what was copied
 * @throws UsageError when there is no run, it has no checkpoint, or nothing fits; TadpoleError when none can be read
 */
export function startFrom(
  trainer: Trainer,
  root: string,
  classes: readonly string[],
): { origin: Origin; summary: string } {
  return torch.scope(() => {
    const { run, step, networks, classes: known } = readLearned(root);
    const { generator, discriminator, average } = trainer;
    const both = compareClasses(classes, known);
    const taken = [
      copyMatching('generator', generator, networks.generator, both),
      copyMatching('discriminator', discriminator, networks.discriminator, both),
    ];
    if (taken.every(({ matching }) => matching === 0)) {
      throw new UsageError(
        `no weight of ${root} has the name and the shape of one of this recipe's networks`,
        'start from a run of the same recipe, or of one with the same layers',
      );
    }
    if (average) {
      copyMatching('average', average.network, networks.average ?? networks.generator, both);
    }
    const words = [inWords(taken), ...classesInWords(both, taken)].join('; ');
    return { origin: { run, step }, summary: `weights of ${root}, step ${step}: ${words}` };
  });
}

/** Names of the classes of a run and of the one that it starts from. */
interface Classes {
  readonly own: readonly string[];
  readonly other: readonly string[];
  /** The positions of those that both know. */
  readonly common: readonly { readonly own: number; readonly other: number }[];
}

function compareClasses(own: readonly string[], other: readonly string[]): Classes {
  const positions = own.map((name, position) => ({ own: position, other: positionOfClass(other, name) }));
  return { own, other, common: positions.filter((found) => found.other >= 0) };
}

function readLearned(root: string): Learned {
  const folder = RunFolder.open(root);
  const { classes = [] } = readConfig(folder.config).data;
  const learned = loadLatestCheckpoint(folder.checkpoints, {
    restore: (state) => ({ run: folder.root, classes, ...networksOf(state) }),
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
  /** Whether it has rows of classes, which go by their names. */
  byName: boolean;
}

function copyMatching(name: Network, whole: Module, saved: Weights = {}, classes: Classes): Taken {
  const network = whole instanceof parts.DrawnClassGenerator ? whole.network : whole;
  const own = network.stateDict();
  const keys = Object.keys(own);
  const find = (key: string): Tensor | undefined =>
    [key, `network.${key}`].flatMap((known) => (Object.hasOwn(saved, known) ? [saved[known]] : []))[0];
  const tables = embeddingsOf(network).filter(
    (key) =>
      own[key]?.size(0) === classes.own.length &&
      find(key)?.size(0) === classes.other.length &&
      find(key)?.shape.slice(1).join() === own[key]?.shape.slice(1).join(),
  );
  const fits = (key: string): boolean =>
    tables.includes(key) ? classes.common.length > 0 : find(key)?.shape.join() === own[key]?.shape.join();
  const matching = keys.filter(fits);
  torch.noGrad(() => {
    for (const key of matching) {
      const [to, from] = [own[key] as Tensor, find(key) as Tensor];
      if (!tables.includes(key)) to.copy_(from);
      else for (const at of classes.common) to.select(0, at.own).copy_(from.select(0, at.other));
    }
  });
  const others = keys.filter((key) => !fits(key)).map((key) => `${name}.${key}`);
  return { name, matching: matching.length, others, byName: tables.length > 0 };
}

/** The names of a network's tables. */
function embeddingsOf(network: Module): string[] {
  return network
    .namedModules()
    .flatMap(([name, module]) =>
      module instanceof Embedding ? [name === '' ? 'weight' : `${name}.weight`] : [],
    );
}

function inWords(taken: readonly Taken[]): string {
  const words = taken.map(({ name, matching, others }) =>
    others.length === 0
      ? `all of the ${name}`
      : `${matching} of ${matching + others.length} tensors of the ${name}`,
  );
  const anew = taken.flatMap(({ others }) => others);
  return anew.length === 0
    ? words.join(', ')
    : `${words.join(', ')}; initialized anew: ${listed(anew, NAMED)}`;
}

/** Which classes start with what was learned; nothing where they are all the same. */
function classesInWords({ own, other, common }: Classes, taken: readonly Taken[]): string[] {
  if (own.length === 0 || other.length === 0 || own.join('\n') === other.join('\n')) return [];
  const known = common.map((at) => own[at.own] as string);
  const added = own.filter((name) => !known.includes(name));
  const byNumber = taken.filter(({ byName, matching }) => !byName && matching > 0).map(({ name }) => name);
  const words = [];
  if (known.length > 0) words.push(`classes that it knows: ${listed(known, NAMED)}`);
  if (added.length > 0) words.push(`new classes: ${listed(added, NAMED)}`);
  if (byNumber.length > 0 && own.length === other.length) {
    words.push(`the ${byNumber.join(' and the ')} knows classes by number, not by name`);
  }
  return words;
}

/** @throws Error when it is not the state of a run */
function networksOf(state: unknown): Omit<Learned, 'run' | 'classes'> {
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
