// The runs and generators that are shown: those that were named, and those that come into a folder that was named.
import fs from 'node:fs';
import path from 'node:path';
import { UsageError } from '../errors';
import type { LoadGeneratorOptions } from '../gan';
import { isRunFolder } from '../run';
import { shownPath } from '../shell';

/** A run folder or a generator's file. */
export interface Place {
  /** Of letters, digits, dots, dashes and underscores; the same for as long as the server runs. */
  id: string;
  kind: 'run' | 'generator';
  /** Absolute. */
  root: string;
  /** As a reader in this folder would write it. */
  path: string;
  /** What the file of a generator does not specify. */
  options?: LoadGeneratorOptions;
}

/** What is shown. */
export class Library {
  private readonly ids = new Map<string, string>();

  /**
   * @param words run folders, folders of run folders, and TorchScript files; default: `runs`
   * @throws UsageError when one is none of these
   */
  constructor(private readonly words: readonly string[]) {
    for (const word of words) requireUsable(word);
  }

  /** What is there at this moment. */
  places(): Place[] {
    const found = new Map<string, Place>();
    for (const word of this.words) {
      for (const { kind, root } of placesOf(path.resolve(word))) {
        found.set(root, { id: this.idOf(root), kind, root, path: shownPath(root) });
      }
    }
    return [...found.values()];
  }

  find(id: string): Place | undefined {
    return this.places().find((place) => place.id === id);
  }

  private idOf(root: string): string {
    const known = this.ids.get(root);
    if (known !== undefined) return known;
    const name =
      path
        .basename(root)
        .replace(/[^\w.-]/g, '_')
        .replace(/^\.*/, '') || 'run';
    const taken = new Set(this.ids.values());
    let id = name;
    for (let number = 2; taken.has(id); number += 1) id = `${name}-${number}`;
    this.ids.set(root, id);
    return id;
  }
}

function requireUsable(word: string): void {
  const stats = fs.statSync(word, { throwIfNoEntry: false });
  if (stats === undefined) {
    throw new UsageError(
      `there is no file or folder ${word === '' ? "''" : word}`,
      word === 'runs'
        ? 'train first, for example: npx tadpole train digits; or name the folder of a run'
        : 'give run folders, folders of run folders, or generator files',
    );
  }
  if (stats.isFile() && !word.endsWith('.pt')) {
    throw new UsageError(`${word} is not a run folder`, 'give the folder that it lies in, or a generator.pt');
  }
}

function placesOf(root: string): Pick<Place, 'kind' | 'root'>[] {
  try {
    if (fs.statSync(root).isFile()) return [{ kind: 'generator', root }];
    if (isRunFolder(root)) return [{ kind: 'run', root }];
    // Links are not followed: they may lead anywhere, and a run elsewhere can be named itself.
    const folders = fs.readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    const roots = folders.map(({ name }) => path.join(root, name)).filter(isRunFolder);
    return roots.sort().map((one) => ({ kind: 'run', root: one }));
  } catch {
    return [];
  }
}
