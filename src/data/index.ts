// Data: datasets by name, readers of their formats, the loader of batches.
export { concatenate, type Dataset, slice } from './dataset';
export { type IdxArray, parseIdx, readIdx } from './idx';
export { type LoadOptions, load } from './load';
export { Loader, type LoaderOptions, type LoaderState } from './loader';
export { locate, type Places } from './locate';
export type { Split } from './mnist';
export type { OrderName } from './orders';
export { type FileFacts, find, list, type RegistryEntry, type RegistryFile } from './registry';
