// The server of `tadpole view`: what it serves, to whom, and what it withholds.
import { once } from 'node:events';
import fs from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { Library } from '../../dist/view/library';
import type { Overview } from '../../dist/view/protocol';
import { startView, type View } from '../../dist/view/server';
import { gridFile, losses, makeFolder, makeRun } from './runs';

let folder: string;
let view: View;
beforeAll(async () => {
  folder = makeFolder();
  makeRun(folder, 'first');
  makeRun(folder, 'second', { seed: 1 });
  view = await startView(new Library([folder]), { port: 0 });
});
afterAll(async () => {
  await view.close();
  fs.rmSync(folder, { recursive: true, force: true });
});

const root = (name: string): string => path.join(folder, name);
const get = (address: string, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(new URL(address, view.url), { headers });

/** A request as it is written, with headers that `fetch` would not send. */
function raw(address: string, options: http.RequestOptions = {}): Promise<{ status: number; body: string }> {
  const { hostname, port } = new URL(view.url);
  return new Promise((resolve, reject) => {
    const request = http.request({ hostname, port, path: address, ...options }, (response) => {
      let body = '';
      response.on('data', (part) => {
        body += part;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body }));
    });
    request.on('error', reject).end();
  });
}

describe('who is answered', () => {
  test('the page and programs of this machine', async () => {
    for (const host of ['127.0.0.1', 'localhost:9', 'LOCALHOST']) {
      expect((await raw('/api/runs', { headers: { Host: host } })).status).toBe(200);
    }
    const { host } = new URL(view.url);
    expect((await raw('/api/runs', { headers: { Host: host, Origin: `http://${host}` } })).status).toBe(200);
  });

  test.each([
    ['another name for this address', { Host: 'evil.example' }],
    ['a name that begins like ours', { Host: 'localhost.evil.example' }],
    ['a page from elsewhere', { Origin: 'https://evil.example' }],
    ['a page from a file', { Origin: 'null' }],
    ['a page of another port', { Origin: 'http://127.0.0.1:1' }],
    ['a picture in a foreign page', { 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'no-cors' }],
  ])('%s is refused', async (_, headers) => {
    for (const address of ['/api/runs', '/runs/first/reals.png']) {
      expect((await raw(address, { headers })).status).toBe(403);
    }
  });

  test('a link from elsewhere leads to the page, and to nothing else', async () => {
    const headers = { 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'navigate' };
    expect((await raw('/', { headers })).status).toBe(200);
    expect((await raw('/api/runs', { headers })).status).toBe(403);
  });

  test.each(['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'])(
    '%s is refused: nothing is written',
    async (method) => {
      expect((await raw('/runs/first/config.json', { method })).status).toBe(405);
      expect(fs.existsSync(path.join(root('first'), 'config.json'))).toBe(true);
    },
  );

  test('only this machine can connect', async () => {
    const others = Object.values(os.networkInterfaces())
      .flat()
      .filter((one) => one && !one.internal && one.family === 'IPv4');
    for (const other of others) {
      const socket = net.connect({ host: other?.address ?? '', port: Number(new URL(view.url).port) });
      const [error] = (await once(socket, 'error')) as [NodeJS.ErrnoException];
      expect(error.code).toBe('ECONNREFUSED');
    }
  });
});

