// A survey of a dataset before its images are brought to a shape: how many, of which classes, how large, in which colours.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { cacheFolder, makeFolder, writeAtomically } from '../io';
import type { Collection } from './collection';
import type { PictureFile } from './listing';
import { type DatasetOptions, load } from './load';
import { missing } from './nothingFound';
import { openCollection } from './openCollection';
import { stateOf } from './pictureCache';
import { decodePictures } from './pictureDecoder';
import { classesOf } from './pictures';
import { find } from './registry';

/** What the images are like. */
export interface Survey {
  readonly images: number;
  /** Names of the classes; empty where there are none. */
  readonly classes: readonly string[];
  /** 1 grey, 3 colour, 4 colour and opacity. */
  readonly channels: 1 | 3 | 4;
  /** The median of the shorter sides, in pixels. */
  readonly side: number;
}

// Pictures that are looked at, evenly spread over the collection.
const SAMPLE = 128;
/** Opacity is worth a channel where at least so many pictures have some. */
const TRANSPARENT = 0.25;

const looks = z.object({ channels: z.literal([1, 3, 4]), side: z.number().positive() });

type Looks = z.output<typeof looks>;

/**
 * Surveys a dataset. Of a collection of pictures, 128 are decoded: they are grey where all are, and have opacity where a quarter is
 * transparent somewhere. What was found is kept in the cache for as long as the files do not change.
 *
 * @throws as `load` does
 */
export function survey(name: string, options: Pick<DatasetOptions, 'directory'> = {}): Survey {
  const entry = find(name);
  if (entry.format !== 'pictures') {
    const { images, classes } = load(name, { ...options, warn: () => {} });
    const [count, channels, height, width] = images.shape as [number, 1 | 3, number, number];
    images.dispose();
    return { images: count, classes, channels, side: Math.min(height, width) };
  }
  const { directory } = options;
  if (directory === undefined) throw missing(entry, 'train', options);
  const collection = openCollection(directory);
  try {
    const { pictures } = collection.listing;
    const { classes } = classesOf(pictures, true);
    return { images: pictures.length, classes, ...remembered(collection) };
  } finally {
    collection.close();
  }
}

function remembered(collection: Collection): Looks {
  if (collection.listing.pictures.length <= SAMPLE) return look(collection);
  const file = path.join(cacheFolder('pictures'), `${stateOf(collection).slice(0, 32)}.json`);
  try {
    const { success, data } = looks.safeParse(JSON.parse(readFileSync(file, 'utf8')));
    if (success) return data;
  } catch {
    // Not surveyed yet.
  }
  const found = look(collection);
  try {
    makeFolder(path.dirname(file));
    writeAtomically(file, (temporary) => writeFileSync(temporary, JSON.stringify(found)));
  } catch {
    // Without a cache they are looked at again.
  }
  return found;
}

function look(collection: Collection): Looks {
  const { pictures } = collection.listing;
  const count = Math.min(SAMPLE, pictures.length);
  const at = (index: number): PictureFile =>
    pictures[Math.floor((index * pictures.length) / count)] as PictureFile;
  const sides: number[] = [];
  const channels: number[] = [];
  for (const decoded of decodePictures(count, (index) => collection.bytesOf(at(index)), true)) {
    if ('reason' in decoded) continue;
    sides.push(Math.min(decoded.width, decoded.height));
    channels.push(decoded.channels);
  }
  sides.sort((a, b) => a - b);
  const transparent = channels.filter((one) => one === 4).length;
  const isGrey = channels.every((one) => one === 1);
  return {
    channels: transparent > 0 && transparent >= TRANSPARENT * channels.length ? 4 : isGrey ? 1 : 3,
    // Where none of them can be read, reading them all says why.
    side: sides[Math.floor(sides.length / 2)] ?? 1,
  };
}
