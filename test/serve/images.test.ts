// POST /v1/images: the images of `tadpole sample`, in every form, whatever else is drawn at the same time.
import fs from 'node:fs';
import { Hono } from 'hono';
import { gan, images, torch } from 'tadpole';
import { type Handler, handler } from 'tadpole/serve';
import { bytes, expectAlike, Generators, json, post, request } from './generators';

const generators = new Generators();
let digits: Handler;
let classes: Handler;
let own: gan.SavedGenerator;
let ownClasses: gan.SavedGenerator;
beforeAll(async () => {
  [digits, classes] = [handler(generators.file('digits.pt')), handler(generators.file('classes.pt'))];
  own = gan.SavedGenerator.load(generators.file('digits.pt'));
  ownClasses = gan.SavedGenerator.load(generators.file('classes.pt'));
  await Promise.all([digits.opened, classes.opened]);
});
afterAll(async () => {
  await Promise.all([digits.close(), classes.close()]);
  for (const generator of [own, ownClasses]) generator.dispose();
});

const grid = (drawn: ReturnType<typeof own.sample>): images.Picture =>
  images.makeGrid(drawn, { range: [-1, 1] });

describe('the images are those of `tadpole sample`', () => {
  test('one image of seed 0 where nothing is asked for', async () => {
    expectAlike(await bytes(digits, request('/v1/images', { method: 'POST' })), grid(own.sample(1)));
  });

  test('many of one seed, more than a batch', async () => {
    const png = await bytes(digits, post('/v1/images', { seed: 3, count: 100 }));
    expectAlike(png, grid(own.sample(100, { seed: 3 })));
  });

  test('one per seed, with truncation', async () => {
    const png = await bytes(digits, post('/v1/images', { seeds: [5, 1, 5], truncation: 0.5 }));
    expectAlike(png, grid(own.sampleSeeds([5, 1, 5], { truncation: 0.5 })));
  });

  test('of latents', async () => {
    const latents = gan.seededLatents(own.latent, 2, 9);
    const png = await bytes(digits, post('/v1/images', { latents: latents.tolist() }));
    expectAlike(png, grid(own.generate(latents)));
  });

  test('of classes by name and number, and of all in turn', async () => {
    const chosen = await bytes(classes, post('/v1/images', { seed: 1, count: 4, class: ['two', 0] }));
    expectAlike(chosen, grid(ownClasses.sample(4, { seed: 1, classes: ['two', 0] })));
    const all = await bytes(classes, post('/v1/images', { seed: 1, count: 4 }));
    expectAlike(all, grid(ownClasses.sample(4, { seed: 1 })));
  });

  test('among many other requests', async () => {
    const asked = Array.from({ length: 40 }, (_, index) => ({
      seed: index,
      count: 1 + (index % 7),
      class: index % 3,
    }));
    const drawn = await Promise.all(asked.map((body) => bytes(classes, post('/v1/images', body))));
    for (const [index, { seed, count, class: chosen }] of asked.entries()) {
      expectAlike(drawn[index] as Buffer, grid(ownClasses.sample(count, { seed, classes: chosen })));
    }
  });
});

test('mounted into a web framework, it answers below its path', async () => {
  const app = new Hono().mount('/gan', digits);
  const { status } = await app.fetch(post('/gan/v1/images', { count: 2 }));
  expect(status).toBe(200);
  expect((await app.fetch(request('/gan/'))).headers.get('Content-Type')).toContain('text/html');
});

describe('forms', () => {
  const asked = { seeds: [4, 2] };
  const accepting = (type: string) => post('/v1/images', asked, { headers: { Accept: type } });

  test('JSON has each image as PNG, with its seed and class', async () => {
    const answer = await json<{ shape: number[]; images: { seed: number; class: string; png: string }[] }>(
      classes,
      accepting('application/json'),
    );
    expect(answer.shape).toEqual([2, 1, 28, 28]);
    expect(answer.images.map(({ seed, class: name }) => [seed, name])).toEqual([
      [4, 'zero'],
      [2, 'one'],
    ]);
    const last = Buffer.from(answer.images[1]?.png ?? '', 'base64');
    expectAlike(last, grid(ownClasses.sampleSeeds([2], { classes: 'one' })));
  });

  test('.npy has the values', async () => {
    const file = await bytes(digits, accepting('application/x-npy'));
    expect(file.subarray(0, 8).toString('latin1')).toBe('\x93NUMPY\x01\x00');
    const data = 10 + file.readUInt16LE(8);
    expect(data % 64).toBe(0);
    expect(file.subarray(10, data).toString()).toMatch(
      /^\{'descr': '<f4', 'fortran_order': False, 'shape': \(2, 1, 28, 28\), \} *\n$/,
    );
    const values = new Float32Array(Uint8Array.from(file.subarray(data)).buffer);
    const expected = own.sampleSeeds([4, 2]).reshape([-1]);
    expect(torch.tensor(values).sub(expected).abs().max().item()).toBeLessThan(1e-5);
  });

  test('safetensors has images, latents and labels', async () => {
    const file = generators.file('images.safetensors');
    fs.writeFileSync(file, await bytes(classes, accepting('application/x-safetensors')));
    const held = torch.load(file);
    const latents = gan.latentsOfSeeds(ownClasses.latent, [4, 2]);
    expect(held['labels']?.tolist()).toEqual([0, 1]);
    expect(held['latents']?.equal(latents)).toBe(true);
    const difference = held['images']?.sub(ownClasses.generate(latents)).abs().max().item();
    expect(difference).toBeLessThan(1e-5);
  });

  test('format wins over Accept; what is not given is refused', async () => {
    const { headers } = await digits(
      post('/v1/images', { format: 'npy' }, { headers: { Accept: 'image/png' } }),
    );
    expect(headers.get('Content-Type')).toBe('application/x-npy');
    const { error } = await json<{ error: string }>(digits, accepting('text/html'), 406);
    expect(error).toContain('text/html');
  });
});

