// Places in the made-up world where set-up can find libtorch: folders, Python, pip, archives.
import path from 'node:path';
import { libtorch } from '../../setup/libtorch/libtorch.mjs';
import { libtorchFiles, VERSIONS, type World, writeFiles } from './world';
import { makeZip } from './zipFile';

/** Puts a libtorch into a folder of the made-up world and gives its path. */
export function place(
  world: World,
  folder: string,
  version = VERSIONS.cpu,
  variant: 'cpu' | 'cuda' = 'cpu',
): string {
  const full = path.join(world.root, folder);
  writeFiles(full, libtorchFiles(version, variant));
  return full;
}

/** A Python whose torch lies in `torch`; without one it has none. */
export function installPython(world: World, torch = ''): void {
  world.onCommand(/^python3 -c import sys/, {});
  world.onCommand(/^python3 -c import importlib/, { stdout: `${torch}\n` });
}

/** A wheel or an archive of libtorch, each file below `prefix`. */
export function zipOf(
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
export function installPip(world: World, pattern: RegExp, wheels: Record<string, Buffer>): void {
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
export async function setUp(world: World): Promise<void> {
  if ((await libtorch.done(world)) === null) await libtorch.run(world);
}
