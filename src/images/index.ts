// Pictures: PNG files, grids of image tensors, plots of losses.
export { type AnimationOptions, encodeApng, writeApng } from './apng';
export { type Chart, type ChartLine, drawChart } from './chart';
export {
  composeGrid,
  enlarge,
  type GridLayout,
  gridShape,
  gridSize,
  type PictureStack,
  sideBySide,
} from './grid';
export type { Picture } from './picture';
export { drawLossPlot, LINE_COLORS, type LossPlot, saveLossPlot } from './plot';
export { decodePng, encodePng, readPng, writePng } from './png';
export { bytesToRange, rangeToBytes, type ValueRange } from './range';
export { type PictureSize, resizeBilinear } from './resize';
export { makeGrid, type PictureOptions, saveGrid, saveImage, toPictures } from './save';

// The following is for other parts of Tadpole: it is not in the package's declarations.

/** @internal */
export { checkRange } from './range';
/** @internal */
export { BilinearResize } from './resize';
