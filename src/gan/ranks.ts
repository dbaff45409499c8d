// The meeting of the trainers of several processes: they must be alike, and start from the same weights.
import { broadcast, currentGroup, requireSameState, requireSameValues } from '../dist';
import { type Device, Generator, type Tensor, torch } from '../torch';
import type { StateMap } from './state';

/** What {@link meetRanks} needs of a trainer. */
interface Meeting {
  readonly random: Generator | undefined;
  state(): StateMap;
}

/** The generator that all processes draw latents from, in the same state on each; undefined for a process that is alone. */
export function sharedGenerator(device: Device): Generator | undefined {
  if (!currentGroup()) return undefined;
  return new Generator({ device, seed: torch.defaultGenerator(device).initialSeed() });
}

/** Gives the default generators of each process numbers of their own, as dropout needs them. Rank 0 goes on with those it has. */
export function drawApart(device: Device): void {
  const { rank } = currentGroup() ?? { rank: 0 };
  if (rank === 0) return;
  for (const name of new Set(['cpu', device])) {
    const generator = torch.defaultGenerator(name);
    generator.manualSeed(BigInt.asUintN(63, generator.initialSeed() + BigInt(rank) * STRIDE));
  }
}

// Far apart, so that seeds near each other and ranks do not meet.
const STRIDE = 0x1e3779b97f4a7c15n;

/**
 * Compares what the trainers are made of, and gives all of them the weights and optimizer states of rank 0.
 *
 * @param settings compared, too
 * @throws DistError when they differ, naming in what
 */
export function meetRanks(trainer: Meeting, settings: Readonly<Record<string, unknown>>): void {
  if (!currentGroup()) return;
  torch.scope(() => {
    const state = trainer.state();
    const tensors: Tensor[] = [];
    const layout: Record<string, unknown> = {};
    describe(state, '', layout, tensors);
    requireSameValues('their trainers', { ...settings, ...layout });
    broadcast(tensors);
    // That of a generator is a copy.
    if (trainer.random) trainer.random.setState(state['random'] as Tensor);
    requireSameState(trainer.state(), 'before the first step');
  });
}

/** The values of a state, and the dtypes and shapes of its tensors, by place. */
function describe(value: unknown, place: string, layout: Record<string, unknown>, tensors: Tensor[]): void {
  if (value instanceof torch.Tensor) {
    layout[place] = `${value.dtype} [${value.shape.join(', ')}]`;
    tensors.push(value);
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, item] of Object.entries(value)) describe(item, `${place}/${key}`, layout, tensors);
  } else layout[place] = value;
}
