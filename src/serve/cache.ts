// Recent answers that always have the same bytes.

/** Keeps the answers that were asked for last. */
export class ByteCache {
  private readonly entries = new Map<string, Uint8Array<ArrayBuffer>>();
  private bytes = 0;

  /** @param most bytes in all */
  constructor(private readonly most: number) {}

  get(key: string): Uint8Array<ArrayBuffer> | undefined {
    const found = this.entries.get(key);
    if (found) {
      // The order of a Map is that of insertion: the first is the one that nobody has asked for the longest.
      this.entries.delete(key);
      this.entries.set(key, found);
    }
    return found;
  }

  set(key: string, value: Uint8Array<ArrayBuffer>): void {
    if (this.entries.has(key)) return;
    this.entries.set(key, value);
    this.bytes += value.length;
    for (const [oldest, { length }] of this.entries) {
      if (this.bytes <= this.most) return;
      this.entries.delete(oldest);
      this.bytes -= length;
    }
  }
}
