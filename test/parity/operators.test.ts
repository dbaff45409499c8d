// Every operator call of the fixture gives PyTorch's results, and its gradients where there are any.
import { type Tensor, torch } from 'tadpole';
import { expectClose, Fixture, gradientSeed, isRef } from './fixtures';

interface Call {
  op: string;
  overload: string;
  args: unknown[];
  kwargs?: Record<string, unknown>;
  /** Seed of the default generator before the call. */
  seed?: number;
  results: unknown[];
  /** Gradients of the floating tensors among the arguments, in their order. */
  grads?: unknown[];
  /** Arguments that get no gradient. */
  fixed?: number[];
}

type Operators = Record<string, Record<string, (...args: unknown[]) => unknown>>;

const fixture = new Fixture<Call>('operators');
const aten = torch.ops.aten as unknown as Operators;

describe.each(fixture.cases.map((call, index) => [`${index} ${call.op}.${call.overload}`, call] as const))(
  '%s',
  (name, call) => {
    test(call.grads ? 'results and gradients' : 'results', () => {
      torch.scope(() => {
        const leaves: Tensor[] = [];
        const args = call.args.map((value, position) =>
          fixture.decode(value, (tensor) => {
            if (!call.grads || !tensor.dtype.includes('float') || call.fixed?.includes(position)) return;
            tensor.requiresGrad = true;
            leaves.push(tensor);
          }),
        );
        const options = Object.entries(call.kwargs ?? {}).map(([key, value]) => [key, fixture.decode(value)]);
        if (options.length > 0) args.push(Object.fromEntries(options));
        if (call.seed !== undefined) torch.manualSeed(call.seed);

        const results = flat(aten[call.op]?.[call.overload]?.(...args));
        expect(results).toHaveLength(call.results.length);
        for (const [i, expected] of call.results.entries())
          compare(results[i], expected, `${name}, result ${i}`);
        if (call.op.endsWith('_')) expect(results[0]).toBe(args[0]);

        if (!call.grads) return;
        const roots = results.filter(
          (result): result is Tensor => result instanceof torch.Tensor && result.requiresGrad,
        );
        const grads = torch.autograd.grad(roots, leaves, {
          gradOutputs: roots.map(gradientSeed),
          allowUnused: true,
        });
        for (const [i, expected] of call.grads.entries())
          compare(grads[i], expected, `${name}, gradient ${i}`);
      });
    });
  },
);

function compare(actual: unknown, expected: unknown, what: string): void {
  if (isRef(expected)) expectClose(actual, fixture.tensor(expected), what);
  else expect(actual).toEqual(expected);
}

function flat(value: unknown): unknown[] {
  return Array.isArray(value) ? value.flatMap(flat) : [value];
}
