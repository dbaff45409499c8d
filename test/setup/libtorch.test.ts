// Where set-up looks for libtorch, in which order, and its errors for what does not fit.
import fs from 'node:fs';
import path from 'node:path';
import { readChoice } from '../../setup/libtorch/choice.mjs';
import { libtorch } from '../../setup/libtorch/libtorch.mjs';
import { installPip, installPython, place, setUp, zipOf } from './libtorchSources';
import { listFiles, makeWorld, VERSIONS, type World } from './world';

let world: World;
beforeEach(() => {
  world = makeWorld();
});
afterEach(() => world.remove());

const failure = async (): Promise<{ message: string; hint: string }> =>
  setUp(world).then(
    () => null,
    (error) => error,
  );

describe('the order of search', () => {
  test('LIBTORCH comes first, before an earlier download', async () => {
    place(world, 'libtorch/2.13.0-cpu/torch');
    world.env['LIBTORCH'] = place(world, 'mine');
    await setUp(world);
    expect(readChoice(world.root)).toMatchObject({ source: 'LIBTORCH', path: path.join(world.root, 'mine') });
  });

  test('an earlier download comes before Python, which is not even asked', async () => {
    place(world, 'libtorch/2.13.0-cpu/torch');
    installPython(world, place(world, 'python/torch'));
    await setUp(world);
    expect(readChoice(world.root)).toMatchObject({ source: 'download', version: VERSIONS.cpu });
    expect(world.commands).toEqual([]);
  });

  test("Python's torch comes before the network", async () => {
    installPython(world, place(world, 'python/torch'));
    await setUp(world);
    expect(readChoice(world.root)?.source).toBe('python');
    expect(world.requests).toEqual([]);
  });

  test('a Python torch of another version is passed over, and set-up says so', async () => {
    installPython(world, place(world, 'python/torch', '2.9.0'));
    world.onRequest(() => new Response(new Uint8Array(zipOf(VERSIONS.cpu, 'cpu', 'libtorch'))));
    await setUp(world);
    expect(readChoice(world.root)?.source).toBe('archive');
    expect(world.printed.join('\n')).toContain('is 2.9.0 (cpu), wanted 2.13.0 (cpu)');
  });

  test('the archive comes before the wheel; only what is needed is kept of it', async () => {
    world.onRequest(
      () =>
        new Response(
          new Uint8Array(zipOf(VERSIONS.cpu, 'cpu', 'libtorch', { 'libtorch/build-version': '1' })),
        ),
    );
    await setUp(world);
    expect(world.requests[0]?.url).toBe(
      'https://download.pytorch.org/libtorch/cpu/libtorch-shared-with-deps-2.13.0%2Bcpu.zip',
    );
    expect(listFiles(path.join(world.root, 'libtorch'))).toEqual([
      '2.13.0-cpu/torch/include/ATen/ATen.h',
      '2.13.0-cpu/torch/include/torch/headeronly/version.h',
      '2.13.0-cpu/torch/lib/libc10.so',
      '2.13.0-cpu/torch/lib/libtorch.so',
      '2.13.0-cpu/torch/lib/libtorch_cpu.so',
    ]);
  });

  test('the wheel comes last, when the archive cannot be reached', async () => {
    installPython(world);
    installPip(world, /pip download .*torch==2\.13\.0\+cpu/, {
      'torch-2.13.0+cpu-cp311.whl': zipOf(VERSIONS.cpu, 'cpu', 'torch'),
    });
    await setUp(world);
    expect(readChoice(world.root)?.source).toBe('wheel');
    expect(world.printed).toContainEqual(
      expect.stringContaining('cannot be downloaded (fetch failed: getaddrinfo ENOTFOUND)'),
    );
  });

  test('what was chosen once stays chosen, without another search', async () => {
    installPython(world, place(world, 'python/torch'));
    await setUp(world);
    world.commands.length = 0;
    expect(await libtorch.done(world)).toContain('libtorch 2.13.0 (cpu');
    expect(world.commands).toEqual([]);
  });

  test('a choice whose folder is gone is made again', async () => {
    installPython(world, place(world, 'python/torch'));
    await setUp(world);
    fs.rmSync(path.join(world.root, 'python'), { recursive: true });
    expect(await libtorch.done(world)).toBeNull();
  });

  test('there is no archive for Linux on ARM: the wheel is taken at once', async () => {
    Object.assign(world, { arch: 'arm64' });
    installPython(world);
    installPip(world, /pip download .*torch==2\.13\.0\+cpu/, {
      'torch-2.13.0-cp311.whl': zipOf(VERSIONS.cpu, 'cpu', 'torch'),
    });
    await setUp(world);
    expect(world.requests).toEqual([]);
    expect(readChoice(world.root)?.source).toBe('wheel');
  });
});

