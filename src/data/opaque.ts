// A decoded picture without transparency, in the channels that its file has.
import type { Picture } from '../images';

/**
 * The picture, composited on white where it is transparent.
 *
 * @param picture in colour, or with three equal channels when it is grey
 * @param isGrey whether one channel is enough
 */
export function onWhite(picture: Picture, isGrey: boolean): Picture {
  const { width, height, channels: from, data: pixels } = picture;
  const channels = isGrey ? 1 : 3;
  if (from === channels) return picture;
  const data = new Uint8Array(width * height * channels);
  for (let at = 0, to = 0; at < pixels.length; at += from) {
    const alpha = from === 4 ? (pixels[at + 3] as number) : 255;
    for (let channel = 0; channel < channels; channel++) {
      const value = pixels[at + channel] as number;
      data[to++] = alpha === 255 ? value : Math.round((value * alpha + 255 * (255 - alpha)) / 255);
    }
  }
  return { width, height, channels, data };
}
