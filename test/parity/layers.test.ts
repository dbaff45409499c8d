// Every layer has PyTorch's state dict, initial weights, printed form, results and gradients, in train and in eval mode.
import { torch } from 'tadpole';
import { buildLayer, type LayerSpec } from './build';
import { expectClose, Fixture, gradientSeed, type TensorRef } from './fixtures';

interface Pass {
  output: TensorRef;
  inputGrad?: TensorRef;
  grads?: Record<string, TensorRef>;
}

interface LayerCase {
  name: string;
  build: LayerSpec;
  /** What Python prints for the layer; null where PyTorch has no such layer. */
  printed: string | null;
  initial: Record<string, TensorRef>;
  state: Record<string, TensorRef>;
  parameters: string[];
  input: TensorRef;
  train: Pass;
  buffersAfterTraining: Record<string, TensorRef>;
  eval: Pass;
}

const fixture = new Fixture<LayerCase, { seed: number }>('layers');
const { seed } = fixture.head;

describe.each(fixture.cases.map((layerCase) => [layerCase.name, layerCase] as const))(
  '%s',
  (name, expected) => {
    test('starts with the weights that PyTorch draws from the same seed', () => {
      torch.manualSeed(seed);
      const state = buildLayer(expected.build).stateDict();
      expect(Object.keys(state)).toEqual(Object.keys(expected.initial));
      for (const [key, ref] of Object.entries(expected.initial))
        expectClose(state[key], fixture.tensor(ref), key);
    });

    test('gives the results, gradients and running statistics of PyTorch', () => {
      const layer = buildLayer(expected.build);
      layer.loadStateDict(fixture.tensorsOf(expected.state));
      expect([...layer.namedParameters()].map(([key]) => key)).toEqual(expected.parameters);

      check(expected.train, 'train');
      const buffers = Object.fromEntries(layer.namedBuffers());
      expect(Object.keys(buffers)).toEqual(Object.keys(expected.buffersAfterTraining));
      for (const [key, ref] of Object.entries(expected.buffersAfterTraining)) {
        expectClose(buffers[key], fixture.tensor(ref), `${key} after training`);
      }
      layer.eval();
      check(expected.eval, 'eval');

      function check(pass: Pass, mode: string): void {
        const input = fixture.tensor(expected.input).clone();
        input.requiresGrad = pass.inputGrad !== undefined;
        layer.zeroGrad();
        torch.manualSeed(seed);
        const output = layer.forward(input);
        expectClose(output, fixture.tensor(pass.output), `${name} in ${mode} mode, output`);
        if (!output.requiresGrad) return;
        output.backward({ gradient: gradientSeed(output) });
        if (pass.inputGrad)
          expectClose(input.grad, fixture.tensor(pass.inputGrad), `${name} in ${mode} mode, input gradient`);
        for (const [key, parameter] of layer.namedParameters()) {
          const ref = pass.grads?.[key];
          if (ref)
            expectClose(parameter.grad, fixture.tensor(ref), `${name} in ${mode} mode, gradient of ${key}`);
        }
      }
    });

    if (expected.printed !== null) {
      test('prints as in PyTorch', () => {
        expect(buildLayer(expected.build).toString()).toBe(expected.printed);
      });
    }
  },
);