describe('what does not fit is named with its remedy', () => {
  test('LIBTORCH without a libtorch in it', async () => {
    world.env['LIBTORCH'] = world.root;
    expect(await failure()).toMatchObject({
      message: `LIBTORCH is ${world.root}, which holds no libtorch`,
      hint: expect.stringContaining('include/ and lib/'),
    });
  });

  test('LIBTORCH of another version', async () => {
    world.env['LIBTORCH'] = place(world, 'old', '2.4.0');
    expect(await failure()).toMatchObject({
      message: expect.stringContaining('holds libtorch 2.4.0; Tadpole is made for 2.13.0 and 2.14.1'),
      hint: expect.stringContaining('unset it'),
    });
  });

  test('LIBTORCH of another version, which TADPOLE_ANY_LIBTORCH accepts as untested', async () => {
    Object.assign(world.env, { LIBTORCH: place(world, 'other', '2.11.0'), TADPOLE_ANY_LIBTORCH: '1' });
    await setUp(world);
    expect(readChoice(world.root)).toMatchObject({ version: '2.11.0', untested: true });
    expect(await libtorch.done(world)).toContain('UNTESTED');
  });

  test('LIBTORCH of another variant than TADPOLE_LIBTORCH asks for', async () => {
    Object.assign(world.env, { LIBTORCH: place(world, 'mine'), TADPOLE_LIBTORCH: 'cuda' });
    expect((await failure()).message).toMatch(/a build for cpu, and TADPOLE_LIBTORCH asks for cuda/);
  });

  test('an unknown TADPOLE_LIBTORCH', async () => {
    world.env['TADPOLE_LIBTORCH'] = 'gpu';
    expect(await failure()).toMatchObject({
      message: 'TADPOLE_LIBTORCH is "gpu"',
      hint: 'set it to cpu, cuda or auto',
    });
  });

  test('neither network nor Python', async () => {
    expect(await failure()).toMatchObject({
      message: 'there is no Python to download the libtorch wheel with',
      hint: expect.stringContaining('LIBTORCH'),
    });
  });

  test('a Python without pip', async () => {
    installPython(world);
    world.onCommand(/pip download/, { code: 1, stderr: '/usr/bin/python3: No module named pip' });
    expect(await failure()).toMatchObject({
      message: 'python3 has no pip',
      hint: expect.stringContaining('ensurepip'),
    });
  });

  test('where the machine has a GPU, the build without CUDA is a way out', async () => {
    Object.assign(world, { hasNvidiaDriver: () => true });
    installPython(world);
    world.onCommand(/pip download/, { code: 1, stderr: 'ERROR: No matching distribution found' });
    expect((await failure()).hint).toContain('or set TADPOLE_LIBTORCH=cpu for the build without CUDA');
  });

  test("pip's own reason is passed on", async () => {
    installPython(world);
    world.onCommand(/pip download/, { code: 1, stderr: 'WARNING: x\nERROR: No matching distribution found' });
    expect((await failure()).message).toBe(
      'pip cannot download torch 2.13.0 (No matching distribution found)',
    );
  });

  test('an archive that holds another version leaves nothing behind that looks done', async () => {
    world.onRequest(() => new Response(new Uint8Array(zipOf('2.12.0', 'cpu', 'libtorch'))));
    expect((await failure()).message).toBe('the archive holds libtorch 2.12.0, expected 2.13.0');
    expect(fs.existsSync(path.join(world.root, 'libtorch/2.13.0-cpu'))).toBe(false);
  });

  test('an archive with the wrong SHA-256 is removed', async () => {
    world.env['TADPOLE_LIBTORCH_SHA256'] = '0'.repeat(64);
    world.onRequest(() => new Response(new Uint8Array(zipOf(VERSIONS.cpu, 'cpu', 'libtorch'))));
    expect(await failure()).toMatchObject({
      message: expect.stringMatching(/has the SHA-256 [0-9a-f]{64}, expected 0{64}/),
      hint: expect.stringContaining('run this again'),
    });
    expect(listFiles(path.join(world.root, 'build'))).toEqual([]);
  });
});
