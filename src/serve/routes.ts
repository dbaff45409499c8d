// The addresses of a web application, each with its methods: another method is refused with those that there are.
import { type Context, Hono } from 'hono';
import { RequestError } from './failure';

type Answer = (context: Context) => Response | Promise<Response>;

/** Collects addresses in the order in which they are tried. */
export class Routes {
  readonly app = new Hono();
  private readonly methods = new Map<string, string[]>();

  get(path: string, answer: Answer): this {
    return this.on('GET', path, answer);
  }

  post(path: string, answer: Answer): this {
    return this.on('POST', path, answer);
  }

  /** After the last address: refuses every other method. */
  refuseOthers(): void {
    for (const [path, methods] of this.methods) {
      // What answers GET answers HEAD.
      const allowed = methods.flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method])).join(', ');
      this.app.all(path, ({ req }) => {
        throw new RequestError(405, `${req.method} is not answered here`, `use ${allowed}`, {
          Allow: allowed,
        });
      });
    }
  }

  private on(method: string, path: string, answer: Answer): this {
    this.app.on(method, path, answer);
    this.methods.set(path, [...(this.methods.get(path) ?? []), method]);
    return this;
  }
}
