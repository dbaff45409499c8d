// Which pictures can be in memory at the same time: in order, up to a number of pixels.

/** Admits pictures one after another; one that exceeds the limit by itself is admitted alone. */
export class Admission {
  private readonly waiting = new Map<number, { pixels: number; begin: () => void }>();
  private readonly held = new Map<number, number>();
  private next = 0;

  /** @param room pixels that may be held at once */
  constructor(private readonly room: number) {}

  /** Resolves when picture `index` may take up its pixels; each index from 0 on must enter. */
  enter(index: number, pixels: number): Promise<void> {
    return new Promise((begin) => {
      this.waiting.set(index, { pixels, begin });
      this.admit();
    });
  }

  /** Nothing of the pictures before `index` is held any more. */
  release(index: number): void {
    for (const held of [...this.held.keys()]) if (held < index) this.held.delete(held);
    this.admit();
  }

  private admit(): void {
    for (let first = this.waiting.get(this.next); first; first = this.waiting.get(this.next)) {
      const taken = [...this.held.values()].reduce((sum, pixels) => sum + pixels, 0);
      if (taken > 0 && taken + first.pixels > this.room) return;
      this.held.set(this.next, first.pixels);
      this.waiting.delete(this.next++);
      first.begin();
    }
  }
}
