// Draws what the latent lab is asked for, with the same functions as `tadpole sample`.
import {
  type Directions,
  type LoadGeneratorOptions,
  plannedLatents,
  principalDirections,
  type SavedGenerator,
} from '../../gan';
import {
  composeGrid,
  encodeApng,
  encodePng,
  gridShape,
  type Picture,
  type PictureStack,
  toPictures,
} from '../../images';
import { type Tensor, torch } from '../../torch';
import type { LabDescription, LabPicture } from '../protocol';
import { amountsOf, commandOf, type LabRequest } from './request';

/** A generator that is open, with its directions once they were wanted. */
export class Drawing {
  private found: Directions | undefined;

  /**
   * @param file as the command line names the generator
   * @param options that it was opened with
   */
  constructor(
    readonly generator: SavedGenerator,
    private readonly file: string,
    private readonly options: LoadGeneratorOptions,
  ) {}

  describe(): LabDescription {
    const { latent, classes, card } = this.generator;
    const { shares, origin } = this.directions();
    const { shape, distribution } = latent;
    return { latent: { shape, distribution }, classes, step: card?.step, directions: { shares, origin } };
  }

  /** Images, a plane, or a walk. */
  draw(request: LabRequest): LabPicture {
    return torch.scope(() => {
      const stack = toPictures(this.images(request), { range: this.generator.valueRange });
      const { count, width, height } = stack;
      const isWalk = request.shape === 'walk';
      const png = isWalk
        ? encodeApng(framesOf(stack, request.scale), { fps: request.fps })
        : encodePng(composeGrid(stack));
      const shape = isWalk ? { rows: 1, columns: 1 } : gridShape(count);
      const command = commandOf(request, this.file, this.options);
      return { png: png.toString('base64'), ...shape, width, height, command };
    });
  }

  /** The images of a request in the value range, N x C x H x W. */
  images(request: LabRequest): Tensor {
    const { shape, seeds, truncation, side, between } = request;
    const isWalk = shape === 'walk';
    return torch.scope(() => {
      const latents = plannedLatents(
        this.generator,
        {
          seeds,
          count: seeds.length,
          seed: 0,
          truncation,
          between: isWalk ? between : undefined,
          closed: isWalk,
          cells: 1,
          plane: shape === 'plane' ? side : undefined,
          along: amountsOf(request),
        },
        () => this.directions(),
      );
      const { classes } = this.generator;
      const chosen = request.class ?? (isWalk ? classes[0] : undefined);
      return this.generator.generate(latents, chosen === undefined ? {} : { classes: [chosen] });
    });
  }

  dispose(): void {
    this.found?.vectors.dispose();
    this.generator.dispose();
  }

  private directions(): Directions {
    this.found ??= principalDirections(this.generator, { parameters: this.generator.script.parameters() });
    return this.found;
  }
}

function* framesOf(stack: PictureStack, scale: number): Generator<Picture> {
  const bytes = stack.data.length / stack.count;
  for (let start = 0; start < stack.data.length; start += bytes) {
    const frame = { ...stack, count: 1, data: stack.data.subarray(start, start + bytes) };
    yield composeGrid(frame, { padding: 0, scale });
  }
}
