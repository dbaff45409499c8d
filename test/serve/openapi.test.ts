// The description of the addresses: valid OpenAPI 3.1, and true.
import { execFileSync } from 'node:child_process';
import { type Handler, handler } from 'tadpole/serve';
import { Generators, json, request } from './generators';

interface Description {
  openapi: string;
  paths: Record<string, Record<string, { responses: Record<string, unknown> }>>;
}

const VERSION = '12';

const generators = new Generators();
let served: Handler;
let description: Description;
beforeAll(async () => {
  served = handler(generators.file('classes.pt'));
  description = await json(served, request('/openapi.json'));
});
afterAll(() => served.close());

// The validator is an ES module, which jest does not load.
const VALIDATE = `
  import { Validator } from '@seriousme/openapi-schema-validator';
  import { text } from 'node:stream/consumers';
  const validator = new Validator();
  const { valid, errors } = await validator.validate(JSON.parse(await text(process.stdin)));
  console.log(JSON.stringify({ version: validator.version, valid, errors }));`;

function validate(document: object): { version: string; valid: boolean; errors?: unknown } {
  const words = ['--input-type=module', '--eval', VALIDATE];
  return JSON.parse(
    execFileSync(process.execPath, words, { input: JSON.stringify(document), encoding: 'utf8' }),
  );
}

test('it is valid, and the validator knows what is not', () => {
  expect(validate(description)).toEqual({ version: '3.1', valid: true });
  expect(validate({ ...description, paths: { images: {} } }).valid).toBe(false);
});

test('every address in it answers, with a status that it names', async () => {
  const operations = Object.entries(description.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { responses }]) => ({ path, method, responses })),
  );
  expect(operations.length).toBeGreaterThan(8);
  for (const { path, method, responses } of operations) {
    const address = path.replace('{seed}', '1').replace('{name}', 'digits').replace('{version}', VERSION);
    const { status } = await served(request(address, { method: method.toUpperCase() }));
    expect({ path, method, named: Object.keys(responses) }).toMatchObject({
      named: expect.arrayContaining([String(status)]),
    });
    expect(status).not.toBe(404);
  }
});

test('requests are described as they are checked', () => {
  const body = JSON.stringify(description.paths['/v1/images']);
  for (const name of ['seed', 'seeds', 'latents', 'count', 'class', 'truncation', 'format']) {
    expect(body).toContain(`"${name}":{`);
  }
});
