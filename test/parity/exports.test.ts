// TorchScript files written here are opened by Python and give the same there; the last such check is recorded.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { torch } from 'tadpole';
import { writeExports } from './exports';
import { expectClose, FIXTURES } from './fixtures';

const RECORD = join(FIXTURES, 'torchscript_check.json');
const python = process.env.PYTHON ?? 'python3';

let folder: string;
let files: string[];
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tadpole-exports-'));
  files = writeExports(folder);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('each file gives the same when it is loaded again here', () => {
  const tensors = torch.load(join(folder, 'tensors.safetensors'));
  for (const { file, inputs, outputs } of JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'))) {
    const script = torch.jit.load(join(folder, file));
    const output = script.forward(...inputs.map((name: string) => tensors[name]));
    expectClose(output, tensors[outputs[0]] as (typeof tensors)[string], file);
    script.dispose();
  }
});

// Set PYTHON to a Python with torch to run it; TADPOLE_RECORD=1 also renews the recorded result.
const missing = whyNoPython();
(missing ? test.skip : test)(
  `Python opens the files and agrees${missing ? ` (skipped: ${missing})` : ''}`,
  () => {
    const record = process.env.TADPOLE_RECORD === '1' ? ['--record', RECORD] : [];
    const script = join(FIXTURES, 'check_torchscript.py');
    const { status, stdout, stderr } = spawnSync(python, [script, folder, ...record], { encoding: 'utf8' });
    expect({ status, output: status === 0 ? '' : stdout + stderr }).toEqual({ status: 0, output: '' });
  },
);

test('the recorded check by Python covers these files, and each agreed', () => {
  const record = JSON.parse(readFileSync(RECORD, 'utf8'));
  expect(record.files.map(({ file }: { file: string }) => file)).toEqual(files);
  expect(record.files.filter(({ agrees }: { agrees: boolean }) => !agrees)).toEqual([]);
});

function whyNoPython(): string | undefined {
  const { error, status, stdout } = spawnSync(python, ['-c', 'import torch; print(torch.__version__)'], {
    encoding: 'utf8',
  });
  if (error) return `${python} cannot be run`;
  if (status !== 0) return `${python} has no torch`;
  const version = stdout.trim().split('+')[0];
  const wanted = torch.versions().libtorch.split('+')[0];
  return version === wanted ? undefined : `${python} has torch ${version}, not ${wanted}`;
}
