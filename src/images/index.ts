// Pictures: PNG files, grids of image tensors, plots of losses.
export { type Chart, type ChartLine, drawChart } from './chart';
export { composeGrid, enlarge, type GridLayout, gridShape, type PictureStack } from './grid';
export type { Picture } from './picture';
export { drawLossPlot, LINE_COLORS, type LossPlot, saveLossPlot } from './plot';
export { decodePng, encodePng, readPng, writePng } from './png';
export { bytesToRange, rangeToBytes, type ValueRange } from './range';
export { makeGrid, type PictureOptions, saveGrid, saveImage, toPictures } from './save';
