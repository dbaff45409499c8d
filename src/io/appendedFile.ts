// A file that grows: what is added is held back, and appended about once per second, whole or not at all.
import fs from 'node:fs';
import { writeFailure } from './atomic';

const FLUSH_MILLISECONDS = 1000;

/** Appends to a file, which the first write makes. */
export class AppendedFile {
  private pending: Uint8Array[] = [];
  private lastFlush = 0;

  constructor(readonly file: string) {}

  /** @throws WriteError when it is time to write and that fails; what was added is held back */
  add(bytes: Uint8Array): void {
    this.pending.push(bytes);
    if (performance.now() - this.lastFlush > FLUSH_MILLISECONDS) this.flush();
  }

  /**
   * Writes what was held back.
   *
   * @throws WriteError when it cannot be written; the file ends as before, and nothing that was held back is lost
   */
  flush(): void {
    this.lastFlush = performance.now();
    if (this.pending.length === 0) return;
    append(this.file, Buffer.concat(this.pending));
    this.pending = [];
  }
}

/** Appends all of `bytes` or nothing: a full disk takes a part of them, which would run into what is written later. */
function append(file: string, bytes: Uint8Array): void {
  let descriptor: number | undefined;
  try {
    descriptor = fs.openSync(file, 'a');
    const { size } = fs.fstatSync(descriptor);
    try {
      fs.writeFileSync(descriptor, bytes);
    } catch (error) {
      fs.ftruncateSync(descriptor, size);
      throw error;
    }
  } catch (error) {
    throw writeFailure(file, error);
  } finally {
    if (descriptor !== undefined) fs.closeSync(descriptor);
  }
}
