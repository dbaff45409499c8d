// How far rounding to float32 moves the losses of a recipe, on the machine that the tests run on.
import { type gan, type nn, torch } from 'tadpole';
import { type Losses, type TutorialCase, train } from './tutorials';

/** Half the distance between 1 and the next float32. */
const UNIT_ROUNDOFF = 2 ** -24;

const RUNS = 3;
/** Student's t of RUNS degrees of freedom is larger once in 800 draws, and kernels that add in several lanes err by less than this. */
const DEVIATIONS = 12;

/** What float32 gave, and how far from the exact value it may be. */
export interface Rounded {
  value: number;
  margin: number;
}

/**
 * The losses of the first steps in float32, with margins that are measured, not chosen.
 *
 * A sum of n products in float32, added in whichever order a kernel likes, is the exact sum for factors that are each off by
 * at most a relative n u (u = 2^-24), in practice about sqrt(n) u, as errors of either sign cancel (Higham and Mary, A new
 * approach to probabilistic rounding error analysis, 2019). So weights that are moved by sqrt(n) u, up or down by chance,
 * stand for other kernels: how the losses of such runs scatter is how far rounding moves them, whichever processor this is.
 * Through the second step this also holds for the gradients and the updates of both networks. The last sum, that of a loss
 * over the batch, has no weights to move: it adds sqrt(batch) u.
 */
export function float32Losses(tutorial: TutorialCase, steps: number): Record<string, Rounded>[] {
  const losses = train(tutorial, { dtype: 'float32', steps });
  const moved = Array.from({ length: RUNS }, (_, run) =>
    train(tutorial, { dtype: 'float32', steps, before: (pair) => moveWeights(pair, run) }),
  );
  return losses.map((ofStep, step) =>
    Object.fromEntries(
      Object.entries(ofStep).map(([name, value]) => {
        const squares = moved.map((run) => (((run[step] as Losses)[name] as number) - value) ** 2);
        const spread = Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / RUNS);
        const deviation = Math.hypot(spread, Math.sqrt(tutorial.batch) * UNIT_ROUNDOFF * value);
        // Both runs round the loss once more where it is stored.
        return [name, { value, margin: DEVIATIONS * deviation + 2 * UNIT_ROUNDOFF * Math.abs(value) }];
      }),
    ),
  );
}

/** Multiplies each weight by 1 + sqrt(n) u or 1 - sqrt(n) u, where n is the length of the longest sum it is a factor in. */
function moveWeights(pair: gan.Trainer, seed: number): void {
  const generator = new torch.Generator({ seed });
  const weights = (network: nn.Module) => network.parameters().filter(({ shape }) => shape.length > 1);
  for (const weight of [...weights(pair.generator), ...weights(pair.discriminator)]) {
    torch.scope(() => {
      // Forward, a weight meets all of its row; backward, all of its column.
      const [rows, columns] = weight.shape as [number, number];
      const longest = weight.numel() / Math.min(rows, columns);
      const signs = torch.randint(2, weight.shape, { generator, dtype: weight.dtype }).mul(2).sub(1);
      weight.detach().mul_(signs.mul(Math.sqrt(longest) * UNIT_ROUNDOFF).add(1));
    });
  }
}
