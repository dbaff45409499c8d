// Pictures of a collection one after another, as bytes of one shape, or why they cannot be used.
import type { Picture } from '../images';
import type { Tensor } from '../torch';
import type { Collection } from './collection';
import type { PictureFile } from './listing';
import { withOpacity } from './opaque';
import { type Decoded, decodePictures } from './pictureDecoder';
import { type Fit, fitPicture } from './resize';

/** Why a grey picture is not used where it does not serve. */
export const GREY = 'grey where colour is needed';

/** Called with the number of pictures that are read, before the first and after each one; earlier ones may be in the cache. */
export type ReadingProgress = (done: number, total: number) => void;

/** What every picture becomes. */
export interface PictureShape {
  /** Channels (1 grey, 3 colour, 4 colour and opacity), height and width. */
  readonly imageShape: readonly [channels: number, height: number, width: number];
  /** Whether grey pictures are used where colour is wanted; their channel is then copied to all. */
  readonly copiesGrey: boolean;
  /** What becomes of pictures of other proportions. */
  readonly fit: Fit;
}

/** How a collection of pictures is read. */
export interface PictureOptions extends PictureShape {
  /** Called with one line about the pictures that were left out, or a cache that cannot be written. */
  readonly warn: (message: string) => void;
  readonly progress: ReadingProgress;
}

/** Pictures of one shape after each other, and those that are not among them. */
export interface PicturePixels {
  /** uint8, all values after each other. */
  readonly images: Tensor;
  /** Positions in the listing of the pictures that are left out, with the reasons. */
  readonly unusable: readonly Unusable[];
  /** See `Dataset`. */
  readonly mapped?: { readonly crc32: number };
}

/** A picture that cannot be used: its position in the listing, and the reason in words that follow a number. */
export type Unusable = readonly [position: number, reason: string];

/** Receives the pictures of a collection in their turn. */
export interface Receiver {
  /** How many pictures it has already: those are not decoded. */
  readonly done: number;
  /** The bytes of a picture, channels first, or of one of its equal channels. */
  take(pixels: Uint8Array): void;
  /** A picture that cannot be used. */
  leaveOut(unusable: Unusable): void;
  /** Called after each picture, with the number of those that it now has. */
  received?(done: number): void;
}

/** Decodes the pictures that the receiver does not have. */
export function decodeAll(
  collection: Collection,
  { imageShape: [channels, height, width], copiesGrey, fit, progress }: PictureOptions,
  receiver: Receiver,
): void {
  const { pictures } = collection.listing;
  const first = receiver.done;
  const decoded = decodePictures(
    pictures.length - first,
    (index) => collection.bytesOf(pictures[first + index] as PictureFile),
    channels === 4,
  );
  let position = first;
  progress(position, pictures.length);
  for (const found of decoded) {
    const picture = usable(found, channels === 1 || copiesGrey);
    if ('reason' in picture) receiver.leaveOut([position, picture.reason]);
    else {
      const pixels = fitPicture(withChannels(picture, channels), height, width, fit);
      // The one channel of a grey picture fills them all.
      const times = (channels * height * width) / pixels.length;
      for (let time = 0; time < times; time++) receiver.take(pixels);
    }
    position++;
    receiver.received?.(position);
    progress(position, pictures.length);
  }
}

function usable(decoded: Decoded, greyServes: boolean): Decoded {
  return 'reason' in decoded || greyServes || decoded.channels !== 1 ? decoded : { reason: GREY };
}

/** The picture in as many channels, or in one, where that is to be copied. */
function withChannels(picture: Picture, channels: number): Picture {
  if (channels === 4) return withOpacity(picture);
  return channels === 1 ? toGrey(picture) : picture;
}

/** Luma of ITU-R Recommendation BT.601: 0.299 red + 0.587 green + 0.114 blue. */
function toGrey(picture: Picture): Picture {
  if (picture.channels === 1) return picture;
  const { data: rgb } = picture;
  const data = new Uint8Array(rgb.length / 3);
  for (let i = 0; i < data.length; i++) {
    const [red, green, blue] = [rgb[3 * i], rgb[3 * i + 1], rgb[3 * i + 2]] as [number, number, number];
    data[i] = Math.round(0.299 * red + 0.587 * green + 0.114 * blue);
  }
  return { ...picture, channels: 1, data };
}
