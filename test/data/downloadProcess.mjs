// The process of test/data/download.test.ts: downloads the datasets that it is sent, one after another.
import { download } from 'tadpole/data';

/** @param {{ entry: import('tadpole').data.RegistryEntry, folder: string, mirror?: string }} request */
async function answer({ entry, folder, mirror }) {
  if (mirror === undefined) delete process.env['TADPOLE_DATA_URL'];
  else process.env['TADPOLE_DATA_URL'] = mirror;
  const log = [];
  try {
    const paths = await download(entry, folder, { log: (line) => log.push(line) });
    process.send?.({ paths, log });
  } catch ({ name, problem, hint }) {
    process.send?.({ error: { name, problem, hint }, log });
  }
}

process.on('message', answer);
