// Copying a state dict into a module's tensors; every mismatch is reported before anything is changed.
import { checkOptions, describeValue } from '../options';
import type { Tensor } from '../torch';
import { torch } from '../torch';

/** How strictly names must match. */
export interface LoadStateDictOptions {
  /** true: missing or unexpected names are an error. Wrong shapes always are. Default true. */
  strict?: boolean;
}

/** The names that did not match. */
export interface LoadResult {
  missing: string[];
  unexpected: string[];
}

/**
 * Copies `source` into `target` name by name.
 *
 * @throws Error listing missing and unexpected names (when strict) and misshapen tensors; TypeError for anything but a state
 * dict; `target` is then unchanged.
 */
export function copyInto(
  target: Record<string, Tensor>,
  source: Record<string, Tensor>,
  owner: string,
  options: LoadStateDictOptions,
): LoadResult {
  checkOptions(`${owner}.loadStateDict`, options, ['strict']);
  const { strict = true } = options;
  if (typeof source !== 'object' || source === null || Symbol.iterator in source) {
    throw new TypeError(
      `${owner}.loadStateDict: the state dict must be an object of names and Tensors, got ${describeValue(source)}`,
    );
  }
  const missing = Object.keys(target).filter((name) => !Object.hasOwn(source, name));
  const unexpected = Object.keys(source).filter((name) => !Object.hasOwn(target, name));
  const shared = Object.entries(target).filter(([name]) => Object.hasOwn(source, name));

  const problems: string[] = [];
  if (strict && missing.length > 0) problems.push(`missing: ${missing.join(', ')}`);
  if (strict && unexpected.length > 0) problems.push(`unexpected: ${unexpected.join(', ')}`);
  for (const [name, tensor] of shared) {
    const problem = misfit(tensor, source[name]);
    if (problem) problems.push(`${name}: ${problem}`);
  }
  if (problems.length > 0) {
    throw new Error(`${owner}.loadStateDict: the state dict does not fit\n  ${problems.join('\n  ')}`);
  }

  torch.noGrad(() => {
    for (const [name, tensor] of shared) tensor.copy_(source[name] as Tensor);
  });
  return { missing, unexpected };
}

function misfit(tensor: Tensor, value: unknown): string | null {
  if (!(value instanceof torch.Tensor)) return `expected a Tensor, got ${describeValue(value)}`;
  const [expected, actual] = [tensor.shape.join(', '), (value as Tensor).shape.join(', ')];
  return expected === actual ? null : `expected shape [${expected}], got [${actual}]`;
}
