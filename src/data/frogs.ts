// The frogs: the raw file of the classroom assignment, the zip in which it is distributed, or the frogs of CIFAR-10.
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { writeAtomically } from '../io';
import { shellWord } from '../shell';
import { torch } from '../torch';
import { readFromZip } from './archive';
import { openCifar10 } from './cifar10';
import { ofClass } from './classes';
import type { Dataset } from './dataset';
import { filesIn, filesMissing, foldersOf, type Places } from './locate';
import type { DatasetMissing } from './missing';
import { parseRawFloats, RAW_FILE } from './raw';
import { readUnpacked } from './readUnpacked';
import { find } from './registry';
import type { Split } from './split';

const ZIP = 'frog_pictures.zip';

/**
 * The frogs from the first folder that has the raw file or its zip; else those of CIFAR-10. The raw file holds training
 * images only.
 *
 * @returns undefined when nothing is there
 * @throws TadpoleError when a file is damaged
 */
export function openFrogs(split: Split, places: Places): Dataset | undefined {
  for (const folder of split === 'test' ? [] : foldersOf(find('frogs'), places)) {
    const [raw] = filesIn(folder, RAW_FILE);
    if (raw !== undefined) return parseRawFloats(readUnpacked(raw), raw);
    const [zip] = filesIn(folder, ZIP);
    if (zip !== undefined) return readFrogZip(zip);
  }
  const cifar10 = openCifar10(split, places);
  return cifar10 && frogsOf(cifar10);
}

/**
 * The raw file inside a zip. It is unpacked beside the zip when it is not there yet; where nothing can be written, the
 * zip is read anew each time.
 */
export function readFrogZip(path: string): Dataset {
  const bytes = readFromZip(path, RAW_FILE);
  const target = join(dirname(path), RAW_FILE);
  const dataset = parseRawFloats(bytes, `${path} (${RAW_FILE})`);
  if (filesIn(dirname(path), RAW_FILE).length > 0) return dataset;
  try {
    writeAtomically(target, (temporary) => writeFileSync(temporary, bytes));
  } catch {
    return dataset;
  }
  return { ...dataset, source: target };
}

/** The frogs of CIFAR-10 as a dataset of one class. */
export function frogsOf(cifar10: Dataset): Dataset {
  return torch.scope(() => {
    const { name, classes } = find('frogs');
    const { images, source } = ofClass(cifar10, 'frog');
    const labels = torch.zeros([images.size(0)], { dtype: 'int64' });
    return { name, source: `${source} (class frog)`, images, labels, classes };
  });
}

/** The error that lists every way to get the frogs. */
export function frogsMissing(split: Split, places: Places): DatasetMissing {
  const [frogs, cifar10] = [find('frogs'), find('cifar10')];
  const target = places.directory ?? join('data', 'frogs');
  const what = split === 'test' ? 'CIFAR-10' : `${RAW_FILE}, ${ZIP} or CIFAR-10`;
  return filesMissing(frogs, what, places, {
    folders: [...new Set([...foldersOf(frogs, places), ...foldersOf(cifar10, places)])],
    remedy:
      'run `tadpole data cifar10` to use its frogs; ' +
      `or write the raw file from CIFAR-10 with \`tadpole data export-bin --out ${shellWord(join(target, RAW_FILE))}\`; ` +
      `or put ${RAW_FILE} or ${ZIP} into ${target} by hand; ` +
      'or name a file, or a folder of pictures, with --data',
  });
}
