// Animated PNG files that the page assembles can be parsed.
import { images } from 'tadpole';
import { animate } from '../../../src/view/page/apng';
import { readAnimation } from '../../images/apngFile';

const shades = [0, 90, 255];
const frames = shades.map((shade) =>
  images.encodePng({ width: 3, height: 2, channels: 1, data: new Uint8Array(6).fill(shade) }),
);

test('holds every frame, at its speed, in the order of the file', () => {
  const animation = readAnimation(Buffer.from(animate(frames, 8)));
  expect(animation.frames.map(({ picture }) => picture.data[0])).toEqual(shades);
  expect(animation.frames.map(({ seconds }) => seconds)).toEqual([1 / 8, 1 / 8, 1 / 8]);
  expect(animation.sequence).toEqual([0, 1, 2, 3, 4]);
  expect(animation.plays).toBe(0);
});

test('is a plain PNG to those who know no animation', () => {
  expect(images.decodePng(animate(frames, 8)).data[0]).toBe(0);
});

test('nothing cannot be animated', () => {
  expect(() => animate([], 8)).toThrow(/at least one picture/);
});
