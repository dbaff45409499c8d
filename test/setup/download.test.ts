// Downloads: resumed after an interruption, restarted when the file changed, abandoned with a remedy.
import fs from 'node:fs';
import path from 'node:path';
import { download, Unavailable } from '../../setup/download.mjs';
import { makeWorld, type World } from './world';

const CONTENT = Buffer.from('all of libtorch, byte by byte');
const URL = 'https://example.org/libtorch.zip';

let world: World;
let target: string;
beforeEach(() => {
  world = makeWorld();
  target = path.join(world.root, 'libtorch.zip');
});
afterEach(() => world.remove());

/** A body that gives some bytes and then breaks off. */
function brokenBody(bytes: Buffer): ReadableStream<Uint8Array> {
  let given = false;
  return new ReadableStream({
    pull(controller) {
      if (given) return controller.error(new Error('connection reset'));
      given = true;
      controller.enqueue(new Uint8Array(bytes));
    },
  });
}

/** A server that knows ranges, and whose first `breaks` answers end after ten bytes. */
function serve(breaks: number): void {
  const etag = '"1"';
  let answered = 0;
  world.onRequest((headers) => {
    const from = headers['if-range'] === etag ? Number(/\d+/.exec(headers['range'] ?? '')?.[0] ?? 0) : 0;
    const rest = CONTENT.subarray(from);
    const body = new Uint8Array(answered++ < breaks ? rest.subarray(0, 10) : rest);
    const about = { 'content-length': String(rest.length), etag };
    return new Response(body, { status: from > 0 ? 206 : 200, headers: about });
  });
}

test('a download that breaks off continues where it stopped', async () => {
  serve(2);
  await download(world, URL, target);
  expect(fs.readFileSync(target)).toEqual(CONTENT);
  expect(world.requests.map(({ headers }) => headers['range'])).toEqual([
    undefined,
    'bytes=10-',
    'bytes=20-',
  ]);
});

test('a part of an earlier run is continued', async () => {
  fs.writeFileSync(`${target}.part`, CONTENT.subarray(0, 7));
  fs.writeFileSync(`${target}.part.etag`, '"1"');
  serve(0);
  await download(world, URL, target);
  expect(fs.readFileSync(target)).toEqual(CONTENT);
  expect(world.requests[0]?.headers['range']).toBe('bytes=7-');
  expect(fs.readdirSync(world.root).filter((name) => name.includes('.part'))).toEqual([]);
});

test('when the file on the server has changed, the download starts over', async () => {
  fs.writeFileSync(`${target}.part`, 'of another file');
  fs.writeFileSync(`${target}.part.etag`, '"0"');
  serve(0);
  await download(world, URL, target);
  expect(fs.readFileSync(target)).toEqual(CONTENT);
});

test('after three breaks it is given up; the part stays for the next run', async () => {
  world.onRequest(
    () => new Response(brokenBody(CONTENT.subarray(0, 3)), { headers: { 'content-length': '29' } }),
  );
  await expect(download(world, URL, target)).rejects.toMatchObject({
    message: expect.stringContaining('broke off 3 times'),
    hint: expect.stringContaining('run this again'),
  });
  expect(fs.existsSync(target)).toBe(false);
  expect(fs.existsSync(`${target}.part`)).toBe(true);
});

test('an answer shorter than announced does not count as whole', async () => {
  world.onRequest(() => new Response('short', { headers: { 'content-length': '29' } }));
  await expect(download(world, URL, target)).rejects.toThrow(/broke off/);
});

test('no network, and a file that the server does not have, leave the way to another source', async () => {
  await expect(download(world, URL, target)).rejects.toBeInstanceOf(Unavailable);
  world.onRequest(() => new Response('', { status: 403 }));
  await expect(download(world, URL, target)).rejects.toThrow('the server answers 403');
});
