// Which headers of NCCL the build of the addon takes, with a libtorch of a few files that stands in for the CUDA build.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const root = path.join(__dirname, '../..');
const { libtorch } = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8')) as {
  libtorch: { cuda: string };
};

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tadpole-nccl-'));
  const [major, minor, patch] = libtorch.cuda.split('.');
  write('torch/include/ATen/ATen.h', '');
  write(
    'torch/include/torch/headeronly/version.h',
    `#define TORCH_VERSION_MAJOR ${major}\n#define TORCH_VERSION_MINOR ${minor}\n#define TORCH_VERSION_PATCH ${patch}\n`,
  );
  write('torch/lib/libtorch_cuda.so', '');
  write(
    'torch/include/torch/csrc/distributed/c10d/ProcessGroupNCCL.hpp',
    '#include <cuda_runtime.h>\n#include <nccl.h>\nstatic_assert(NCCL_MINOR >= 23, "too old");\n',
  );
});
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

function write(name: string, text: string): void {
  const file = path.join(folder, name);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, text);
}

/** Configures the build, with CMake's own places of headers in `system`; the command that compiles a source. */
function configured(): string {
  const { status, stderr } = spawnSync(
    'cmake',
    [
      ...['-S', root, '-B', path.join(folder, 'build')],
      `-DTADPOLE_LIBTORCH_PATH=${path.join(folder, 'torch')}`,
      `-DCMAKE_PREFIX_PATH=${path.join(folder, 'system')}`,
    ],
    { encoding: 'utf8' },
  );
  expect({ status, errors: status === 0 ? '' : stderr }).toEqual({ status: 0, errors: '' });
  const commands = fs.readFileSync(path.join(folder, 'build/compile_commands.json'), 'utf8');
  return (JSON.parse(commands) as { command: string }[])[0]?.command ?? '';
}

test("the headers of a wheel come before those of the system, whose version is not that of the wheel's library", () => {
  write('nvidia/nccl/include/nccl.h', '#define NCCL_MINOR 29\n');
  write('nvidia/cu13/include/cuda_runtime.h', '');
  write('system/include/nccl.h', '#define NCCL_MINOR 22\n');
  write('system/include/cuda_runtime.h', '#error "that of the system"\n');
  const command = configured();
  expect(command).toContain('-DUSE_C10D_NCCL');
  expect(command).not.toContain(path.join(folder, 'system'));
});

test('headers that libtorch does not compile with leave NCCL out, not the addon', () => {
  write('system/include/cuda_runtime.h', '');
  write('system/include/nccl.h', '#define NCCL_MINOR 22\n');
  expect(configured()).not.toContain('USE_C10D_NCCL');
  write('system/include/nccl.h', '#define NCCL_MINOR 23\n');
  expect(configured()).toContain('-DUSE_C10D_NCCL');
  write('system/include/cuda_runtime.h', '#include <a/header/of/another/package.h>\n');
  expect(configured()).not.toContain('USE_C10D_NCCL');
});
