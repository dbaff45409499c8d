// Drawn images in the forms in which they are sent.
import { composeGrid, encodePng, type PictureStack, toPictures, type ValueRange } from '../images';
import { encodeSafetensors, type Tensor, torch } from '../torch';
import type { Format } from './messages';
import { encodeNpy } from './npy';

/** Images with what they were drawn from. */
export interface Drawn {
  /** N x C x H x W in the value range, float32. */
  images: Tensor;
  /** N x the shape of a latent, float32. */
  latents: Tensor;
  /** The class of each image by its number; undefined for a generator without classes. */
  labels: readonly number[] | undefined;
  /** Of each image, where it has one of its own. */
  seeds?: readonly number[];
  /** Names of the generator's classes. */
  classes: readonly string[];
  valueRange: ValueRange;
}

/** The bytes of each format. */
export const ENCODERS: Record<Format, (drawn: Drawn) => Uint8Array> = {
  png: ({ images, valueRange }) => encodePng(composeGrid(toPictures(images, { range: valueRange }))),

  json: ({ images, labels, seeds, classes, valueRange }) => {
    const entries = [...pictures(toPictures(images, { range: valueRange }))].map((picture, index) => ({
      ...(seeds ? { seed: seeds[index] } : {}),
      ...(labels ? { class: classes[labels[index] as number] } : {}),
      png: encodePng(picture).toString('base64'),
    }));
    return Buffer.from(JSON.stringify({ shape: images.shape, images: entries }));
  },

  npy: ({ images }) => encodeNpy(images.toTypedArray() as Float32Array, images.shape),

  safetensors: ({ images, latents, labels, valueRange }) => {
    const numbers = labels && torch.tensor([...labels], { dtype: 'int64' });
    return encodeSafetensors(
      { images, latents: latents.to('cpu'), ...(numbers ? { labels: numbers } : {}) },
      { format: 'pt', value_range: JSON.stringify(valueRange) },
    );
  },

  tensor: ({ images }) => {
    const data = Array.from(images.toTypedArray() as Float32Array);
    return Buffer.from(JSON.stringify({ name: 'images', datatype: 'FP32', shape: images.shape, data }));
  },
};

function* pictures(stack: PictureStack): Generator<PictureStack> {
  const bytes = stack.data.length / stack.count;
  for (let start = 0; start < stack.data.length; start += bytes) {
    yield { ...stack, count: 1, data: stack.data.subarray(start, start + bytes) };
  }
}