test.each([
  ['application/json, */*', 'application/json'],
  ['application/json;q=0.8, */*;q=0.1', 'application/json'],
  ['application/*, image/png;q=0.5', 'application/json'],
  ['text/html, */*;q=0.8', 'image/png'],
  ['image/png;q=0, */*', 'application/json'],
  ['*/*;q=0.5, application/x-npy', 'application/x-npy'],
  ['IMAGE/*', 'image/png'],
])('Accept: %s is answered with %s', async (Accept, type) => {
  const { headers } = await digits(post('/v1/images', {}, { headers: { Accept } }));
  expect(headers.get('Content-Type')).toBe(type);
});

test.each(['*/*;q=0', 'image/png;q=0', 'text/html'])('Accept: %s accepts no form', async (Accept) => {
  expect((await digits(post('/v1/images', {}, { headers: { Accept } }))).status).toBe(406);
});

test('a seed in an address that is too large is refused by its name', async () => {
  const asked = request('/v1/images/99999999999999999999.png');
  expect((await json<{ error: string }>(digits, asked, 400)).error).toMatch(/^seed: expected a whole number/);
});

describe('refused in words', () => {
  const refusals: [string, unknown, number, RegExp][] = [
    ['an unknown field', { sead: 1 }, 400, /there is no field 'sead'; did you mean 'seed'\?$/],
    ['a seed below 0', { seed: -1 }, 400, /^seed: expected a whole number from 0 to 2147483647$/],
    ['a seed of 64 bits', { seed: 2 ** 63 }, 400, /^seed: expected a whole number from 0 to 2147483647$/],
    ['a class of another kind', { class: true }, 400, /^class: expected the name or the number of a class/],
    [
      'a latent that is not finite in float32',
      { latents: [[0, 0, 0, 0, 0, 1e39]] },
      400,
      /1e\+39 is not a finite/,
    ],
    ['no seeds', { seeds: [] }, 400, /^seeds: expected at least 1$/],
    ['a body that is no object', null, 400, /^the request: expected an object$/],
    ['a list of something else', { latents: [1] }, 400, /^latents\.0: expected a list$/],
    ['seed and seeds', { seed: 1, seeds: [1] }, 400, /seeds and seed exclude each other/],
    ['latents and truncation', { latents: [[1]], truncation: 1 }, 400, /latents and truncation/],
    ['latents of another size', { latents: [[1, 2]] }, 400, /expected 6 values each, got 2/],
    ['too many images', { count: 257 }, 400, /257 images, more than the 256/],
    ['a truncation of 0', { truncation: 0 }, 400, /^truncation: /],
    ['a truncation beyond float32', { truncation: 1e300 }, 400, /^truncation: expected a number above 0/],
    ['a class where there are none', { class: 1 }, 400, /the model has none/],
    ['an unknown form', { format: 'gif' }, 400, /^format: /],
    ['a body that is too large', { latents: [['x'.repeat(5_000_000)]] }, 413, /more than 4194304 bytes/],
  ];
  test.each(refusals)('%s', async (_, body, status, words) => {
    const { error, hint } = await json<{ error: string; hint: string }>(
      digits,
      post('/v1/images', body),
      status,
    );
    expect(error).toMatch(words);
    expect(hint).not.toBe('');
  });

  test('a body that is not JSON, an unknown class, another method, another address', async () => {
    const ask = (asked: Request, status: number) => json<{ error: string }>(classes, asked, status);
    const broken = request('/v1/images', { method: 'POST', body: '{' });
    expect((await ask(broken, 400)).error).toContain('not JSON');
    expect((await ask(post('/v1/images', { class: 'too' }), 400)).error).toContain("did you mean 'two'");
    const headers = { 'Content-Encoding': 'gzip' };
    expect((await ask(post('/v1/images', {}, { headers }), 415)).error).toContain('bodies in gzip');
    const other = await classes(request('/v1/images'));
    expect([other.status, other.headers.get('Allow')]).toEqual([405, 'POST']);
    expect((await ask(request('/v1/pictures'), 404)).error).toContain('/v1/pictures');
  });

  test('options', () => {
    const file = generators.file('digits.pt');
    expect(() => handler(file, { maxWeit: 1 } as object)).toThrow("did you mean 'maxWait'");
    expect(() => handler(file, { batchSize: 0 })).toThrow('batchSize: expected a whole number of at least 1');
    expect(() => handler(file, { maxQueue: 8 })).toThrow('maxQueue: expected a whole number of at least 256');
  });

  test('a generator that cannot be opened', async () => {
    const none = handler(generators.file('none.pt'));
    await expect(none.opened).rejects.toThrow('there is no file');
    expect((await json<{ error: string }>(none, post('/v1/images', {}), 500)).error).toContain('none.pt');
    expect((await none(request('/v2/health/live'))).status).toBe(503);
    await none.close();
  });
});
