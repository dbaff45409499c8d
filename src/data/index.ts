// Data: datasets by name, readers of their formats, the loader of batches.
export { checksum } from './checksum';
export { ofClass } from './classes';
export { concatenate, type Dataset, slice } from './dataset';
export { type DownloadListener, type DownloadProgress, download } from './download';
export { type IdxArray, parseIdx, readIdx } from './idx';
export { type DatasetOptions, load } from './load';
export { Loader, type LoaderOptions, type LoaderState } from './loader';
export { locate, type Places } from './locate';
export { DatasetMissing } from './missing';
export type { OrderName } from './orders';
export { writeRawFloats } from './raw';
export { type FileFacts, find, list, type RegistryEntry, type RegistryFile } from './registry';
export type { Fit } from './resize';
export type { ReadingProgress } from './shapedPictures';
export type { Split } from './split';
export { type Survey, survey } from './survey';

// The following is for other parts of Tadpole: it is not in the package's declarations.

/** @internal */
export { checkDataset } from './dataset';
/** @internal */
export { RAW_FILE } from './raw';
