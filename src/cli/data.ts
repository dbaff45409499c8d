// `tadpole data`: the datasets that are known by name, and where the files of one were found.
import { list, load } from '../data';
import { torch } from '../torch';
import { EXIT } from './failure';

/** Lists the datasets, or opens one and prints what it holds. */
export function run({ dataset: name, data: directory }: { dataset?: string; data?: string }): number {
  if (name === undefined) {
    for (const { name, title } of list()) console.log(`${name.padEnd(14)}  ${title}`);
    return EXIT.done;
  }
  torch.scope(() => {
    const { images, classes, source } = load(name, directory === undefined ? {} : { directory });
    console.log(
      `${name}: ${images.shape[0]} training images, ${images.shape.slice(1).join(' x ')}, ${classes.length} classes`,
    );
    console.log(`found in ${source}`);
  });
  return EXIT.done;
}
