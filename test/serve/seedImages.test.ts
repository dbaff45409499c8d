// GET /v1/images/{seed}.png: the same bytes always, so that they can be kept.
import { gan, images } from 'tadpole';
import { type Handler, handler } from 'tadpole/serve';
import { bytes, Generators, json, post, request } from './generators';

const generators = new Generators();
let served: Handler;
beforeAll(async () => {
  served = handler(generators.file('classes.pt'));
  await served.opened;
});
afterAll(() => served.close());

const SEEDS = Array.from({ length: 30 }, (_, index) => index);

test('the image of a seed is that of `tadpole sample --seeds`, byte for byte', async () => {
  const own = gan.SavedGenerator.load(generators.file('classes.pt'));
  const chosen = { truncation: 0.7, classes: 'two' };
  const picture = images.makeGrid(own.sampleSeeds([7], chosen), { range: [-1, 1] });
  const png = await bytes(served, request('/v1/images/7.png?class=two&truncation=0.7'));
  expect(png.equals(images.encodePng(picture))).toBe(true);
  own.dispose();
});

test('whatever is drawn beside it, another time and by another server, the bytes are the same', async () => {
  const first = await Promise.all(SEEDS.map((seed) => bytes(served, request(`/v1/images/${seed}.png`))));
  const other = handler(generators.file('classes.pt'), { batchSize: 5 });
  const others = SEEDS.map((seed) => other(post('/v1/images', { seed, count: 3 })));
  const again = await Promise.all(SEEDS.map((seed) => bytes(other, request(`/v1/images/${seed}.png`))));
  await Promise.all(others);
  expect(again).toEqual(first);
  await other.close();
});

test('it may be kept, and is not sent to whoever has it', async () => {
  const { headers } = await served(request('/v1/images/1.png'));
  expect(headers.get('Cache-Control')).toBe('public, max-age=3600');
  const tag = headers.get('ETag') ?? '';
  const again = await served(request('/v1/images/1.png', { headers: { 'If-None-Match': tag } }));
  expect([again.status, await again.text()]).toEqual([304, '']);
  const other = await served(request('/v1/images/2.png', { headers: { 'If-None-Match': tag } }));
  expect(other.status).toBe(200);
  const head = await served(request('/v1/images/1.png', { method: 'HEAD' }));
  expect([head.status, head.headers.get('ETag'), await head.text()]).toEqual([200, tag, '']);
});

test.each([
  ['/v1/images/4294967296.png', 400, /seed: expected a whole number from 0 to 2147483647/],
  ['/v1/images/1.png?sead=1', 400, /sead/],
  ['/v1/images/1.png?class=ten', 400, /there is no class 'ten'/],
  ['/v1/images/one.png', 404, /nothing at/],
])('%s is refused in words', async (address, status, words) => {
  expect((await json<{ error: string }>(served, request(address), status)).error).toMatch(words);
});
