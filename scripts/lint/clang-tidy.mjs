// clang-tidy over native/*.cc, each file's good outcome remembered by the hash of what it is made of.
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { contentHash, readStamp, writeStamp } from '../setup/stamps.mjs';
import { cppFiles } from './cpp.mjs';
import { cppTools } from './tools.mjs';

/** @typedef {import('../setup/effects.mjs').Effects} Effects */

const SETTINGS = ['.clang-tidy', 'scripts/lint', 'CMakeLists.txt'];

/** @type {import('./checks.mjs').Check} */
export const clangTidy = {
  name: 'clang-tidy',
  remedy: 'mend what it names',
  inputs: ({ root }) => contentHash(root, [...SETTINGS, 'native']),
  async run(effects) {
    const tools = await cppTools(effects);
    if ('missing' in tools) return { skipped: tools.missing };
    const program = join(tools.folder, 'clang-tidy');
    const files = cppFiles(effects.root);
    const headers = files.filter((name) => name.endsWith('.h'));
    const waiting = files
      .filter((name) => name.endsWith('.cc'))
      .map((name) => ({
        name,
        stamp: `tidy-${basename(name)}`,
        hash: contentHash(effects.root, [...SETTINGS, ...headers, name]),
      }))
      .filter(({ stamp, hash }) => readStamp(effects.root, stamp) !== hash);
    let passed = true;
    const worker = async () => {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        const { code, stdout, stderr } = await effects.run(program, [
          '--quiet',
          next.name,
          '--',
          ...flagsOf(effects.root, next.name),
        ]);
        if (code === 0) {
          writeStamp(effects.root, next.stamp, next.hash);
        } else {
          passed = false;
          effects.log(stdout.trim() || stderr.trim());
        }
      }
    };
    await Promise.all(Array.from({ length: effects.jobs }, worker));
    return { passed };
  },
};

/**
 * The definitions, include folders and standard that the build compiles a file with. The precompiled header is left out: it is GCC's own.
 * @param {string} root
 * @param {string} name
 * @returns {string[]}
 */
function flagsOf(root, name) {
  /** @type {{ file: string, command: string }[]} */
  const commands = JSON.parse(readFileSync(join(root, 'build/cmake/compile_commands.json'), 'utf8'));
  const command = commands.find(({ file }) => file === join(root, name))?.command ?? '';
  const flags = command.matchAll(/(-isystem) (\S+)|(-D\S+)|(-std=\S+)|(-I\S+)/g);
  return [...flags]
    .flatMap((match) => match.slice(1).filter((part) => part !== undefined))
    .map((flag) => flag.replaceAll('\\"', '"'));
}
