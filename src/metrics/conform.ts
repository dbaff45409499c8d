// Real images in the size and with the channels of the samples, as the generator was trained on them.
import { UsageError } from '../errors';
import { BilinearResize } from '../images';
import { torch } from '../torch';
import type { ImageSource } from './imageSource';

/**
 * The images of a source in another shape: resized as the loader does it (bilinear, as OpenCV), one channel copied to all.
 *
 * @param own shape of the source's images
 * @param shape wanted
 * @throws UsageError when the images have several channels, but not as many
 */
export function conform(source: ImageSource, own: readonly number[], shape: readonly number[]): ImageSource {
  if (own.join() === shape.join()) return source;
  const [channels, height, width] = shape as [number, number, number];
  const [ownChannels, ownHeight, ownWidth] = own as [number, number, number];
  if (ownChannels !== channels && ownChannels !== 1) {
    throw new UsageError(
      `the samples are ${shape.join(' x ')}, the real images ${own.join(' x ')}`,
      'give the images that the generator was trained on with --data',
    );
  }
  return {
    count: source.count,
    labels: source.labels,
    dispose: () => source.dispose(),
    part: (start, end) =>
      torch.scope(() => {
        const images = source.part(start, end);
        using resize = new BilinearResize([ownHeight, ownWidth], [height, width], images.device);
        return resize
          .apply(images)
          .expand([end - start, channels, height, width])
          .contiguous();
      }),
  };
}
