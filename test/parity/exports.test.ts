// Exported files, TorchScript and saved values, give the same in Python; without Python, a record takes its place.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
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
    if (inputs === undefined) continue;
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

/** What Python said when it was last asked. */
const readRecord = (): { torch: string; files: { file: string; sha256: string; agrees: boolean }[] } =>
  JSON.parse(readFileSync(RECORD, 'utf8'));

const recorded = readRecord().torch;
const libtorch = torch.versions().libtorch.split('+')[0];
const other = libtorch !== recorded;
(other ? test.skip : test)(
  `the files are byte for byte those with which Python agreed${other ? ` (skipped: libtorch is ${libtorch}, the record is of ${recorded})` : ''}`,
  () => {
    const sha256 = (file: string) =>
      createHash('sha256')
        .update(readFileSync(join(folder, file)))
        .digest('hex');
    const { files: checked } = readRecord();
    const agreed = Object.fromEntries(
      checked.filter(({ agrees }) => agrees).map(({ file, sha256 }) => [file, sha256]),
    );
    const changed = [...new Set([...files, ...checked.map(({ file }) => file)])].filter(
      (file) => !files.includes(file) || agreed[file] !== sha256(file),
    );
    if (changed.length === 0) return;
    throw new Error(
      `${changed.join(', ')}: not what Python agreed with when it was last asked; ` +
        `ask it again: PYTHON=<a Python with torch ${recorded}> TADPOLE_RECORD=1 npx jest test/parity/exports`,
    );
  },
);

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
