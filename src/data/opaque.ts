// The opacity of decoded pictures: whether they have any transparent pixel, and how it is taken away and added.
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

/** Whether no pixel is transparent. */
export function isOpaque({ channels, data }: Picture): boolean {
  if (channels !== 4) return true;
  for (let at = 3; at < data.length; at += 4) if (data[at] !== 255) return false;
  return true;
}

/** The picture with four channels: grey is copied to the colours, and what had no opacity is opaque. */
export function withOpacity(picture: Picture): Picture {
  const { width, height, channels: from, data } = picture;
  if (from === 4) return picture;
  const all = new Uint8Array(width * height * 4);
  for (let at = 0, to = 0; at < data.length; at += from) {
    for (let channel = 0; channel < 3; channel++) all[to++] = data[from === 1 ? at : at + channel] as number;
    all[to++] = 255;
  }
  return { width, height, channels: 4, data: all };
}
