// Where set-up looks for libtorch, in which order, and what it says when what it finds does not fit.
import fs from 'node:fs';
import path from 'node:path';
import { readChoice } from '../../setup/libtorch/choice.mjs';
import { libtorch } from '../../setup/libtorch/libtorch.mjs';
import { libtorchFiles, listFiles, makeWorld, VERSIONS, type World, writeFiles } from './world';
import { makeZip } from './zipFile';

let world: World;
beforeEach(() => {
  world = makeWorld();
});
afterEach(() => world.remove());

/** Puts a libtorch into a folder of the made-up world and gives its path. */
function place(folder: string, version = VERSIONS.cpu, variant: 'cpu' | 'cuda' = 'cpu'): string {
  const full = path.join(world.root, folder);
  writeFiles(full, libtorchFiles(version, variant));
  return full;
}

/** A Python whose torch lies in `torch`; without one it has none. */
function installPython(torch = ''): void {
  world.onCommand(/^python3 -c import sys/, {});
  world.onCommand(/^python3 -c import importlib/, { stdout: `${torch}\n` });
}

/** A wheel or an archive of libtorch, each file below `prefix`. */
function zipOf(
  version: string,
  variant: 'cpu' | 'cuda',
  prefix: string,
  more: Record<string, string> = {},
): Buffer {
  const files = Object.entries(libtorchFiles(version, variant)).map(([name, text]) => [
    `${prefix}/${name}`,
    text,
  ]);
  return makeZip({ ...Object.fromEntries(files), ...more });
}

/** A pip that puts `wheels` into the folder that it is asked to download to. */
function installPip(pattern: RegExp, wheels: Record<string, Buffer>): void {
  world.onCommand(pattern, (line) => {
    writeFiles(/--dest (\S+)/.exec(line)?.[1] ?? '', wheels);
    const about = Object.keys(wheels).flatMap((name) => [
      `Collecting ${name}`,
      `  Downloading https://example.org/${encodeURIComponent(name)}.metadata (28 kB)`,
      `  Downloading https://example.org/${encodeURIComponent(name)} (123.4 MB)`,
    ]);
    return { stdout: [...about, 'Successfully downloaded'].join('\n') };
  });
}

/** Runs the step as set-up does: only when it is not done. */
async function setUp(): Promise<void> {
  if ((await libtorch.done(world)) === null) await libtorch.run(world);
}

const failure = async (): Promise<{ message: string; hint: string }> =>
  setUp().then(
    () => null,
    (error) => error,
  );

describe('the order of search', () => {
  test('LIBTORCH comes first, before an earlier download', async () => {
    place('libtorch/2.13.0-cpu/torch');
    world.env['LIBTORCH'] = place('mine');
    await setUp();
    expect(readChoice(world.root)).toMatchObject({ source: 'LIBTORCH', path: path.join(world.root, 'mine') });
  });

  test('an earlier download comes before Python, which is not even asked', async () => {
    place('libtorch/2.13.0-cpu/torch');
    installPython(place('python/torch'));
    await setUp();
    expect(readChoice(world.root)).toMatchObject({ source: 'download', version: VERSIONS.cpu });
    expect(world.commands).toEqual([]);
  });

  test("Python's torch comes before the network", async () => {
    installPython(place('python/torch'));
    await setUp();
    expect(readChoice(world.root)?.source).toBe('python');
    expect(world.requests).toEqual([]);
  });

  test('a Python torch of another version is passed over, and set-up says so', async () => {
    installPython(place('python/torch', '2.9.0'));
    world.onRequest(() => new Response(new Uint8Array(zipOf(VERSIONS.cpu, 'cpu', 'libtorch'))));
    await setUp();
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
    await setUp();
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
    installPython();
    installPip(/pip download .*torch==2\.13\.0\+cpu/, {
      'torch-2.13.0+cpu-cp311.whl': zipOf(VERSIONS.cpu, 'cpu', 'torch'),
    });
    await setUp();
    expect(readChoice(world.root)?.source).toBe('wheel');
    expect(world.printed).toContainEqual(
      expect.stringContaining('cannot be downloaded (fetch failed: getaddrinfo ENOTFOUND)'),
    );
  });

  test('what was chosen once stays chosen, without another search', async () => {
    installPython(place('python/torch'));
    await setUp();
    world.commands.length = 0;
    expect(await libtorch.done(world)).toContain('libtorch 2.13.0 (cpu');
    expect(world.commands).toEqual([]);
  });

  test('a choice whose folder is gone is made again', async () => {
    installPython(place('python/torch'));
    await setUp();
    fs.rmSync(path.join(world.root, 'python'), { recursive: true });
    expect(await libtorch.done(world)).toBeNull();
  });

  test('there is no archive for Linux on ARM: the wheel is taken at once', async () => {
    Object.assign(world, { arch: 'arm64' });
    installPython();
    installPip(/pip download .*torch==2\.13\.0\+cpu/, {
      'torch-2.13.0-cp311.whl': zipOf(VERSIONS.cpu, 'cpu', 'torch'),
    });
    await setUp();
    expect(world.requests).toEqual([]);
    expect(readChoice(world.root)?.source).toBe('wheel');
  });
});

