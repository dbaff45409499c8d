// Event files opened by TensorBoard itself. Set PYTHON to a Python that has it.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { EventFile, pictureOf } from '../../dist/tensorboard';
import { type Shown, shownIn } from './reader';

const python = process.env['PYTHON'] ?? 'python3';
const has = spawnSync(python, ['-c', 'import tensorboard']).status === 0;

const PNG = fs.readFileSync(path.resolve(__dirname, '../../docs/digits.png'));

/** Two files: the second is that of a run that was resumed after step 2. */
function write(folder: string): void {
  for (const [first, last] of [
    [0, 4],
    [3, 5],
  ] as const) {
    const file = new EventFile(folder, first);
    for (let step = Math.max(1, first); step <= last; step += 1) {
      file.add(step, { scalars: { 'losses/dLoss': step + first / 8, 'losses/gLoss': -step } });
    }
    file.add(last, { tag: 'samples', picture: pictureOf(PNG) });
    file.add(last, { tag: 'findings/collapse', text: `alike at step ${last}` });
    file.flush();
  }
}

const contentOf = ({ scalar, text, image }: Shown): unknown[] =>
  image ? [image.width, image.height, image.png.length] : [text ?? scalar];

const skipped = has ? '' : ` (skipped: ${python} has no TensorBoard)`;
(has ? test : test.skip)(`TensorBoard shows what is read of them here${skipped}`, () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tadpole-tensorboard-'));
  try {
    write(folder);
    const read = spawnSync(python, [path.join(__dirname, 'read.py'), folder], { encoding: 'utf8' });
    expect(read).toMatchObject({ status: 0 });
    const shown = JSON.parse(read.stdout) as Record<string, { plugin: string; values: unknown[][] }>;
    const plugins = Object.entries(shown).map(([tag, { plugin }]) => [tag, plugin]);
    expect(Object.fromEntries(plugins)).toEqual({
      'losses/dLoss': 'scalars',
      'losses/gLoss': 'scalars',
      samples: 'images',
      'findings/collapse': 'text',
    });
    expect(shown['losses/dLoss']?.values.map(([step]) => step)).toEqual([1, 2, 3, 4, 5]);
    const ours = shownIn(folder);
    for (const [tag, { values }] of Object.entries(shown)) {
      const own = ours.filter((value) => value.tag === tag);
      expect(values).toEqual(own.map((value) => [value.step, ...contentOf(value)]));
    }
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
});
