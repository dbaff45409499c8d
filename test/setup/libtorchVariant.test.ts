// Which variant of libtorch set-up takes, for the CPU or for CUDA.
import path from 'node:path';
import { readChoice } from '../../setup/libtorch/choice.mjs';
import { libtorch } from '../../setup/libtorch/libtorch.mjs';
import { installPip, installPython, place, setUp, zipOf } from './libtorchSources';
import { listFiles, makeWorld, VERSIONS, type World } from './world';
import { makeZip } from './zipFile';

let world: World;
beforeEach(() => {
  world = makeWorld();
});
afterEach(() => world.remove());

describe('the variant', () => {
  test.each([
    ['auto', false, 'cpu'],
    ['auto', true, 'cuda'],
    ['cpu', true, 'cpu'],
    ['cuda', false, 'cuda'],
  ] as const)('TADPOLE_LIBTORCH=%s with a driver: %s gives %s', async (asked, driver, variant) => {
    Object.assign(world, { hasNvidiaDriver: () => driver });
    world.env['TADPOLE_LIBTORCH'] = asked;
    place(world, `libtorch/${VERSIONS[variant]}-${variant}/torch`, VERSIONS[variant], variant);
    await setUp(world);
    expect(readChoice(world.root)).toMatchObject({ variant, version: VERSIONS[variant] });
  });

  test('is remembered where TADPOLE_LIBTORCH is not set, until auto asks the machine again', async () => {
    for (const variant of ['cpu', 'cuda'] as const)
      place(world, `libtorch/${VERSIONS[variant]}-${variant}/torch`, VERSIONS[variant], variant);
    world.env['TADPOLE_LIBTORCH'] = 'cuda';
    await setUp(world);
    delete world.env['TADPOLE_LIBTORCH'];
    await setUp(world);
    expect(readChoice(world.root)?.variant).toBe('cuda');
    world.env['TADPOLE_LIBTORCH'] = 'auto';
    await setUp(world);
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
    installPython(world);
    installPip(world, /pip download .*torch==2\.14\.1/, {
      'torch-2.14.1-cp311.whl': zipOf(VERSIONS.cuda, 'cuda', 'torch', {
        'torch-2.14.1.dist-info/METADATA': metadata,
      }),
    });
    installPip(world, /pip download .*nvidia-cudnn/, {
      'nvidia_cudnn.whl': makeZip({
        'nvidia/cudnn/lib/libcudnn.so.9': 'cudnn',
        'nvidia/cudnn/include/cudnn.h': '',
      }),
      'nvidia_cublas.whl': makeZip({ 'nvidia/cu13/lib/libcublas.so.13': 'cublas' }),
    });
    await setUp(world);
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
    installPython(world);
    installPip(world, /pip download .*torch==2\.14\.1/, {
      'torch-2.14.1-cp311.whl': zipOf(VERSIONS.cuda, 'cuda', 'torch', {
        'torch-2.14.1.dist-info/METADATA': metadata,
      }),
    });
    installPip(world, /pip download .*nvidia-nccl/, {
      'nvidia_nccl.whl': makeZip({
        'nvidia/nccl/lib/libnccl.so.2': 'nccl',
        'nvidia/nccl/include/nccl.h': '',
        'nvidia/nccl/share/notes.txt': '',
      }),
    });
    installPip(world, /pip download .*--no-deps nvidia-cuda-crt==13\.0\.\* nvidia-cuda-cccl==13\.0\.\*$/, {
      'nvidia_cuda_crt.whl': makeZip({ 'nvidia/cu13/include/crt/host_defines.h': '' }),
    });
    await setUp(world);
    expect(listFiles(path.join(world.root, 'libtorch/2.14.1-cuda/nvidia'))).toEqual([
      'cu13/include/crt/host_defines.h',
      'nccl/include/nccl.h',
      'nccl/lib/libnccl.so.2',
    ]);
  });

  test('a CPU index that has only the CUDA build is used as it is', async () => {
    installPython(world);
    world.onCommand(/pip download .*\+cpu/, {
      code: 1,
      stderr: 'ERROR: No matching distribution found for torch==2.13.0+cpu',
    });
    installPip(world, /pip download .*torch==2\.13\.0$/, {
      'torch-2.13.0-cp311.whl': zipOf(VERSIONS.cpu, 'cuda', 'torch', {
        'torch-2.13.0.dist-info/METADATA': '',
      }),
    });
    await setUp(world);
    expect(readChoice(world.root)).toMatchObject({ variant: 'cuda', wanted: 'cpu', version: VERSIONS.cpu });
    expect(await libtorch.done(world)).not.toBeNull();
  });
});
