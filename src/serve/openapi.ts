// The description of the addresses as OpenAPI 3.1, made from the schemas that requests are checked with.
import { z } from 'zod';
import { imageQuery, imagesBody, inferBody } from './requests';

/** Media types of images by the format that is asked for; the first is the default. */
export const MEDIA_TYPES = {
  png: 'image/png',
  json: 'application/json',
  npy: 'application/x-npy',
  safetensors: 'application/x-safetensors',
} as const;

type Schema = Record<string, unknown>;

/** @param imageShape channels, height and width */
export function openApi(version: string, imageShape: readonly number[]): object {
  const image = imageShape.join(' x ');
  const bytes: Schema = { type: 'string', contentMediaType: 'application/octet-stream' };
  const failures = {
    '400': answer('The request does not fit the generator', FAILURE),
    '503': { ...answer('No room for more images, or the server is ending', FAILURE), headers: RETRY },
    '504': answer('Not drawn in time', FAILURE),
  };
  const withBody = { ...failures, '413': answer('The body is too large', FAILURE) };
  const forms = {
    [MEDIA_TYPES.png]: { schema: bytes },
    [MEDIA_TYPES.json]: { schema: IMAGES },
    [MEDIA_TYPES.npy]: { schema: bytes },
    [MEDIA_TYPES.safetensors]: { schema: bytes },
  };
  return {
    openapi: '3.1.0',
    info: {
      title: 'Tadpole',
      version,
      description: `Images of ${image} values (channels x height x width) from latents, by a generator.`,
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: './' }],
    paths: {
      '/v1/images': {
        post: operation('drawImages', 'Images of a seed, of seeds or of latents', {
          requestBody: { content: { 'application/json': { schema: schemaOf(imagesBody) } } },
          responses: {
            '200': {
              description: 'One image or a grid as PNG; each image as PNG in base64; or values as a tensor',
              content: forms,
            },
            ...withBody,
            '406': answer('No form that is accepted', FAILURE),
          },
        }),
      },
      '/v1/images/{seed}.png': {
        get: operation('imageOfSeed', 'The image of a seed: always the same bytes', {
          parameters: [
            {
              name: 'seed',
              in: 'path',
              required: true,
              schema: { type: 'integer', minimum: 0, maximum: 2 ** 31 - 1 },
            },
            ...parametersOf(schemaOf(imageQuery)),
          ],
          responses: {
            '200': {
              description: 'The image',
              headers: {
                ETag: { schema: { type: 'string' } },
                'Cache-Control': { schema: { type: 'string' } },
              },
              content: { [MEDIA_TYPES.png]: { schema: bytes } },
            },
            '304': { description: 'The image that the client has' },
            ...failures,
          },
        }),
      },
      '/v2': { get: operation('server', 'Name and version of the server', { responses: ok(ANY) }) },
      '/v2/health/live': { get: operation('live', 'Whether the server works', { responses: ok(ANY) }) },
      '/v2/health/ready': {
        get: operation('ready', 'Whether requests are taken', {
          responses: { ...ok(ANY), '503': answer('Not yet, or no longer', ANY) },
        }),
      },
      ...modelPaths('/v2/models/{name}', '', withBody),
      ...modelPaths('/v2/models/{name}/versions/{version}', 'Version', withBody),
      '/metrics': {
        get: operation('metrics', 'Counts and times for Prometheus', {
          responses: {
            '200': { description: 'Text format', content: { 'text/plain': { schema: { type: 'string' } } } },
          },
        }),
      },
    },
  };
}

const ANY: Schema = { type: 'object' };

const FAILURE: Schema = {
  type: 'object',
  required: ['error', 'hint'],
  properties: { error: { type: 'string' }, hint: { type: 'string' } },
};

const IMAGES: Schema = {
  type: 'object',
  required: ['shape', 'images'],
  properties: {
    shape: { type: 'array', items: { type: 'integer' }, description: 'Images, channels, height, width' },
    images: {
      type: 'array',
      items: {
        type: 'object',
        required: ['png'],
        properties: {
          seed: { type: 'integer', description: 'Where each image has one of its own' },
          class: { type: 'string', description: 'For a generator with classes' },
          png: { type: 'string', contentEncoding: 'base64', contentMediaType: 'image/png' },
        },
      },
    },
  },
};

const INFERRED: Schema = {
  type: 'object',
  required: ['model_name', 'outputs'],
  properties: {
    model_name: { type: 'string' },
    model_version: { type: 'string' },
    id: { type: 'string' },
    outputs: { type: 'array', items: { type: 'object' } },
  },
};

const RETRY = { 'Retry-After': { description: 'Seconds', schema: { type: 'integer' } } };

function operation(operationId: string, summary: string, rest: object): object {
  return { operationId, summary, ...rest };
}

function answer(description: string, schema: Schema): object {
  return { description, content: { 'application/json': { schema } } };
}

function ok(schema: Schema): Record<string, object> {
  return { '200': answer('The answer', schema) };
}

/** The addresses of a model; `suffix` makes the names of its operations their own. */
function modelPaths(model: string, suffix: string, refusals: object): Record<string, object> {
  const parameters = [...model.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
  const missing = { '404': answer('There is no such model or version', FAILURE) };
  return {
    [model]: {
      get: operation(`model${suffix}`, 'Inputs and outputs of the model', {
        parameters,
        responses: { ...ok(ANY), ...missing },
      }),
    },
    [`${model}/ready`]: {
      get: operation(`model${suffix}Ready`, 'Whether the model takes requests', {
        parameters,
        responses: { ...ok(ANY), ...missing, '503': answer('Not yet, or no longer', ANY) },
      }),
    },
    [`${model}/infer`]: {
      post: operation(`infer${suffix}`, 'Images of latents as a tensor', {
        parameters,
        requestBody: { required: true, content: { 'application/json': { schema: schemaOf(inferBody) } } },
        responses: { ...ok(INFERRED), ...refusals, ...missing },
      }),
    },
  };
}

/** JSON Schema of the draft that OpenAPI 3.1 has. */
function schemaOf(schema: z.ZodType): Schema {
  const { $schema, ...rest } = z.toJSONSchema(schema, { io: 'input' });
  return rest;
}

function parametersOf({ properties }: Schema): object[] {
  return Object.entries(properties as Record<string, Schema>).map(([name, { description, ...schema }]) => ({
    name,
    in: 'query',
    description,
    schema,
  }));
}
