// TorchScript files and state dicts from Python are read and run, or refused.
import { join } from 'node:path';
import { type Tensor, torch } from 'tadpole';
import { expectClose, FIXTURES, Fixture, type TensorRef } from './fixtures';

interface ModuleCase {
  kind: 'module';
  file: string;
  training: boolean;
  extraFiles: Record<string, string>;
  inputs: TensorRef[];
  outputs: TensorRef[];
  state: Record<string, TensorRef>;
  parameters: string[];
}

interface StateDictCase {
  kind: 'stateDict';
  file: string;
  tensors: Record<string, TensorRef>;
}

interface RejectedCase {
  kind: 'rejected';
  file: string;
  reason: string;
}

const fixture = new Fixture<ModuleCase | StateDictCase | RejectedCase>('script');
const pathOf = (file: string) => join(FIXTURES, 'script', file);

const ofKind = <Kind extends string>(kind: Kind) =>
  fixture.cases
    .filter((entry) => entry.kind === kind)
    .map((entry) => [entry.file, entry as Extract<typeof entry, { kind: Kind }>] as const);

describe.each(ofKind('module'))('%s', (file, expected) => {
  const inputs = expected.inputs.map((ref) => fixture.tensor(ref));

  test('gives what it gave in Python', async () => {
    const module = torch.jit.load(pathOf(file));
    expect(module.training).toBe(expected.training);
    for (const results of [module.forward(...inputs), await module.forwardAsync(...inputs)]) {
      const outputs = (Array.isArray(results) ? results : [results]) as Tensor[];
      expect(outputs).toHaveLength(expected.outputs.length);
      for (const [i, ref] of expected.outputs.entries())
        expectClose(outputs[i], fixture.tensor(ref), `output ${i}`);
    }
    module.dispose();
  });

  test('has the parameters, buffers and extra files that Python wrote', () => {
    const module = torch.jit.load(pathOf(file));
    expect([...module.namedParameters()].map(([name]) => name)).toEqual(expected.parameters);
    const state = module.stateDict();
    expect(Object.keys(state).sort()).toEqual(Object.keys(expected.state).sort());
    for (const [key, ref] of Object.entries(expected.state))
      expectClose(state[key], fixture.tensor(ref), key);
    expect(module.extraFiles).toEqual(expected.extraFiles);
    module.dispose();
  });
});

describe.each(ofKind('stateDict'))('%s', (file, expected) => {
  test('holds the names, dtypes, shapes and values that Python saved', () => {
    const state = torch.load(pathOf(file));
    expect(Object.keys(state)).toEqual(Object.keys(expected.tensors));
    for (const [key, ref] of Object.entries(expected.tensors)) {
      const wanted = fixture.tensor(ref);
      expectClose(state[key], wanted, key);
      if (wanted.dtype === 'int64') expect(state[key]?.toTypedArray()).toEqual(wanted.toTypedArray());
    }
  });
});

describe.each(ofKind('rejected'))('%s', (file, { reason }) => {
  test(`is refused by name, because ${reason}`, () => {
    expect(() => torch.load(pathOf(file))).toThrow(file);
    expect(() => torch.jit.load(pathOf(file))).toThrow(file);
  });
});
