// clang-tidy over native/, in the units that the build compiles.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { contentHash } from '../../setup/stamps.mjs';
import { cppTools } from './tools.mjs';

/** @typedef {import('../../setup/effects.mjs').Effects} Effects */

/** @type {import('./checks.mjs').Check} */
export const clangTidy = {
  name: 'clang-tidy',
  remedy: 'fix what it names',
  inputs: ({ root }) => contentHash(root, ['.clang-tidy', 'scripts/lint', 'CMakeLists.txt', 'native']),
  async run(effects) {
    const tools = await cppTools(effects);
    if ('missing' in tools) return { skipped: tools.missing };
    const program = join(tools.folder, 'clang-tidy');
    const waiting = unitsOf(effects.root);
    let passed = true;
    const worker = async () => {
      for (let unit = waiting.shift(); unit !== undefined; unit = waiting.shift()) {
        const args = ['--quiet', unit.file, '--', '-Wall', '-Wextra', ...flagsOf(unit.command)];
        const { code, stdout, stderr } = await effects.run(program, args);
        if (code === 0) continue;
        passed = false;
        effects.log(stdout.trim() || stderr.trim());
      }
    };
    await Promise.all(Array.from({ length: effects.jobs }, worker));
    return { passed };
  },
};

/**
 * What the build compiles, each with its command.
 * @param {string} root
 * @returns {{ file: string, command: string }[]}
 */
function unitsOf(root) {
  return JSON.parse(readFileSync(join(root, 'build/cmake/compile_commands.json'), 'utf8'));
}

/**
 * The definitions, include folders and standard of a compiler's command.
 * @param {string} command
 * @returns {string[]}
 */
function flagsOf(command) {
  const flags = command.matchAll(/(-isystem) (\S+)|(-D\S+)|(-std=\S+)|(-I\S+)/g);
  return [...flags]
    .flatMap((match) => match.slice(1).filter((part) => part !== undefined))
    .map((flag) => flag.replaceAll('\\"', '"'));
}