describe('runs', () => {
  const overview = async (): Promise<Overview> => (await get('/api/runs')).json() as Promise<Overview>;

  test('are listed with their grids, events and how they stand', async () => {
    const { runs } = await overview();
    expect(runs.map(({ id }) => id)).toEqual(['first', 'second']);
    expect(runs[0]).toMatchObject({
      state: 'unknown',
      step: 300,
      steps: 300,
      config: { recipe: 'digits', seed: 0 },
      grids: [{ step: 100 }, { step: 200 }, { step: 300 }],
      generator: false,
      checkpoints: [],
    });
    expect(runs[0]?.events?.size).toBe(fs.statSync(path.join(root('first'), 'events.jsonl')).size);
  });

  test('that come, go, or are damaged', async () => {
    const late = makeRun(folder, 'late', {
      status: {
        state: 'interrupted',
        step: 7,
        steps: 300,
        pid: 1,
        host: 'h',
        started: '',
        updated: '',
        lock: '1',
      },
    });
    fs.writeFileSync(path.join(late, 'config.json'), '{"recipe":');
    const found = (await overview()).runs.find(({ id }) => id === 'late');
    expect(found).toMatchObject({ state: 'interrupted', step: 7, config: null });
    fs.rmSync(late, { recursive: true });
    expect((await overview()).runs.map(({ id }) => id)).toEqual(['first', 'second']);
  });

  test("settings that are not the recipe's own are named", async () => {
    const one = makeRun(folder, 'changed', { settings: { generatorLearningRate: 0.5, beta1: 0.5 } });
    const { changed } = (await overview()).runs.find(({ id }) => id === 'changed') ?? {};
    expect(changed).toMatchObject({ generatorLearningRate: 0.5 });
    expect(changed).not.toHaveProperty('beta1');
    fs.rmSync(one, { recursive: true });
  });
});

describe('files', () => {
  const events = '/runs/first/events.jsonl';
  const text = (): string => fs.readFileSync(path.join(root('first'), 'events.jsonl'), 'utf8');

  test('whole, with a tag by which an asker who has it already is spared it', async () => {
    const answer = await get('/runs/first/samples/step-000100.png');
    expect(answer.headers.get('content-type')).toBe('image/png');
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(fs.readFileSync(gridFile(root('first'), 100)));
    const again = await get('/runs/first/samples/step-000100.png', {
      'If-None-Match': answer.headers.get('etag') ?? '',
    });
    expect(again.status).toBe(304);
  });

  test.each([
    ['bytes=10-19', 206, (whole: string) => whole.slice(10, 20)],
    ['bytes=10-', 206, (whole: string) => whole.slice(10)],
    ['bytes=-10', 206, (whole: string) => whole.slice(-10)],
    ['bytes=0-99999', 206, (whole: string) => whole],
    ['bytes=99999-', 416, () => ''],
    ['bytes=5-2', 416, () => ''],
    ['bytes=0-1,4-5', 200, (whole: string) => whole],
    ['lines=1-2', 200, (whole: string) => whole],
  ])('in part: %s', async (range, status, part) => {
    const answer = await get(events, { Range: range });
    expect(answer.status).toBe(status);
    expect(await answer.text()).toBe(part(text()));
    if (status === 206) expect(answer.headers.get('content-range')).toMatch(/^bytes \d+-\d+\/\d+$/);
  });

  test('events that were cut back are no longer the file that was listed', async () => {
    const run = makeRun(folder, 'cut');
    const generation = async (): Promise<string> => {
      const { runs } = (await (await get('/api/runs')).json()) as Overview;
      return runs.find(({ id }) => id === 'cut')?.events?.generation ?? '';
    };
    const address = `/runs/cut/events.jsonl?generation=${await generation()}`;
    const file = path.join(run, 'events.jsonl');
    fs.appendFileSync(file, `${JSON.stringify(losses([400])[0])}\n`);
    expect((await get(address)).status).toBe(200);
    fs.writeFileSync(`${file}.new`, `${JSON.stringify(losses([100])[0])}\n`);
    fs.renameSync(`${file}.new`, file);
    expect((await get(address)).status).toBe(412);
    expect((await get(`/runs/cut/events.jsonl?generation=${await generation()}`)).status).toBe(200);
    fs.rmSync(run, { recursive: true });
  });

  test.each([
    '/runs/first/samples/step-000400.png',
    '/runs/first/.lock',
    '/runs/first/generator.pt',
    '/runs/first/checkpoints/step-000100/state.json',
    '/runs/first/samples/../../../config.json',
    '/runs/../server.js',
    '/runs/first/%2e%2e%2fsecond%2fconfig.json',
    '/runs/nobody/config.json',
    '/runs/first/samples/',
    '/runs//config.json',
    '/etc/passwd',
    '//etc/passwd',
  ])('%s is not there', async (address) => {
    expect((await raw(address)).status).toBe(404);
  });

  test('nothing outside of the run folder is read, through no link', async () => {
    const secret = path.join(folder, 'secret');
    fs.writeFileSync(secret, 'secret');
    fs.symlinkSync(secret, path.join(root('second'), 'reals.png'));
    fs.mkdirSync(path.join(folder, 'elsewhere'));
    fs.copyFileSync(gridFile(root('first'), 100), path.join(folder, 'elsewhere', 'step-000001.png'));
    fs.rmSync(path.join(root('second'), 'samples'), { recursive: true });
    fs.symlinkSync(path.join(folder, 'elsewhere'), path.join(root('second'), 'samples'));
    fs.symlinkSync(root('first'), path.join(folder, 'linked'));
    for (const address of [
      '/runs/second/reals.png',
      '/runs/second/samples/step-000001.png',
      '/runs/linked/config.json',
    ]) {
      expect((await get(address)).status).toBe(404);
    }
    expect((await get('/runs/second/config.json')).status).toBe(200);
    // The overview does not count what cannot be read, nor tell how large it is.
    const { runs } = (await (await get('/api/runs')).json()) as Overview;
    expect(runs.find(({ id }) => id === 'second')).toMatchObject({ grids: [], reals: false });
  });

  test('an address that cannot be read is refused in words', async () => {
    for (const address of ['//', 'http://[']) {
      expect(await raw(address)).toMatchObject({
        status: 400,
        body: expect.stringContaining('cannot be read'),
      });
    }
  });

  test('a folder in the place of a file is not there', async () => {
    fs.mkdirSync(path.join(root('first'), 'losses.png'));
    expect((await get('/runs/first/losses.png')).status).toBe(404);
  });
});

