// A generator as a function of web requests, which any web framework can call.
import { createHash } from 'node:crypto';
import path from 'node:path';
import type { Context } from 'hono';
import { accepts } from 'hono/accepts';
import { etag, RETAINED_304_HEADERS } from 'hono/etag';
import { routePath } from 'hono/route';
import { TadpoleError, UsageError } from '../errors';
import { checkPath } from '../torch';
import { PAGE_HEADERS } from '../view';
import { preferred } from './accepted';
import { limitBodies } from './body';
import { ByteCache } from './cache';
import { Engine } from './engine';
import { RequestError } from './failure';
import { inferOrder, modelMetadata, serverMetadata, versionOf } from './inference';
import { LabPages } from './labPages';
import type { Facts, Format } from './messages';
import { Metrics } from './metrics';
import { MEDIA_TYPES, openApi } from './openapi';
import { limitsOf, loadOptionsOf, type ServeOptions } from './options';
import { checked, imagePath, imageQuery, imagesBody, inferBody, orderOf } from './requests';
import { Routes } from './routes';

// Images of seeds that are kept, in bytes.
const CACHE_BYTES = 16 * 2 ** 20;

// Another generator may be served at the same address later.
const SEED_CACHING = 'public, max-age=3600';

// The address of the model, and of its version, which the Open Inference Protocol leaves to the client to name or not.
const MODEL = ['/v2/models/:name', '/v2/models/:name/versions/:version'];

/** Answers requests for images. */
export interface Handler {
  (request: Request): Promise<Response>;
  /** Settled when the generator is open. @throws TadpoleError when it cannot be opened, which then also answers requests */
  readonly opened: Promise<Facts>;
  /** Refuses new requests for images, answers those that it has taken, and frees the generator. */
  close(): Promise<void>;
}

/**
 * Serves a generator: `/v1/images`, the Open Inference Protocol under `/v2`, `/metrics`, `/openapi.json`, and the latent lab at `/`
 * (docs/serve.md). The generator is opened and runs in a thread of its own; an idle one does not keep the program alive.
 *
 * @param generator a TorchScript file, a run, or a checkpoint, as `openGenerator` takes it
 * @throws TypeError or UsageError for an option that does not fit
 */
export function handler(generator: string, options: ServeOptions = {}): Handler {
  checkPath('serve', generator);
  const limits = limitsOf(options);
  const loadOptions = loadOptionsOf(options);
  const metrics: Metrics = new Metrics(() => engine.queued);
  const engine = new Engine(generator, loadOptions, limits, metrics);
  const lab = new LabPages(generator, loadOptions);
  const cache = new ByteCache(CACHE_BYTES);
  const { version } = require('../../package.json') as { version: string };
  const nameOf = ({ recipe, file }: Facts): string => options.name ?? recipe ?? path.parse(file).name;

  const routes = new Routes();
  const { app } = routes;

  app.use(async (context, next) => {
    const start = performance.now();
    await next();
    const seconds = (performance.now() - start) / 1000;
    metrics.request(context.req.method, labelOf(routePath(context, -1)), context.res.status, seconds);
  });
  app.use(limitBodies(limits.maxBody));
  app.use(
    '/v1/images/:file',
    etag({ retainedHeaders: [...RETAINED_304_HEADERS, ...Object.keys(PAGE_HEADERS)] }),
  );

  async function postImages(context: Context): Promise<Response> {
    const body = checked(imagesBody, await jsonOf(context, {}));
    const format = body.format ?? acceptedFormat(context);
    const order = orderOf(body, format, await engine.opened, limits.maxCount);
    const drawn = await engine.draw(order, context.req.raw.signal);
    return imagesAnswer(drawn, { 'Content-Type': MEDIA_TYPES[format], 'Cache-Control': 'no-store' });
  }

  async function getImage(context: Context): Promise<Response> {
    const { seed } = checked(imagePath, { seed: Number.parseInt(context.req.param('file') ?? '', 10) });
    const query = checked(imageQuery, context.req.query());
    const key = JSON.stringify([seed, query.class, query.truncation]);
    // A server that ends refuses images that it has kept like all others.
    const kept = engine.state === 'closing' ? undefined : cache.get(key);
    const drawn =
      kept ??
      (await engine.draw(
        {
          latents: { seeds: [seed] },
          truncation: query.truncation,
          classes: query.class === undefined ? undefined : [query.class],
          alone: true,
          format: 'png',
        },
        context.req.raw.signal,
      ));
    cache.set(key, drawn);
    const tag = `"${createHash('sha1').update(drawn).digest('hex')}"`;
    return imagesAnswer(drawn, {
      'Content-Type': MEDIA_TYPES.png,
      'Cache-Control': SEED_CACHING,
      ETag: tag,
    });
  }

  /** @throws RequestError when the address names another model, or another version of it */
  async function modelOf({ req }: Context): Promise<Facts> {
    const facts = await engine.opened;
    const [name, only] = [req.param('name'), nameOf(facts)];
    if (name !== only) throw new RequestError(404, `there is no model '${name}'`, `the model is '${only}'`);
    const [version, present] = [req.param('version'), versionOf(facts)];
    if (version === undefined || version === present) return facts;
    throw new RequestError(404, `there is no version '${version}'`, `the version is '${present}'`);
  }

  async function infer(context: Context): Promise<Response> {
    const facts = await modelOf(context);
    const body = checked(inferBody, await jsonOf(context));
    const order = inferOrder(body, facts, limits.maxCount);
    const images = await engine.draw(order, context.req.raw.signal);
    const about = { model_name: nameOf(facts), model_version: versionOf(facts), id: body.id };
    const head = `${JSON.stringify(about).slice(0, -1)},"outputs":[`;
    const whole = Buffer.concat([Buffer.from(head), images, Buffer.from(']}')]);
    return imagesAnswer(whole, { 'Content-Type': 'application/json' });
  }

  const isReady = (): boolean => engine.state === 'open';
  const readiness = (context: Context, about: object = {}): Response =>
    context.json({ ...about, ready: isReady() }, isReady() ? 200 : 503);

  routes.post('/v1/images', postImages).get('/v1/images/:file{\\d+\\.png}', getImage);
  for (const model of MODEL) routes.post(`${model}/infer`, infer);
  // The answers above have these headers already, since giving them to a Response takes as long as the rest of the request.
  app.use(async (context, next) => {
    await next();
    for (const [name, value] of Object.entries(PAGE_HEADERS)) context.header(name, value);
  });
  routes
    .get('/v2', (context) => context.json(serverMetadata(version)))
    .get('/v2/health/live', (context) => {
      const live = engine.state !== 'failed';
      return context.json({ live }, live ? 200 : 503);
    })
    .get('/v2/health/ready', (context) => readiness(context))
    .get('/metrics', async (context) => {
      const { body, type } = await metrics.text();
      return context.body(body, 200, { 'Content-Type': type });
    })
    .get('/openapi.json', async (context) =>
      context.json(openApi(version, (await engine.opened).imageShape)),
    );
  for (const model of MODEL) {
    routes
      .get(model, async (context) => {
        const facts = await modelOf(context);
        return context.json(modelMetadata(nameOf(facts), facts));
      })
      .get(`${model}/ready`, async (context) => {
        const facts = await modelOf(context);
        return readiness(context, { name: nameOf(facts) });
      });
  }
  lab.addTo(routes);
  routes.refuseOthers();
  app.notFound((context) =>
    context.json({ error: `there is nothing at ${context.req.path}`, hint: 'see /openapi.json' }, 404),
  );
  app.onError(answerError);

  return Object.assign(async (request: Request): Promise<Response> => app.fetch(request), {
    opened: engine.opened,
    close: async () => {
      lab.close();
      await engine.close();
    },
  });
}

