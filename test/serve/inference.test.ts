// The Open Inference Protocol: health, the model and its tensors, images of latents.
import { gan, torch } from 'tadpole';
import { type Handler, handler } from 'tadpole/serve';
import { Generators, json, post, request } from './generators';

const generators = new Generators();
let served: Handler;
let own: gan.SavedGenerator;
beforeAll(async () => {
  served = handler(generators.file('classes.pt'), { name: 'numbers' });
  own = gan.SavedGenerator.load(generators.file('classes.pt'));
  await served.opened;
});
afterAll(async () => {
  await served.close();
  own.dispose();
});

interface Tensor {
  name: string;
  datatype: string;
  shape: number[];
  data: number[];
}

test('health, server and model', async () => {
  expect(await json(served, request('/v2/health/live'))).toEqual({ live: true });
  expect(await json(served, request('/v2/health/ready'))).toEqual({ ready: true });
  expect(await json(served, request('/v2'))).toMatchObject({ name: 'tadpole', extensions: [] });
  expect(await json(served, request('/v2/models/numbers'))).toEqual({
    name: 'numbers',
    versions: ['12'],
    platform: 'tadpole_torchscript',
    inputs: [
      { name: 'latents', datatype: 'FP32', shape: [-1, 6] },
      { name: 'labels', datatype: 'INT64', shape: [-1], optional: true },
    ],
    outputs: [{ name: 'images', datatype: 'FP32', shape: [-1, 1, 28, 28] }],
  });
  expect(await json(served, request('/v2/models/numbers/ready'))).toEqual({ name: 'numbers', ready: true });
});

test('the version that the model names has the same addresses; another one is not there', async () => {
  const version = '/v2/models/numbers/versions/12';
  expect(await json(served, request(version))).toMatchObject({ name: 'numbers', versions: ['12'] });
  expect(await json(served, request(`${version}/ready`))).toEqual({ name: 'numbers', ready: true });
  const answer = await json(served, post(`${version}/infer`, { inputs: [latents] }));
  expect(answer).toMatchObject({ model_name: 'numbers', model_version: '12' });
  const other = '/v2/models/numbers/versions/13';
  for (const asked of [request(other), request(`${other}/ready`), post(`${other}/infer`, {})]) {
    expect((await json<{ hint: string }>(served, asked, 404)).hint).toBe("the version is '12'");
  }
});

test('without a name the model has that of its recipe', async () => {
  const other = handler(generators.file('digits.pt'));
  expect(await json(other, request('/v2/models/digits'))).toMatchObject({ name: 'digits' });
  await other.close();
});

test('images of latents and labels, flat or nested', async () => {
  const latents = gan.seededLatents(own.latent, 2, 5);
  const [flat, nested] = [latents.reshape([-1]).tolist(), latents.tolist()];
  for (const data of [flat, nested]) {
    const answer = await json<{ model_name: string; id: string; outputs: Tensor[] }>(
      served,
      post('/v2/models/numbers/infer', {
        id: 'a7',
        inputs: [
          { name: 'latents', datatype: 'FP32', shape: [2, 6], data },
          { name: 'labels', datatype: 'INT64', shape: [2], data: [2, 0] },
        ],
      }),
    );
    expect(answer).toMatchObject({ model_name: 'numbers', id: 'a7' });
    const [output] = answer.outputs;
    expect(output).toMatchObject({ name: 'images', datatype: 'FP32', shape: [2, 1, 28, 28] });
    const expected = own.generate(latents, { classes: [2, 0] });
    const given = torch.tensor(output?.data ?? [], { shape: [2, 1, 28, 28] });
    expect(given.sub(expected).abs().max().item()).toBeLessThan(1e-5);
  }
});

const latents = { name: 'latents', datatype: 'FP32', shape: [1, 6], data: [0, 0, 0, 0, 0, 0] };
test.each<[string, unknown, number, RegExp]>([
  ['no inputs', {}, 400, /^inputs: /],
  ['an unknown input', { inputs: [{ ...latents, name: 'z' }] }, 400, /there is no input 'z'/],
  ['labels alone', { inputs: [{ ...latents, name: 'labels' }] }, 400, /once each/],
  [
    'another shape',
    { inputs: [{ ...latents, shape: [6, 1] }] },
    400,
    /expected shape \[N, 6\], got \[6, 1\]/,
  ],
  ['too few values', { inputs: [{ ...latents, data: [0] }] }, 400, /expected 6 numbers/],
  ['values that are no numbers', { inputs: [{ ...latents, data: [0, 0, 0, 0, 0, 'x'] }] }, 400, /6 numbers/],
  [
    'values that are not finite in float32',
    { inputs: [{ ...latents, data: [0, 0, 0, 0, 0, 1e39] }] },
    400,
    /not a finite number/,
  ],
  [
    'no data',
    { inputs: [{ ...latents, data: undefined }] },
    400,
    /^inputs.0.data: expected a list, which is missing$/,
  ],
  [
    'another output',
    { inputs: [latents], outputs: [{ name: 'x' }] },
    400,
    /^outputs.0.name: expected 'images'$/,
  ],
  [
    'binary data',
    { inputs: [{ ...latents, data: undefined, parameters: { binary_data_size: 24 } }] },
    400,
    /binary data are not taken/,
  ],
  ['another datatype', { inputs: [{ ...latents, datatype: 'BYTES' }] }, 400, /datatype/],
  [
    'a label that is no class',
    { inputs: [latents, { name: 'labels', datatype: 'INT64', shape: [1], data: [3] }] },
    400,
    /there is no class 3/,
  ],
])('%s: refused in words', async (_, body, status, words) => {
  const asked = post('/v2/models/numbers/infer', body);
  expect((await json<{ error: string }>(served, asked, status)).error).toMatch(words);
});

test('a body of the binary extension is refused in words', async () => {
  const headers = { 'Inference-Header-Content-Length': '2' };
  const asked = post('/v2/models/numbers/infer', {}, { headers });
  expect((await json<{ error: string }>(served, asked, 415)).error).toBe('binary data are not taken');
});

test('another model is not there', async () => {
  for (const asked of [
    request('/v2/models/x'),
    request('/v2/models/x/ready'),
    post('/v2/models/x/infer', {}),
  ]) {
    expect((await json<{ hint: string }>(served, asked, 404)).hint).toBe("the model is 'numbers'");
  }
});
