// Builds a layer from its description in a fixture: [class, ...arguments], where an argument may itself be a layer.
import { nn } from 'tadpole';

/** For example ['Sequential', ['Linear', 2, 3], ['ReLU']]. */
export type LayerSpec = [name: string, ...args: unknown[]];

type LayerClass = new (...args: unknown[]) => nn.Module;

/** The layer with its default initial weights. */
export function buildLayer([name, ...rest]: LayerSpec): nn.Module {
  const args = rest.map((arg) => (isSpec(arg) ? buildLayer(arg) : arg));
  if (name === 'spectralNorm') return nn.spectralNorm(args[0] as nn.Module);
  const Layer = (nn as unknown as Record<string, LayerClass>)[name];
  if (!Layer) throw new Error(`nn has no ${name}`);
  return new Layer(...args);
}

function isSpec(value: unknown): value is LayerSpec {
  return Array.isArray(value) && typeof value[0] === 'string';
}