/** Plain headers and bytes, which reach the client without the streams that a Response otherwise makes of them. */
function imagesAnswer(bytes: Uint8Array<ArrayBuffer>, headers: Record<string, string>): Response {
  return new Response(bytes, { headers: { ...PAGE_HEADERS, ...headers } });
}

/** A route as OpenAPI writes it: `/v2/models/{name}`. */
function labelOf(route: string): string {
  return route.replace(/:(\w+)(\{[^}]*\})?/g, '{$1}');
}

function answerError(error: Error): Response {
  const { problem, hint } =
    error instanceof TadpoleError
      ? error
      : { problem: error.message, hint: 'this is an error of the server' };
  const [status, headers] =
    error instanceof RequestError
      ? [error.status, error.headers]
      : [error instanceof UsageError ? 400 : 500, {}];
  return Response.json({ error: problem, hint }, { status, headers: { ...PAGE_HEADERS, ...headers } });
}

/** The body as JSON; `empty` for one without a byte. @throws UsageError or RequestError when it is something else */
async function jsonOf({ req }: Context, empty?: object): Promise<unknown> {
  const encoding = req.header('Content-Encoding') ?? 'identity';
  if (encoding !== 'identity') {
    throw new RequestError(415, `bodies in ${encoding} are not taken`, 'send JSON as it is');
  }
  // The binary extension of the Open Inference Protocol: numbers follow the JSON.
  if (req.header('Inference-Header-Content-Length') !== undefined) {
    throw new RequestError(415, 'binary data are not taken', 'give the numbers as JSON');
  }
  const text = await req.text();
  if (text === '' && empty !== undefined) return empty;
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new UsageError(`the body is not JSON: ${(error as Error).message}`, 'see /openapi.json');
  }
}

/** @throws RequestError when the client accepts none */
function acceptedFormat(context: Context): Exclude<Format, 'tensor'> {
  const supports = Object.values(MEDIA_TYPES);
  const type = accepts(context, {
    header: 'Accept',
    supports,
    default: MEDIA_TYPES.png,
    match: (wanted) => preferred(wanted, supports) ?? '',
  });
  const found = Object.entries(MEDIA_TYPES).find(([, known]) => known === type)?.[0];
  if (found !== undefined) return found as Exclude<Format, 'tensor'>;
  throw new RequestError(
    406,
    `images are not given as ${context.req.header('Accept')}`,
    `accept one of ${supports.join(', ')}`,
  );
}
