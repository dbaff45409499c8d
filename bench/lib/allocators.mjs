// Other allocators of main memory to compare with: shared libraries that replace malloc where they are preloaded.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const FOLDER = fileURLToPath(new URL('../../build/allocators', import.meta.url));

const LIBRARIES = {
  jemalloc: { file: 'libjemalloc.so.2', debian: 'libjemalloc2' },
  tcmalloc: { file: 'libtcmalloc_minimal.so.4', debian: 'libtcmalloc-minimal4' },
};

/** The library among those of the system, or of what `fetch` unpacked. */
function find(file) {
  const folders = ['/usr/lib', '/usr/lib64', '/usr/local/lib', `${FOLDER}/usr/lib`];
  const places = folders.flatMap((folder) => [folder, ...subfolders(folder)]);
  return places.map((place) => `${place}/${file}`).find((path) => existsSync(path));
}

function subfolders(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('-linux-gnu'))
    .map((name) => `${folder}/${name}`);
}

/** Unpacks Debian's package into build/allocators: nothing is installed. */
function fetch(debian) {
  mkdirSync(FOLDER, { recursive: true });
  const options = { cwd: FOLDER, stdio: ['ignore', 'ignore', 'pipe'] };
  execFileSync('apt-get', ['download', debian], options);
  const archive = readdirSync(FOLDER).find((name) => name.startsWith(`${debian}_`) && name.endsWith('.deb'));
  execFileSync('dpkg', ['-x', archive, '.'], options);
}

/**
 * The allocators that are there, or that Debian's registry has.
 *
 * @returns {{ found: Record<string, string>, missing: string[] }} their libraries by name, and why others are left out
 */
export function otherAllocators() {
  const found = {};
  const missing = [];
  for (const [name, { file, debian }] of Object.entries(LIBRARIES)) {
    try {
      if (!find(file)) fetch(debian);
      found[name] = find(file);
    } catch (error) {
      missing.push(
        `${name} is left out: there is no ${file}, and ${debian} cannot be fetched (${error.message.split('\n')[0]})`,
      );
    }
  }
  return { found, missing };
}
