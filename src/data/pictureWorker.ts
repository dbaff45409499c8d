// The thread that decodes pictures: paths or bytes come in, pixels go out, each with the number of its path.
import { readFile } from 'node:fs/promises';
import { workerData } from 'node:worker_threads';
import { Admission } from './admission';
import { decodePicture, Unusable } from './decodePicture';
import { reasonOf } from './fileNames';
import type { Decoded, DecodeRequest, PictureBytes, WorkerData } from './pictureDecoder';

/** Pixels that are decoded and not fetched yet. */
const ROOM = 32e6;
/** To the other side, a much longer silence means the end of this thread. */
const SIGN_OF_LIFE_MS = 1000;

const { port, news } = workerData as WorkerData;
const admission = new Admission(ROOM);
const heart = setInterval(wake, SIGN_OF_LIFE_MS);

let asked = 0;

port.on('message', ({ pictures, keepsOpacity, fetched }: DecodeRequest) => {
  admission.release(fetched);
  for (const picture of pictures) answer(asked++, picture, keepsOpacity);
});
port.on('close', () => clearInterval(heart));

async function answer(index: number, picture: PictureBytes, keepsOpacity: boolean): Promise<void> {
  port.postMessage({ index, decoded: await decode(index, picture, keepsOpacity) });
  wake();
}

async function decode(index: number, picture: PictureBytes, keepsOpacity: boolean): Promise<Decoded> {
  let entered = false;
  const enter = (pixels: number): Promise<void> => {
    entered = true;
    return admission.enter(index, pixels);
  };
  try {
    if ('reason' in picture) throw new Unusable(picture.reason);
    const bytes = 'path' in picture ? await readFile(Buffer.from(picture.path)) : Buffer.from(picture.bytes);
    return await decodePicture(bytes, ({ width, height }) => enter(width * height), keepsOpacity);
  } catch (error) {
    // Those that come after it wait for its turn to pass.
    if (!entered) await enter(0);
    return { reason: error instanceof Unusable ? error.message : `cannot be read: ${reasonOf(error)}` };
  }
}

function wake(): void {
  Atomics.add(news, 0, 1);
  Atomics.notify(news, 0);
}
