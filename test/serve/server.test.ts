// The server: whom it answers, in public and not, and the latent lab at its root.
import { EventEmitter, once } from 'node:events';
import http from 'node:http';
import { images } from 'tadpole';
import { handler, type RunningServer, startServer } from 'tadpole/serve';
import type { LabPicture } from '../../dist/view/protocol';
import { findChromium, openPage, startBrowser } from '../view/browser';
import { expectAlike, Generators } from './generators';

const generators = new Generators();
const start = (options: Parameters<typeof startServer>[1] = {}): Promise<RunningServer> =>
  startServer(handler(generators.file('digits.pt')), { port: 0, ...options });

/** A request with headers that `fetch` would not send. */
function raw(url: string, address: string, headers: Record<string, string>): Promise<http.IncomingMessage> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const asked = http.request({ hostname, port, path: address, method: 'POST', headers }, (response) => {
      response.resume();
      response.on('end', () => resolve(response));
    });
    asked.on('error', reject).end('{}');
  });
}

describe('for this machine', () => {
  let server: RunningServer;
  beforeAll(async () => {
    server = await start();
  });
  afterAll(() => server.close());

  test('programs and its own pages are answered', async () => {
    const own = new URL(server.url).host;
    const known: Record<string, string>[] = [
      { Host: own },
      { Host: 'localhost' },
      { Host: own, Origin: `http://${own}` },
    ];
    for (const headers of known) {
      expect((await raw(server.url, '/v1/images', headers)).statusCode).toBe(200);
    }
  });

  test.each<[string, Record<string, string>]>([
    ['another name for this address', { Host: 'evil.example' }],
    ['a page from elsewhere', { Origin: 'https://evil.example' }],
    ['a picture in a foreign page', { 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'no-cors' }],
  ])('%s is not', async (_, headers) => {
    const { host } = new URL(server.url);
    expect((await raw(server.url, '/v1/images', { Host: host, ...headers })).statusCode).toBe(403);
  });

  test('the lab draws what the generator draws', async () => {
    const query = new URLSearchParams({ what: 'draw', of: 'generator', seeds: '3' });
    const { png, command } = (await (await fetch(`${server.url}api/lab?${query}`)).json()) as LabPicture;
    expect(command).toContain('digits.pt --seeds 3');
    const seed = await fetch(`${server.url}v1/images/3.png`);
    expectAlike(Buffer.from(png, 'base64'), images.decodePng(Buffer.from(await seed.arrayBuffer())));
  });

  const chromium = findChromium();
  (chromium === undefined ? test.skip : test)('the page is the lab and nothing else', async () => {
    const browser = await startBrowser(chromium ?? '');
    const page = await openPage(browser);
    const complaints: string[] = [];
    page.on('pageerror', ({ message }) => complaints.push(message));
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    await page.goto(server.url);
    await page.getByRole('img', { name: '4 by 4 generated images' }).waitFor();
    expect(await page.getByRole('navigation').getByRole('button').allTextContents()).toEqual(['Latent lab']);
    expect(await page.getByText('Keys').count()).toBe(0);
    expect(complaints).toEqual([]);
    await browser.close();
  });
});

test('in public every name and every page is answered', async () => {
  const server = await start({ isPublic: true });
  const response = await raw(server.url, '/v1/images', {
    Host: 'gan.example',
    Origin: 'https://page.example',
  });
  expect(response.statusCode).toBe(200);
  expect(response.headers['access-control-allow-origin']).toBe('*');
  expect(response.headers['cross-origin-resource-policy']).toBe('cross-origin');
  const asked = await fetch(`${server.url}v1/images`, {
    method: 'OPTIONS',
    headers: { Origin: 'https://page.example', 'Access-Control-Request-Method': 'POST' },
  });
  expect([asked.status, asked.headers.get('access-control-allow-methods')]).toEqual([
    204,
    expect.stringContaining('POST'),
  ]);
  await server.close();
});

test('on all addresses it goes by each of them, but by no name', async () => {
  const server = await start({ host: '0.0.0.0' });
  const url = server.url.replace('0.0.0.0', '127.0.0.1');
  expect((await raw(url, '/v1/images', { Host: '192.0.2.7:4500' })).statusCode).toBe(200);
  expect((await raw(url, '/v1/images', { Host: 'gan.example' })).statusCode).toBe(403);
  await server.close();
});

test('a client that leaves frees its place in the queue', async () => {
  const served = handler(generators.file('digits.pt'), { batchSize: 4, maxWait: 1e8, deadline: 1e8 });
  const server = await startServer(served, { port: 0 });
  const client = new AbortController();
  const ask = (init: RequestInit) => fetch(`${server.url}v1/images`, { method: 'POST', ...init });
  const left = ask({ body: '{"count":3}', signal: client.signal });
  const queued = async (): Promise<string | undefined> => {
    const text = await (await fetch(`${server.url}metrics`)).text();
    return /^tadpole_queued_images (\d+)$/m.exec(text)?.[1];
  };
  while ((await queued()) !== '3');
  client.abort();
  await expect(left).rejects.toThrow();
  while ((await queued()) !== '0');
  expect((await ask({ body: '{"count":4}' })).status).toBe(200);
  await server.close();
});

test('an answer that is under way when the server ends tells the client to connect anew', async () => {
  const events = new EventEmitter();
  const [taken, drawn] = [once(events, 'taken'), once(events, 'drawn')];
  const slow = async (): Promise<Response> => {
    events.emit('taken');
    await drawn;
    return new Response('{}');
  };
  const about = { opened: new Promise<never>(() => {}), close: async () => void (await drawn) };
  const server = await startServer(Object.assign(slow, about), { port: 0 });
  const answer = raw(server.url, '/', { Connection: 'keep-alive' });
  await taken;
  const closed = server.close();
  events.emit('drawn');
  expect((await answer).headers.connection).toBe('close');
  await closed;
});
