// `tadpole serve`: images of a generator over HTTP, until a signal ends it.
import { handler, startServer } from '../serve';
import { EXIT } from './failure';
import { endNow, Interruption } from './interruption';
import { printJson, tell } from './output';
import { type ServeArguments, servePlan } from './serveFlags';

/** The first signal lets it answer what it has taken; a second one ends it at once. */
export async function run(args: ServeArguments): Promise<number> {
  const { serve, server: where } = servePlan(args);
  const images = handler(args.generator, serve);
  const interruption = new Interruption(() => {
    tell('answering the requests that have been taken; a second signal ends at once');
  });
  interruption.giveUp.addEventListener('abort', () => void endNow());
  const ended = new Promise<void>((resolve) => {
    interruption.signal.addEventListener('abort', () => resolve());
  });
  let close = (): Promise<void> => images.close();
  try {
    const server = await startServer(images, where);
    close = server.close;
    const opened = await Promise.race([images.opened, ended]);
    if (opened && args.json) printJson({ url: server.url, generator: opened.file });
    else if (opened) console.log(`${opened.file}: ${server.url} (Ctrl-C ends)`);
    await ended;
    return EXIT.done;
  } finally {
    await close();
    interruption.stop();
  }
}
