// An evaluation on several ranks: rank 0 says which images are shown to the network next, and the others take their share of the passes.
import { fromFirst } from '../dist';
import { TadpoleError } from '../errors';

/** Images that features are taken of; positions in the order that the seed chooses, all of the data without. */
export type Shown = { readonly of: 'samples' } | { readonly of: 'control' } | ShownReals;

/** Real images. */
export interface ShownReals {
  readonly of: 'reals' | 'heldOut';
  readonly from?: number;
  readonly to?: number;
}

type Order =
  | { shown: Shown }
  | { result: unknown }
  | { failed: { problem: string; hint: string | undefined } };

/** What rank 0 tells the others. */
export class Lead {
  private isShowing = false;

  /** Asks for help with images, which are all shown when `take` ends. */
  async show<T>(shown: Shown, take: (askOthers: () => void) => Promise<T>): Promise<T> {
    const result = await take(() => {
      this.isShowing = true;
      tell({ shown });
    });
    this.isShowing = false;
    return result;
  }

  /** Runs the whole work; the others get its result, or its error. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    try {
      const result = await work();
      tell({ result });
      return result;
    } catch (error) {
      // In the middle of passes the others wait for rows: they notice when this process ends, or have stopped with it.
      if (error instanceof TadpoleError && !this.isShowing) {
        const { problem, hint } = error;
        tell({ failed: { problem, hint } });
      }
      throw error;
    }
  }
}

/** The part of the ranks after 0: helps until the evaluation ends. @throws TadpoleError as rank 0 does */
export async function followLead<T>(help: (shown: Shown) => Promise<void>): Promise<T> {
  for (;;) {
    const order = fromFirst<Order | null>(null) as Order;
    if ('result' in order) return order.result as T;
    if ('failed' in order) throw new TadpoleError(order.failed.problem, order.failed.hint ?? '');
    await help(order.shown);
  }
}

function tell(order: Order): void {
  fromFirst(order);
}