describe('the variant', () => {
  test.each([
    ['auto', false, 'cpu'],
    ['auto', true, 'cuda'],
    ['cpu', true, 'cpu'],
    ['cuda', false, 'cuda'],
  ] as const)('TADPOLE_LIBTORCH=%s with a driver: %s gives %s', async (asked, driver, variant) => {
    Object.assign(world, { hasNvidiaDriver: () => driver });
    world.env['TADPOLE_LIBTORCH'] = asked;
    place(`libtorch/${VERSIONS[variant]}-${variant}/torch`, VERSIONS[variant], variant);
    await setUp();
    expect(readChoice(world.root)).toMatchObject({ variant, version: VERSIONS[variant] });
  });

  test('is remembered where TADPOLE_LIBTORCH is not set, until auto asks the machine again', async () => {
    for (const variant of ['cpu', 'cuda'] as const)
      place(`libtorch/${VERSIONS[variant]}-${variant}/torch`, VERSIONS[variant], variant);
    world.env['TADPOLE_LIBTORCH'] = 'cuda';
    await setUp();
    delete world.env['TADPOLE_LIBTORCH'];
    await setUp();
    expect(readChoice(world.root)?.variant).toBe('cuda');
    world.env['TADPOLE_LIBTORCH'] = 'auto';
    await setUp();
    expect(readChoice(world.root)?.variant).toBe('cpu');
  });

  test('the CUDA wheel brings the NVIDIA wheels that its metadata requires, laid out as in site-packages', async () => {
    world.env['TADPOLE_LIBTORCH'] = 'cuda';
    const metadata = [
      'Requires-Dist: sympy>=1.13',
      'Requires-Dist: cuda-toolkit[cublas,cudart]==13.0.3; platform_system == "Linux"',
      'Requires-Dist: nvidia-cudnn-cu13==9.24.0.43; platform_system == "Linux"',
      'Requires-Dist: cuda-bindings<14; platform_system == "Linux"',
      'Requires-Dist: nvidia-extra; extra == "more"',
    ].join('\n');
    installPython();
    installPip(/pip download .*torch==2\.14\.1/, {
      'torch-2.14.1-cp311.whl': zipOf(VERSIONS.cuda, 'cuda', 'torch', {
        'torch-2.14.1.dist-info/METADATA': metadata,
      }),
    });
    installPip(/pip download .*nvidia-cudnn/, {
      'nvidia_cudnn.whl': makeZip({
        'nvidia/cudnn/lib/libcudnn.so.9': 'cudnn',
        'nvidia/cudnn/include/cudnn.h': '',
      }),
      'nvidia_cublas.whl': makeZip({ 'nvidia/cu13/lib/libcublas.so.13': 'cublas' }),
    });
    await setUp();
    expect(world.printed.filter((line) => /^ {4}/.test(line))).toEqual([
      '    torch-2.14.1-cp311.whl (123.4 MB)',
      '    nvidia_cudnn.whl (123.4 MB)',
      '    nvidia_cublas.whl (123.4 MB)',
    ]);
    const home = path.join(world.root, 'libtorch/2.14.1-cuda');
    expect(listFiles(path.join(home, 'nvidia'))).toEqual([
      'cu13/lib/libcublas.so.13',
      'cudnn/lib/libcudnn.so.9',
    ]);
    expect(readChoice(world.root)?.nvidiaLibraries?.sort()).toEqual([
      path.join(home, 'nvidia/cu13/lib'),
      path.join(home, 'nvidia/cudnn/lib'),
    ]);
    expect(world.commands.at(-1)).toMatch(
      /cuda-toolkit\[cublas,cudart\]==13\.0\.3; platform_system == "Linux" nvidia-cudnn-cu13==9\.24\.0\.43; platform_system == "Linux"$/,
    );
  });

  test('with NCCL come its headers and those of CUDA that they include', async () => {
    world.env['TADPOLE_LIBTORCH'] = 'cuda';
    const metadata = [
      'Requires-Dist: cuda-toolkit[cudart]==13.0.3',
      'Requires-Dist: nvidia-nccl-cu13==2.29.3',
    ].join('\n');
    installPython();
    installPip(/pip download .*torch==2\.14\.1/, {
      'torch-2.14.1-cp311.whl': zipOf(VERSIONS.cuda, 'cuda', 'torch', {
        'torch-2.14.1.dist-info/METADATA': metadata,
      }),
    });
    installPip(/pip download .*nvidia-nccl/, {
      'nvidia_nccl.whl': makeZip({
        'nvidia/nccl/lib/libnccl.so.2': 'nccl',
        'nvidia/nccl/include/nccl.h': '',
        'nvidia/nccl/share/notes.txt': '',
      }),
    });
    installPip(/pip download .*--no-deps nvidia-cuda-crt==13\.0\.\* nvidia-cuda-cccl==13\.0\.\*$/, {
      'nvidia_cuda_crt.whl': makeZip({ 'nvidia/cu13/include/crt/host_defines.h': '' }),
    });
    await setUp();
    expect(listFiles(path.join(world.root, 'libtorch/2.14.1-cuda/nvidia'))).toEqual([
      'cu13/include/crt/host_defines.h',
      'nccl/include/nccl.h',
      'nccl/lib/libnccl.so.2',
    ]);
  });

  test('a CPU index that has only the CUDA build is used as it is', async () => {
    installPython();
    world.onCommand(/pip download .*\+cpu/, {
      code: 1,
      stderr: 'ERROR: No matching distribution found for torch==2.13.0+cpu',
    });
    installPip(/pip download .*torch==2\.13\.0$/, {
      'torch-2.13.0-cp311.whl': zipOf(VERSIONS.cpu, 'cuda', 'torch', {
        'torch-2.13.0.dist-info/METADATA': '',
      }),
    });
    await setUp();
    expect(readChoice(world.root)).toMatchObject({ variant: 'cuda', wanted: 'cpu', version: VERSIONS.cpu });
    expect(await libtorch.done(world)).not.toBeNull();
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
    world.env['LIBTORCH'] = place('old', '2.4.0');
    expect(await failure()).toMatchObject({
      message: expect.stringContaining('holds libtorch 2.4.0; Tadpole is made for 2.13.0 and 2.14.1'),
      hint: expect.stringContaining('unset it'),
    });
  });

  test('LIBTORCH of another version, which TADPOLE_ANY_LIBTORCH accepts as untested', async () => {
    Object.assign(world.env, { LIBTORCH: place('other', '2.11.0'), TADPOLE_ANY_LIBTORCH: '1' });
    await setUp();
    expect(readChoice(world.root)).toMatchObject({ version: '2.11.0', untested: true });
    expect(await libtorch.done(world)).toContain('UNTESTED');
  });

  test('LIBTORCH of another variant than TADPOLE_LIBTORCH asks for', async () => {
    Object.assign(world.env, { LIBTORCH: place('mine'), TADPOLE_LIBTORCH: 'cuda' });
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
    installPython();
    world.onCommand(/pip download/, { code: 1, stderr: '/usr/bin/python3: No module named pip' });
    expect(await failure()).toMatchObject({
      message: 'python3 has no pip',
      hint: expect.stringContaining('ensurepip'),
    });
  });

  test("pip's own reason is passed on", async () => {
    installPython();
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
