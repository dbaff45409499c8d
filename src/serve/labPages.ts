// The latent lab of `tadpole view` for one generator.
import fs from 'node:fs';
import path from 'node:path';
import { etag } from 'hono/etag';
import type { LoadGeneratorOptions } from '../gan';
import { Lab, type Overview, openPage, PAGE_FILES, type Place } from '../view';
import type { Routes } from './routes';

const ID = 'generator';

/** The page, and what it asks for. */
export class LabPages {
  private readonly lab: Lab;
  private readonly overview: Overview;

  /** @param generator as `openGenerator` takes it */
  constructor(generator: string, options: LoadGeneratorOptions) {
    const place: Place = {
      id: ID,
      kind: 'generator',
      root: path.resolve(generator),
      path: generator,
      options,
    };
    this.lab = new Lab((id) => (id === ID ? place : undefined));
    this.overview = { runs: [], generators: [{ id: ID, path: generator }], onlyLab: true };
  }

  addTo(routes: Routes): void {
    const files = new Map<string, Uint8Array<ArrayBuffer>>();
    for (const [address, { name, type }] of PAGE_FILES) {
      routes.app.use(address, etag());
      routes.get(address, (context) => {
        const content = files.get(name) ?? readPage(name);
        files.set(name, content);
        return context.body(content, 200, { 'Content-Type': type, 'Cache-Control': 'no-cache' });
      });
    }
    routes.get('/api/runs', (context) => context.json(this.overview));
    routes.get('/api/lab', async ({ req }) => {
      const answer = await this.lab.answer(new URLSearchParams(req.query()));
      return Response.json(answer.value, { status: answer.status, headers: { 'Cache-Control': 'no-store' } });
    });
  }

  close(): void {
    this.lab.close();
  }
}

function readPage(name: string): Uint8Array<ArrayBuffer> {
  const { descriptor } = openPage(name);
  try {
    return new Uint8Array(fs.readFileSync(descriptor));
  } finally {
    fs.closeSync(descriptor);
  }
}
