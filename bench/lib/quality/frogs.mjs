// Frogs, and pictures of all ten classes of CIFAR-10, from a folder of CIFAR-10 or from the development files in ../shared/data/cifar10.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { data, torch } from 'tadpole';

const FROG = 6n;

/**
 * Frogs to train on, and labelled pictures for a classifier and as a control.
 * @param {string} folder
 */
export async function frogData(folder) {
  const frogs = join(folder, 'frogs_u8.bin');
  if (!existsSync(frogs)) {
    const labelled = data.load('cifar10', { directory: folder });
    return { file: folder, frogs: data.load('frogs', { directory: folder }), labelled };
  }
  const labelled = data.load('cifar10', { directory: folder });
  return {
    file: frogs,
    frogs: data.load('frogs', { directory: frogs }),
    // These frogs have been JPEG files; a classifier must not tell them from other pictures by that.
    labelled: { ...labelled, images: await asJpeg(labelled.images) },
  };
}

/** The positions of the pictures that are no frogs. */
export function othersOf({ labels }) {
  return Int32Array.from(
    Array.from(labels.toTypedArray()).flatMap((label, position) => (label === FROG ? [] : [position])),
  );
}

/** Bytes N x 3 x 32 x 32 after JPEG of quality 75 with halved colours. */
async function asJpeg(images) {
  const [count, channels, height, width] = images.shape;
  const raw = { width, height, channels };
  const bytes = Buffer.from(images.permute([0, 2, 3, 1]).contiguous().toTypedArray());
  const each = channels * height * width;
  const pictures = [];
  for (let at = 0; at < count; at++) {
    const picture = sharp(bytes.subarray(at * each, (at + 1) * each), { raw });
    const file = await picture.jpeg({ quality: 75, chromaSubsampling: '4:2:0' }).toBuffer();
    pictures.push(await sharp(file).raw().toBuffer());
  }
  const shape = [count, height, width, channels];
  return torch
    .tensor(new Uint8Array(Buffer.concat(pictures)), { shape })
    .permute([0, 3, 1, 2])
    .contiguous();
}