test('changes are told as they happen', async () => {
  const { hostname, port } = new URL(view.url);
  const request = http.get({ hostname, port, path: '/api/changes' });
  const [response] = (await once(request, 'response')) as [http.IncomingMessage];
  expect(response.headers['content-type']).toBe('text/event-stream');
  let heard = '';
  const told = new Promise<void>((resolve) => {
    response.on('data', (part) => {
      heard += part;
      if (heard.includes('event: changed')) resolve();
    });
  });
  await once(response, 'data');
  fs.appendFileSync(path.join(root('first'), 'events.jsonl'), `${JSON.stringify(losses([400])[0])}\n`);
  await told;
  expect(heard).toContain('data: {"runs":["first"]}');
  request.destroy();
});

describe('ports', () => {
  test('one that is taken is named, with what to do', async () => {
    const { port } = new URL(view.url);
    await expect(startView(new Library([folder]), { port: Number(port) })).rejects.toMatchObject({
      problem: `port ${port} is in use`,
      hint: expect.stringContaining('--port'),
    });
  });
});

describe('what can be shown', () => {
  test.each([
    ['nowhere', /there is no file or folder nowhere/],
    [__filename, /is not a run folder/],
  ])('%s is refused', (word, message) => {
    expect(() => new Library([word])).toThrow(message);
  });

  test('a run by itself, runs of one name, and a generator', () => {
    const other = path.join(folder, 'others');
    makeRun(other, 'first');
    fs.writeFileSync(path.join(other, 'python.pt'), '');
    const library = new Library([root('first'), other, path.join(other, 'python.pt')]);
    expect(library.places().map(({ id, kind }) => [id, kind])).toEqual([
      ['first', 'run'],
      ['first-2', 'run'],
      ['python.pt', 'generator'],
    ]);
    expect(library.find('first-2')?.root).toBe(path.join(other, 'first'));
    expect(library.find('third')).toBeUndefined();
  });
});
