// Feature networks: rows of numbers that describe what an image shows, and the network that computed them.
import { createHash } from 'node:crypto';
import { TadpoleError } from '../errors';
import type { Module } from '../nn';
import { checkFields, checkWhole, describeValue } from '../options';
import { type Device, Tensor, torch } from '../torch';
import { checkInput, type NetworkInput } from './networkInput';

/** What a network says of N images. */
export interface Answers {
  /** float32, N x size. */
  readonly features: Tensor;
  /** float32, N x classes; absent for a network that does not classify. */
  readonly logits?: Tensor;
}

/** A network whose features metrics compare. */
export interface FeatureNetwork {
  /** In words, for the protocol: `inception`, or `classifier of mnist`. */
  readonly name: string;
  /** Hexadecimal: the same for the same network. */
  readonly hash: string;
  /** Features per image. */
  readonly size: number;
  readonly input: NetworkInput;
  /** Names of the classes that the logits are of; empty where they are unknown. */
  readonly classes: readonly string[];
  readonly device: Device;
  /** @param images float32, as `input` says */
  answer(images: Tensor): Answers;
  dispose(): void;
}

/** @throws TypeError unless `network` is a feature network; UsageError for an input or a number of features that cannot be */
export function checkNetwork(owner: string, network: FeatureNetwork): void {
  const expected = 'a feature network, as metrics.randomFeatures and others give it';
  checkFields(owner, 'network', network, ['hash', 'size', 'input', 'classes', 'device', 'answer'], expected);
  checkWhole(owner, 'network.size', network.size, 1);
  checkInput(network.input);
}

/**
 * What a network says of images, in float32.
 *
 * @param images as its `input` says
 * @throws TadpoleError unless it says something of each image, as long as it should be
 */
export function answersOf(network: FeatureNetwork, images: Tensor): Answers {
  const { name, size, classes } = network;
  const count = images.size(0);
  const given: Partial<Answers> = network.answer(images) ?? {};
  const check = (what: string, rows: unknown, length: number | undefined): Tensor => {
    const isTable = rows instanceof Tensor && rows.dim() === 2 && /float/.test(rows.dtype);
    if (isTable && rows.size(0) === count && rows.size(1) === (length ?? rows.size(1)))
      return rows.to('float32');
    throw new TadpoleError(
      `${name}: expected ${what} of ${count} images as floats of shape [${count}, ${length ?? 'classes'}], ` +
        `got ${rows instanceof Tensor ? `${rows.dtype} [${rows.shape.join(', ')}]` : describeValue(rows)}`,
      'correct the answer of the network, or its size and classes',
    );
  };
  const features = check('features', given.features, size);
  if (given.logits === undefined) return { features };
  return { features, logits: check('logits', given.logits, classes.length || undefined) };
}

/** A module that gives features, and perhaps logits from these. */
export interface FeatureModule extends Module {
  /** Images N x C x H x W -> features N x size. */
  forward(images: Tensor): Tensor;
  /** Features N x size -> logits N x classes. */
  classify?(features: Tensor): Tensor;
}

/** A feature network from a module, which is put in inference mode and belongs to the network from then on. */
export function networkOf(
  module: FeatureModule,
  about: Pick<FeatureNetwork, 'name' | 'size' | 'input' | 'classes' | 'device'>,
): FeatureNetwork {
  const hash = hashOf(module.stateDict());
  module.eval().requiresGrad_(false).to(about.device);
  return {
    ...about,
    hash,
    answer: (images) =>
      torch.noGrad(() =>
        torch.scope(() => {
          const features = module.forward(images);
          const logits = module.classify?.(features);
          return logits === undefined ? { features } : { features, logits };
        }),
      ),
    dispose: () => module.dispose(),
  };
}

const HASH_DIGITS = 16;

/** Of the names, shapes and values of tensors, in the order of their names. */
export function hashOf(tensors: Readonly<Record<string, Tensor>>): string {
  const hash = createHash('sha256');
  for (const name of Object.keys(tensors).sort()) {
    const tensor = tensors[name] as Tensor;
    hash.update(`${name} ${tensor.dtype} [${tensor.shape.join(',')}]\n`);
    const values = torch.scope(() => tensor.detach().cpu().contiguous().toTypedArray());
    hash.update(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  }
  return hash.digest('hex').slice(0, HASH_DIGITS);
}

/** Of any plain value. */
export function hashOfValue(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, HASH_DIGITS);
}
