// `tadpole view`: shows runs in a browser, or saves the page as one file.
import { TadpoleError, UsageError } from '../errors';
import { Library, saveReport, startView } from '../view';
import { EXIT } from './failure';
import { wholeFlag } from './options';
import { printJson } from './output';

interface ViewArguments {
  runs?: string[];
  port?: string;
  save?: string;
  json: boolean;
}

/** Serves the page until a signal ends it. */
export async function run({ runs = [], port, save, json }: ViewArguments): Promise<number> {
  const wanted = wholeFlag('port', port, 0, 65_535);
  if (save !== undefined && port !== undefined) {
    throw new UsageError('--save and --port exclude each other', 'leave one of them out');
  }
  const library = new Library(runs.length > 0 ? runs : ['runs']);
  if (save !== undefined) return saveAs(library, save, json);
  const view = await startView(library, wanted === undefined ? {} : { port: wanted });
  const ended = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, resolve);
  });
  if (json) printJson({ url: view.url, runs: countOf(library) });
  else console.log(`${inWords(countOf(library))}: ${view.url} (Ctrl-C ends)`);
  await ended;
  await view.close();
  return EXIT.done;
}

async function saveAs(library: Library, file: string, json: boolean): Promise<number> {
  if (library.places().every(({ kind }) => kind !== 'run')) {
    throw new TadpoleError('there is no run to save', 'name the folder of a run');
  }
  const { bytes, grids, all } = saveReport(library, file);
  const runs = countOf(library);
  if (json) {
    printJson({ path: file, bytes, runs, grids, allGrids: all });
    return EXIT.done;
  }
  const share = grids < all ? `${grids} of ${all} grids` : `${grids} grids`;
  console.log(
    `${file}: ${inWords(runs)}, ${share}, ${(bytes / 1e6).toFixed(1)} MB; it opens in any browser, without a network`,
  );
  return EXIT.done;
}

function countOf(library: Library): number {
  return library.places().filter(({ kind }) => kind === 'run').length;
}

function inWords(runs: number): string {
  return runs === 1 ? '1 run' : `${runs} runs`;
}
