// `tadpole completion`: scripts that the shells accept, and the words that they offer.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { recipes } from 'tadpole';
import { makeFolder, makeRun } from '../view/runs';
import { command } from './command';

const main = path.resolve(__dirname, '../../dist/cli/main.js');

let folder: string;
beforeAll(() => {
  folder = makeFolder();
  const root = makeRun(path.join(folder, 'runs'), 'one');
  makeRun(path.join(folder, 'runs'), 'two');
  makeRun(path.join(folder, 'elsewhere'), 'three');
  fs.mkdirSync(path.join(root, 'checkpoints', 'step-000100'), { recursive: true });
  fs.writeFileSync(path.join(root, 'generator.pt'), '');
  fs.mkdirSync(path.join(folder, 'bin'));
  const program = path.join(folder, 'bin', 'tadpole');
  fs.writeFileSync(program, `#!/bin/sh\nexec '${process.execPath}' '${main}' "$@"\n`, { mode: 0o755 });
});
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

const CHECKPOINT = 'runs/one/checkpoints/step-000100';

test.each<[string, string[], string[]]>([
  ['commands', ['e'], ['evaluate', 'export']],
  ['recipes', ['train', 'digits-k'], ['digits-keras', 'digits-keras-cnn']],
  ['recipes after a flag', ['train', '--seed', '1', 'digits-m'], ['digits-mxnet']],
  ['flags', ['train', '--on'], ['--on-trouble']],
  ['what a flag can be', ['train', '--precision', ''], ['fp32', 'bf16']],
  ['runs to resume', ['train', '--resume', ''], ['runs/one', 'runs/two']],
  ['runs elsewhere', ['train', '--from', 'elsewhere/'], ['elsewhere/three']],
  ['generators', ['sample', 'runs/o'], ['runs/one']],
  ['what a run holds', ['sample', 'runs/one/'], ['runs/one/generator.pt', CHECKPOINT]],
  ['checkpoints', ['inspect', 'runs/one/checkpoints/'], [CHECKPOINT]],
  ['several runs', ['view', 'runs/one', 'runs/t'], ['runs/two']],
  ['datasets', ['data', 'ci'], ['cifar10']],
  ['nothing where files are meant', ['train', 'digits', '--data', ''], []],
  ['nothing after the last word', ['sample', 'runs/one', ''], []],
  ['nothing for what is no command', ['trian', ''], []],
])('%s', async (_, words, expected) => {
  const { code, stdout, stderr } = await command(folder, '--complete', ...words);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout.split('\n').filter((word) => word !== '')).toEqual(expected);
});

test('every recipe and every command is offered', async () => {
  const offered = async (...words: string[]) =>
    (await command(folder, '--complete', ...words)).stdout.trimEnd().split('\n');
  expect(await offered('train', '')).toEqual(Object.keys(recipes));
  const help = (await command(folder, '--help')).stdout;
  const commands = [...help.matchAll(/^ {2}tadpole ([\w-]+)/gm)].map(([, name]) => name);
  expect(await offered('')).toEqual(commands);
});

/** For each shell: what makes it read the script, given as $1, and print what it offers after `tadpole train --resume`. */
const ASKED = {
  bash: `source "$1"
    COMP_WORDS=(tadpole train --resume "") COMP_CWORD=3; _tadpole; printf '%s\\n' "\${COMPREPLY[@]}"`,
  zsh: `compdef() { :; }; compadd() { print -l -- \${(P)2}; }; source "$1"
    words=(tadpole train --resume "") CURRENT=4; _tadpole`,
  fish: 'source $argv[1]; complete -C "tadpole train --resume " | string match "runs/?*" | string replace -r "\\t.*" ""',
};
const there = (shell: string): boolean => spawnSync(shell, ['-c', 'true']).status === 0;

describe.each(Object.entries(ASKED))('%s', (shell, asked) => {
  const skipped = there(shell) ? '' : ` (skipped: there is no ${shell} here)`;
  (there(shell) ? test : test.skip)(`offers the runs${skipped}`, async () => {
    const { code, stdout } = await command(folder, 'completion', shell);
    expect(code).toBe(0);
    const script = path.join(folder, shell);
    fs.writeFileSync(script, stdout);
    const env = {
      ...process.env,
      // bash warns of a language that is not installed.
      LC_ALL: 'C',
      PATH: `${path.join(folder, 'bin')}${path.delimiter}${process.env['PATH']}`,
    };
    const args = shell === 'fish' ? ['-c', asked, script] : ['-c', asked, shell, script];
    const ended = spawnSync(shell, args, { cwd: folder, encoding: 'utf8', env });
    expect({ out: ended.stdout, err: ended.stderr }).toEqual({ out: 'runs/one\nruns/two\n', err: '' });
  });
});

test.each([
  [['completion', 'tcsh'], "there is no completion for the shell 'tcsh'"],
  [['completion', ''], 'shell: expected a value, got nothing'],
])('%j is refused', async (words, problem) => {
  const { code, stderr, stdout } = await command(folder, ...words);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toContain(`error: ${problem}`);
  expect(stderr).toMatch(/^hint: /m);
});
