// Bounds: a full queue, a deadline, clients that are gone, and an end that loses nothing.
import { type Handler, handler, type ServeOptions } from 'tadpole/serve';
import { Generators, json, post, request } from './generators';

const generators = new Generators();

// Images wait for others until a batch is full, so that the tests decide when they are drawn.
const FOREVER = 1e8;

/** Runs `test` with a handler that draws when four images are there. */
async function serving(options: ServeOptions, test: (served: Handler) => Promise<void>): Promise<void> {
  const limits = { batchSize: 4, maxWait: FOREVER, deadline: FOREVER, ...options };
  const served = handler(generators.file('digits.pt'), limits);
  await served.opened;
  await test(served);
  await served.close();
}

const ask = (served: Handler, count: number, init: RequestInit = {}): Promise<Response> =>
  served(post('/v1/images', { count }, init));

/** A counter or a gauge; undefined when it has no value. */
async function metric(served: Handler, name: string): Promise<number | undefined> {
  const text = await (await served(request('/metrics'))).text();
  const line = text.split('\n').find((one) => one.startsWith(`${name} `));
  return line === undefined ? undefined : Number(line.split(' ').at(-1));
}

test('a full queue is said with 503 and when to come again; what waits is drawn', async () => {
  await serving({ maxQueue: 4, maxCount: 4 }, async (served) => {
    const first = ask(served, 3);
    const second = await ask(served, 2);
    expect([second.status, second.headers.get('Retry-After')]).toEqual([503, '1']);
    expect(((await second.json()) as { error: string }).error).toBe('3 images are waited for already');
    const third = ask(served, 1);
    expect(await Promise.all([first, third]).then((all) => all.map(({ status }) => status))).toEqual([
      200, 200,
    ]);
    expect(await metric(served, 'tadpole_requests_given_up_total{reason="queue full"}')).toBe(1);
    expect(await metric(served, 'tadpole_queued_images')).toBe(0);
    expect(await metric(served, 'tadpole_batch_images_sum')).toBe(4);
  });
});

test('what is not drawn in time is answered with 504, and not drawn', async () => {
  await serving({ deadline: 50 }, async (served) => {
    const { error } = await json<{ error: string }>(served, post('/v1/images', {}), 504);
    expect(error).toBe('not drawn within 50 ms');
    expect(await metric(served, 'tadpole_batch_images_sum')).toBe(0);
    expect(await metric(served, 'tadpole_requests_given_up_total{reason="deadline"}')).toBe(1);
  });
});

test('the work of a client that is gone is dropped', async () => {
  await serving({}, async (served) => {
    const client = new AbortController();
    const gone = ask(served, 3, { signal: client.signal });
    const stays = ask(served, 2);
    client.abort();
    expect((await gone).status).toBe(499);
    expect((await ask(served, 2)).status).toBe(200);
    expect((await stays).status).toBe(200);
    expect(await metric(served, 'tadpole_requests_given_up_total{reason="client gone"}')).toBe(1);
    expect(await metric(served, 'tadpole_batch_images_sum')).toBe(4);
  });
});

test('at the end what was taken is answered, nothing more is taken, and readiness says so', async () => {
  await serving({ maxWait: 200 }, async (served) => {
    expect((await served(request('/v1/images/7.png'))).status).toBe(200);
    const taken = ask(served, 1);
    while ((await metric(served, 'tadpole_queued_images')) !== 1);
    const closed = served.close();
    expect(await json(served, request('/v2/health/ready'), 503)).toEqual({ ready: false });
    expect(await json(served, request('/v2/models/digits/ready'), 503)).toMatchObject({ ready: false });
    expect(await json(served, request('/v2/health/live'))).toEqual({ live: true });
    const refused = await ask(served, 1);
    expect([refused.status, refused.headers.has('Retry-After')]).toEqual([503, true]);
    expect((await served(request('/v1/images/7.png'))).status).toBe(503);
    expect((await taken).status).toBe(200);
    await closed;
  });
});

test('requests that come while the generator is opened are answered when it is open', async () => {
  const served = handler(generators.file('digits.pt'));
  expect((await served(request('/v2/health/ready'))).status).toBe(503);
  expect((await ask(served, 1)).status).toBe(200);
  expect((await served(request('/v2/health/ready'))).status).toBe(200);
  await served.close();
});
