// Why a TorchScript module makes no images, derived from libtorch's error, with a remedy.
import { TadpoleError } from '../errors';
import type { ScriptModule } from '../torch';

interface Cause {
  says: RegExp;
  is: string;
  remedy: string;
}

const CAUSES: readonly Cause[] = [
  {
    says: /'CUDA' backend|with CUDA enabled|CUDA (library|driver|error)|NVIDIA|support for cuda|initialize CUDA|No CUDA GPUs/i,
    is: 'asks for CUDA, which this build or machine does not have',
    remedy:
      'it was traced or scripted with tensors on a GPU; trace or script it again on the CPU (model.cpu(), and inputs on the CPU), ' +
      'or use it where `npx tadpole doctor` finds a GPU',
  },
  {
    says: /on the same device|two devices|is on (cpu|cuda)/i,
    is: 'mixes devices',
    remedy:
      'it has tensors that stay on the device where it was traced; use --device cpu, or trace it again on the wanted device',
  },
  {
    says: /missing value for argument/i,
    is: 'takes more than latents',
    remedy:
      'save a module whose forward takes one tensor of latents, for example one that fills in the labels',
  },
  {
    says: /scalar types?: (Long|Int)|indices.*(Long|Int)/i,
    is: 'takes indices, not latents',
    remedy: 'save a module whose forward takes one tensor of latents, N x latent or N x latent x 1 x 1',
  },
  {
    says: /not implemented for '(Half|BFloat16)'/i,
    is: 'computes in half precision, which the CPU cannot for this operator',
    remedy: 'save it in single precision (model.float()), or use --device cuda',
  },
];

/** What the first layer would take, where libtorch names it. */
const WIDTHS = [
  /shapes cannot be multiplied \(\d+x\d+ and (\d+)x\d+\)/,
  /to have (\d+) channels, but got \d+ channels/,
];

/** The first line of an error's message, without its remedy. */
export function firstLine(error: unknown): string {
  if (error instanceof TadpoleError) return error.problem;
  return (error instanceof Error ? error.message : String(error)).trim().split('\n')[0] ?? '';
}

/**
 * The error for a module that fails for latents of every shape that was tried.
 *
 * @param tried the shapes of one latent, each with what went wrong
 */
export function callFailure(
  path: string,
  script: ScriptModule,
  tried: readonly (readonly [shape: readonly number[], error: unknown])[],
): TadpoleError {
  const lines = tried.map(([, error]) => firstLine(error));
  const first = lines[0] ?? '';
  const cause = CAUSES.find(({ says }) => lines.some((line) => says.test(line)));
  if (cause !== undefined) {
    const inputs = script.methods().find(({ name }) => name === 'forward')?.inputs ?? [];
    const signature = inputs.length > 1 ? ` (its forward takes ${inputs.join(', ')})` : '';
    const line = lines.find((one) => cause.says.test(one));
    return new TadpoleError(`${path} ${cause.is}${signature}: ${line}`, cause.remedy);
  }
  const size = tried[0]?.[0].reduce((product, side) => product * side, 1) ?? 0;
  const widths = WIDTHS.flatMap((pattern) => lines.map((line) => Number(pattern.exec(line)?.[1] ?? size)));
  const width = widths.find((one) => one !== size);
  const problem = `${path} makes no images from ${size} latent values: ${[...new Set(lines)].join('; or with 1 x 1 pixels: ')}`;
  if (width !== undefined) {
    return new TadpoleError(problem, `its first layer takes ${width} values; try --latent-dim ${width}`);
  }
  return new TadpoleError(
    problem,
    /shape|size|dimension|channels|stack|elements/i.test(first)
      ? 'check --latent-dim; the generator must map one tensor, N x latent or N x latent x 1 x 1, to images'
      : 'this is the error of the module itself; it must map one tensor, N x latent or N x latent x 1 x 1, to images',
  );
}
