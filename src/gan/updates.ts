// The ways of composing an update: small named pieces that a recipe's step is made of.
import { UsageError } from '../errors';
import type { Module } from '../nn';
import { type Tensor, torch } from '../torch';

/** What a player needs of an optimiser; every optimiser of `optim` has it. */
export interface Updater {
  step(): void;
  zeroGrad(): void;
  stateDict(): object;
  loadStateDict(state: object): void;
  dispose(): void;
}

/** A network together with what updates it. */
export interface Player {
  readonly network: Module;
  /** The network's parameters. Those that require no gradients are frozen: no update changes them. */
  readonly parameters: readonly Tensor[];
  readonly optimizer: Updater;
}

/** Images and what the discriminator should say about them: a number for all of them, or one for each answer. */
export interface LabelledImages {
  readonly images: Tensor;
  readonly targets: Tensor | number;
}

/** Loss of the discriminator's answers against targets. */
export type LabelLoss = (outputs: Tensor, targets: Tensor | number) => Tensor;

/** What the discriminator said about a batch, and the loss of it. */
export interface Judgement {
  readonly outputs: Tensor;
  readonly loss: Tensor;
}

/** One judgement a batch, in the same order. */
export type Judgements<Batches extends readonly LabelledImages[]> = { [Index in keyof Batches]: Judgement };

/**
 * Gradients of `loss` in this player's parameters and in nothing else. They add to gradients that are there. Frozen
 * parameters get none; when all are frozen, nothing is done.
 *
 * @param retainGraph Whether another backward pass follows through the same graph. Default false.
 */
export function backwardInto(player: Player, loss: Tensor, retainGraph = false): void {
  const inputs = trainable(player);
  if (inputs.length > 0) loss.backward({ inputs, retainGraph });
}

/**
 * One update of one player. Gradients reach no other network, so a loss through a frozen discriminator leaves it alone.
 * Layers whose parameters require no gradients stay as they are.
 */
export function update(player: Player, loss: Tensor): void {
  player.optimizer.zeroGrad();
  backwardInto(player, loss);
  player.optimizer.step();
}

/** One update on all batches in one forward pass: batch statistics are those of the mixture. The frog tutorials. */
export function updateOnOneBatch(
  player: Player,
  loss: LabelLoss,
  batches: readonly LabelledImages[],
): Judgement {
  const images = torch.cat(
    batches.map((batch) => batch.images),
    0,
  );
  const outputs = player.network.forward(images);
  const targets = torch.cat(
    batches.map((batch) => rows(batch, outputs)),
    0,
  );
  const value = loss(outputs, alike(targets, outputs));
  update(player, value);
  return { outputs, loss: value };
}

/** A forward and backward pass for each batch, gradients summed, then one update. The MXNet tutorial. */
export function updateOnSummedGradients<const Batches extends readonly LabelledImages[]>(
  player: Player,
  loss: LabelLoss,
  batches: Batches,
): Judgements<Batches> {
  player.optimizer.zeroGrad();
  const judgements = batches.map((batch) => {
    const judgement = judge(player, loss, batch);
    backwardInto(player, judgement.loss);
    return judgement;
  });
  player.optimizer.step();
  return judgements as Judgements<Batches>;
}

/** An update of its own for each batch, in order. The Keras digits. */
export function updateSeparately<const Batches extends readonly LabelledImages[]>(
  player: Player,
  loss: LabelLoss,
  batches: Batches,
): Judgements<Batches> {
  const judgements = batches.map((batch) => {
    const judgement = judge(player, loss, batch);
    update(player, judgement.loss);
    return judgement;
  });
  return judgements as Judgements<Batches>;
}

/** Every gradient is taken at the same weights, then every player is updated. The TensorFlow notebook. */
export function updateSimultaneously(losses: readonly { player: Player; loss: Tensor }[]): void {
  for (const { player } of losses) player.optimizer.zeroGrad();
  for (const [index, { player, loss }] of losses.entries()) {
    // The losses share a graph (the fakes), which only the last backward pass may free.
    backwardInto(player, loss, index < losses.length - 1);
  }
  for (const { player } of losses) player.optimizer.step();
}

/** Images from a generator in inference mode, without a graph: what Keras' `predict` returns. */
export function predict(network: Module, latents: Tensor): Tensor {
  const { training } = network;
  network.eval();
  try {
    return torch.noGrad(() => network.forward(latents));
  } finally {
    network.train(training);
  }
}

function judge(player: Player, loss: LabelLoss, { images, targets }: LabelledImages): Judgement {
  const outputs = player.network.forward(images);
  return { outputs, loss: loss(outputs, typeof targets === 'number' ? targets : alike(targets, outputs)) };
}

function trainable(player: Player): Tensor[] {
  return player.parameters.filter((parameter) => parameter.requiresGrad);
}

/** The targets in the shape of the answers: [N] beside [N, 1] would be compared pair by pair. */
function alike(targets: Tensor, outputs: Tensor): Tensor {
  if (targets.numel() === outputs.numel()) return targets.reshape(outputs.shape);
  throw new UsageError(
    `targets: expected one for each of the discriminator's answers, shape [${outputs.shape.join(', ')}], ` +
      `got ${targets.numel()}`,
    'give targets in the shape of the answers, or let the discriminator end in one number for each image',
  );
}

function rows({ images, targets }: LabelledImages, outputs: Tensor): Tensor {
  if (typeof targets !== 'number') return targets.reshape([-1]);
  return torch.full([images.shape[0] as number], targets, { dtype: outputs.dtype, device: outputs.device });
}
