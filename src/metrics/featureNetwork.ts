// Feature networks: rows of numbers that describe what an image shows, and the network that computed them.
import { createHash } from 'node:crypto';
import type { Module } from '../nn';
import { checkFields } from '../options';
import type { Device, Tensor } from '../torch';
import { torch } from '../torch';
import type { NetworkInput } from './networkInput';

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

/** @throws TypeError unless `network` is a feature network */
export function checkNetwork(owner: string, network: FeatureNetwork): void {
  const expected = 'a feature network, as metrics.randomFeatures and others give it';
  checkFields(owner, 'network', network, ['hash', 'size', 'input', 'answer'], expected);
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
