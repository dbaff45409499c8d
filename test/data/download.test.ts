// Downloading a dataset from a local server: complete, interrupted and resumed, wrong, or unavailable.
import { type ChildProcess, fork } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { data } from 'tadpole';

const CONTENT = Buffer.from(Array.from({ length: 5000 }, (_, i) => i % 251));
const LABELS = Buffer.from('labels');
const ETAG = '"1"';

let folder: string;
let server: Server;
let origin: string;
/** The paths and headers of all requests. */
let requests: { path: string; headers: IncomingHttpHeaders }[];
/** What the server has, by path. */
let files: Record<string, Buffer>;
/** The next answers that break off after 1000 bytes. */
let breaks: number;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tadpole-download-'));
  requests = [];
  files = { '/images.gz': CONTENT, '/labels.gz': LABELS };
  breaks = 0;
  server = createServer(({ url = '', headers }, response) => {
    requests.push({ path: url, headers });
    const whole = files[url];
    if (whole === undefined) {
      response.writeHead(404).end();
      return;
    }
    const from = headers['if-range'] === ETAG ? Number(/\d+/.exec(headers.range ?? '')?.[0] ?? 0) : 0;
    const rest = whole.subarray(from);
    response.writeHead(from > 0 ? 206 : 200, { 'content-length': rest.length, etag: ETAG });
    if (breaks === 0) {
      response.end(rest);
      return;
    }
    breaks--;
    response.write(rest.subarray(0, 1000));
    // Bytes that are still under way when the connection breaks would be lost, now and then.
    const part = join(folder, `${url.slice(1)}.unchecked.part`);
    const watch = setInterval(() => {
      if ((statSync(part, { throwIfNoEntry: false })?.size ?? 0) >= from + 1000) response.destroy();
    }, 5);
    response.on('close', () => clearInterval(watch));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterEach(async () => {
  rmSync(folder, { recursive: true });
  server.closeAllConnections();
  await new Promise((closed) => server.close(closed));
});

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

function entry(): data.RegistryEntry {
  const file = (name: string, content: Buffer) => ({
    name,
    download: { url: `${origin}/${name}.gz`, bytes: content.length, sha256: sha256(content) },
  });
  return {
    name: 'tiny',
    title: 'Tiny',
    format: 'idx',
    source: 'http://example.org/tiny',
    citation: 'Nobody',
    licence: 'none',
    imageShape: [1, 28, 28],
    imageCounts: { train: 1, test: 1 },
    classes: ['0'],
    files: [file('images', CONTENT), file('labels', LABELS)],
  };
}

interface Outcome {
  paths?: string[];
  error?: { name: string; problem: string; hint: string };
  log: string[];
}

/** Jest's world cannot import the module of set-up that downloads: a process of its own can. */
let downloader: ChildProcess;
let ended: Promise<unknown[]>;
const start = (): void => {
  downloader = fork(join(__dirname, 'downloadProcess.mjs'), { execArgv: [] });
  ended = once(downloader, 'exit');
};
beforeAll(start);
afterAll(() => downloader.kill());

/** `data.download` into `folder`, from a `mirror` where one is given. */
async function download(what: data.RegistryEntry = entry(), mirror?: string): Promise<Outcome> {
  downloader.send({ entry: what, folder, mirror });
  const [outcome] = await Promise.race([once(downloader, 'message'), ended]);
  return outcome as Outcome;
}

test('every published file is fetched, checked and put in place; a second time nothing is asked for', async () => {
  const targets = [join(folder, 'images.gz'), join(folder, 'labels.gz')];
  expect((await download()).paths).toEqual(targets);
  expect(targets.map((path) => readFileSync(path))).toEqual([CONTENT, LABELS]);
  expect(readdirSync(folder).sort()).toEqual(['images.gz', 'labels.gz']);
  expect(requests).toHaveLength(2);
  expect((await download()).paths).toEqual(targets);
  expect(requests).toHaveLength(2);
});

test('a download that breaks off is gone on with, in this run and in the next', async () => {
  breaks = 4;
  const first = await download();
  expect(first.error).toMatchObject({
    name: 'TadpoleError',
    problem: expect.stringContaining(`the download of ${origin}/images.gz broke off 3 times`),
    hint: expect.stringContaining('run this again'),
  });
  expect(first.log.join()).toContain('images.gz: broke off');
  expect(readdirSync(folder)).not.toContain('images.gz');
  downloader.kill();
  start();
  expect((await download()).paths).toHaveLength(2);
  expect(readFileSync(join(folder, 'images.gz'))).toEqual(CONTENT);
  const asked = requests.filter(({ path }) => path === '/images.gz').map(({ headers }) => headers.range);
  expect(asked).toEqual([undefined, 'bytes=1000-', 'bytes=2000-', 'bytes=3000-', 'bytes=4000-']);
});

test.each([
  ['of the same length', Buffer.alloc(CONTENT.length)],
  ['of another length', Buffer.from('<html>log in</html>')],
])('a file %s that is not the published one is removed', async (_, content) => {
  files['/images.gz'] = content;
  const { error } = await download();
  expect(error).toMatchObject({
    name: 'TadpoleError',
    problem: `${origin}/images.gz: expected 5000 bytes with the SHA-256 ${sha256(CONTENT)}, got ${content.length} bytes with ${sha256(content)}`,
    hint: expect.stringContaining('the file was removed'),
  });
  expect(readdirSync(folder)).toEqual([]);
});

test('what is there already is left as it is', async () => {
  writeFileSync(join(folder, 'images.gz'), 'mine');
  expect((await download()).paths).toHaveLength(2);
  expect(readFileSync(join(folder, 'images.gz'), 'utf8')).toBe('mine');
});

test('without a network, the error says which files to put where by hand', async () => {
  const unreachable = entry();
  await new Promise((closed) => server.close(closed));
  const { error } = await download(unreachable);
  expect(error?.problem).toContain(`${origin}/images.gz cannot be downloaded: fetch failed`);
  for (const [name, content] of [
    ['images.gz', CONTENT],
    ['labels.gz', LABELS],
  ] as const) {
    expect(error?.hint).toContain(`${origin}/${name} as ${join(folder, name)} (SHA-256 ${sha256(content)})`);
  }
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
});

test('a server that does not have a file: only what is still missing is named', async () => {
  delete files['/labels.gz'];
  const { error } = await download();
  expect(error?.problem).toBe(`${origin}/labels.gz cannot be downloaded: the server answers 404`);
  expect(error?.hint).not.toContain('images.gz');
  expect(readFileSync(join(folder, 'images.gz'))).toEqual(CONTENT);
});

test('TADPOLE_DATA_URL names a mirror, whose files are checked as well', async () => {
  const elsewhere = entry();
  files = { '/mirror/images.gz': CONTENT, '/mirror/labels.gz': Buffer.from('others') };
  const { error } = await download(elsewhere, `${origin}/mirror/`);
  expect(error?.problem).toContain(`${origin}/mirror/labels.gz: expected 6 bytes`);
  expect(readdirSync(folder)).toEqual(['images.gz']);
});

test('where nothing comes, no new folder is left behind; those that were there stay', async () => {
  files = {};
  const outer = folder;
  folder = join(outer, 'data', 'tiny');
  expect((await download()).error?.problem).toMatch(/the server answers 404/);
  expect(readdirSync(outer)).toEqual([]);
  mkdirSync(folder, { recursive: true });
  await download();
  expect(readdirSync(join(outer, 'data'))).toEqual(['tiny']);
  folder = outer;
});

test('a folder that cannot be made, and a dataset that is not published, are errors', async () => {
  expect((await download({ ...entry(), files: [] })).error?.problem).toMatch(
    /not published in files of its own/,
  );
  writeFileSync(join(folder, 'file'), '');
  folder = join(folder, 'file');
  expect((await download()).error?.problem).toMatch(/the folder .*file cannot be written \(ENOTDIR\)/);
  folder = join(folder, '..');
});
