// A collection of pictures: those below a folder, or in a zip archive.
import type { Listing, PictureFile } from './listing';
import type { PictureBytes } from './pictureDecoder';

/** Pictures that lie together. */
export interface Collection {
  /** The absolute path of the folder or the archive. */
  readonly place: string;
  readonly listing: Listing;
  /** Where the bytes of one of the pictures are. */
  bytesOf(file: PictureFile): PictureBytes;
  close(): void;
}
