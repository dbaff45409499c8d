// The thread of the network: opens the generator, draws what it is asked for in batches, and encodes it.
import { parentPort, workerData } from 'node:worker_threads';
import { TadpoleError, UsageError } from '../errors';
import { type SavedGenerator, seededLatents } from '../gan';
import { openGenerator } from '../recipes';
import { type Tensor, torch } from '../torch';
import { Batcher, type Draw, type Piece, sizesOf } from './batcher';
import { Job } from './job';
import type { Done, Facts, Failure, FromNetwork, SentOrder, ThreadData, ToNetwork } from './messages';

// Getting ready for batches of every size takes no longer than this and one call.
const WARM_UP_MILLISECONDS = 2000;

// Batches that are drawn at the same time: one more than there are threads to draw them, so that none is idle while this thread
// encodes; Node's thread pool has four.
const THREADS = torch.getNumThreads();
const AT_ONCE = Math.min(THREADS + 1, 4);

const { generator: word, options, batchSize, maxWait } = workerData as ThreadData;

function send(message: FromNetwork, transfer: ArrayBuffer[] = []): void {
  parentPort?.postMessage(message, transfer);
}

function failureOf(error: unknown): Failure {
  const misused = error instanceof UsageError;
  if (error instanceof TadpoleError) return { error: error.problem, hint: error.hint, misused };
  return { error: error instanceof Error ? error.message : String(error), hint: '', misused };
}

/** Draws a batch of each size, as far as time permits: the first call of a size takes many times as long as the next one. */
function warmUp(generator: SavedGenerator): void {
  const start = performance.now();
  for (const size of [1, ...sizesOf(batchSize)]) {
    if (performance.now() - start > WARM_UP_MILLISECONDS) return;
    torch.scope(() => generator.generate(seededLatents(generator.latent, size, 0, generator.device)));
  }
}

function factsOf(generator: SavedGenerator, file: string): Facts {
  const { latent, valueRange, classes, card } = generator;
  const [, ...imageShape] = torch.scope(() => generator.sample(1).shape);
  return { file, recipe: card?.recipe, step: card?.step, latent, imageShape, valueRange, classes };
}

/** A generator that is open, and what it is asked for. */
class Network {
  /** Neither answered nor dropped. */
  private readonly jobs = new Map<number, Job>();
  private readonly batcher: Batcher<Job>;

  constructor(private readonly generator: SavedGenerator) {
    const draw: Draw<Job> = generator.worksElsewhere
      ? (pieces, isBusy) => this.drawElsewhere(pieces, isBusy)
      : (pieces) => this.draw(pieces);
    this.batcher = new Batcher(draw, { batchSize, maxWait, atOnce: AT_ONCE });
  }

  take(order: SentOrder): void {
    try {
      const job = new Job(order, this.generator);
      this.jobs.set(job.id, job);
      this.batcher.add(job);
    } catch (error) {
      send({ kind: 'failed', id: order.id, failure: failureOf(error) });
    }
  }

  drop(id: number): void {
    this.batcher.drop(id);
    this.forget(id);
  }

  /** In this thread. */
  private draw(pieces: Piece<Job>[]): void {
    const start = performance.now();
    try {
      torch.scope(() => {
        const { latents, classes } = inputsOf(pieces);
        this.finish(pieces, this.generator.generate(latents, { batchSize, classes }), start);
      });
    } catch (error) {
      this.fail(pieces, error);
    }
  }

  /**
   * In another thread: meanwhile this one encodes what is drawn. Threads that share the work on a batch wait for the slowest of them after
   * every layer, so that each draws batches of its own when there are enough.
   */
  private async drawElsewhere(pieces: Piece<Job>[], isBusy: boolean): Promise<void> {
    const start = performance.now();
    try {
      const { latents, classes } = torch.scope(() => inputsOf(pieces));
      const threads = isBusy ? Math.ceil(THREADS / AT_ONCE) : THREADS;
      const drawing = this.generator.generateElsewhere(latents, { classes, threads });
      const images = await drawing.finally(() => latents.dispose());
      torch.scope(() => this.finish(pieces, images, start));
      images.dispose();
    } catch (error) {
      this.fail(pieces, error);
    }
  }

  private finish(pieces: Piece<Job>[], images: Tensor, start: number): void {
    const seconds = (performance.now() - start) / 1000;
    const done: Done[] = [];
    let first = 0;
    for (const { item, start: number, count } of pieces) {
      // What was dropped meanwhile is not encoded.
      const body = this.jobs.has(item.id) ? item.add(number, images.narrow(0, first, count)) : undefined;
      if (body) done.push({ id: item.id, body });
      first += count;
    }
    const transfer = done.map(({ body }) => body.buffer);
    send({ kind: 'batch', images: images.size(0), seconds, done }, transfer);
    for (const { id } of done) this.forget(id);
  }

  private fail(pieces: Piece<Job>[], error: unknown): void {
    for (const { item } of pieces) {
      if (this.jobs.has(item.id)) send({ kind: 'failed', id: item.id, failure: failureOf(error) });
      this.drop(item.id);
    }
  }

  private forget(id: number): void {
    this.jobs.get(id)?.dispose();
    this.jobs.delete(id);
  }
}

/** The latents and, for a generator with classes, the class of each image of a batch. */
function inputsOf(pieces: Piece<Job>[]): { latents: Tensor; classes: number[] | undefined } {
  const parts = pieces.map(({ item, start, count }) => item.latents.narrow(0, start, count));
  const classes = pieces.flatMap(({ item, start, count }) => (item.labels ?? []).slice(start, start + count));
  return { latents: torch.cat(parts, 0), classes: classes.length > 0 ? classes : undefined };
}

async function begin(): Promise<void> {
  const { generator, file } = await openGenerator(word, {
    ...options,
    device: torch.resolveDevice(options.device ?? 'cpu'),
  });
  const facts = factsOf(generator, file);
  warmUp(generator);
  const network = new Network(generator);
  parentPort?.on('message', (message: ToNetwork) => {
    if (message.kind === 'draw') network.take(message.order);
    else if (message.kind === 'drop') network.drop(message.id);
    else parentPort?.close();
  });
  send({ kind: 'open', facts });
}

begin().catch((error: unknown) => send({ kind: 'closed', failure: failureOf(error) }));
