/** @jest-environment ./test/export/environment.cjs */
// The graph of a ScriptModule as plain data, and its computation without TorchScript.
import path from 'node:path';
import { gan, nn, type Tensor, torch } from 'tadpole';
import { pageDifference } from './pageEngine';
import { difference, testFolder, withRuntime } from './runtime';

const folder = testFolder();
const MADE_IN_PYTHON = path.resolve(__dirname, '../fixtures/generators');

test('names operators, weights and constants, and computes what forward computes', () => {
  torch.scope(() => {
    torch.manualSeed(1);
    const network = new nn.Sequential(
      new nn.Linear(3, 4),
      new nn.LeakyReLU(0.3),
      new nn.BatchNorm1d(4),
    ).eval();
    const inputs = torch.randn([5, 3]);
    const script = torch.jit.trace(network, [inputs]);
    const graph = torch.jit.graphOf(script);
    expect(graph.nodes.map(({ operator }) => operator)).toEqual([
      'aten::linear',
      'aten::leaky_relu',
      'aten::batch_norm',
    ]);
    expect(graph.nodes[0]?.arguments).toMatchObject({
      weight: { tensor: '0.weight' },
      bias: { tensor: '0.bias' },
    });
    expect(graph.nodes[1]?.arguments).toMatchObject({ negative_slope: { constant: 0.3 } });
    const { outputs } = torch.jit.evaluateGraph(graph, [inputs]);
    expect(torch.equal(outputs[0] as Tensor, script.forward(inputs))).toBe(true);
  });
});

test('a wrong number of inputs is refused', () => {
  torch.scope(() => {
    const script = torch.jit.trace(new nn.ReLU(), [torch.ones([2, 2])]);
    expect(() => torch.jit.evaluateGraph(torch.jit.graphOf(script), [])).toThrow('takes 1 inputs, got 0');
  });
});

withRuntime('made in Python', () => {
  test.each([
    'channels_last',
    'colour_from_pixel',
    'flat_colour',
    'flat_in_train_mode',
    'rows_in_double',
    'frozen_float64',
    'frozen_bfloat16',
    'sizes_and_places',
  ])('%s', async (name) => {
    const generator = gan.SavedGenerator.load(path.join(MADE_IN_PYTHON, `${name}.pt`), { latentDim: 5 });
    // What is computed in bfloat16 here is computed in float32 there.
    const tolerance = name.includes('bfloat16') ? 0.02 : 1e-5;
    expect(await difference(generator, path.join(folder, `${name}.onnx`))).toBeLessThan(tolerance);
    if (!name.includes('bfloat16')) expect(await pageDifference(generator)).toBeLessThan(1e-5);
    generator.dispose();
  });

  test('one that was traced for one size of batches is refused', async () => {
    const generator = gan.SavedGenerator.load(path.join(MADE_IN_PYTHON, 'for_four.pt'), { latentDim: 5 });
    await expect(difference(generator, path.join(folder, 'four.onnx'))).rejects.toThrow(
      /takes batches of 4 only/,
    );
    generator.dispose();
  });
});
