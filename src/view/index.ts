// Runs in a browser: a local server with a page, and the same page as one file to share.
export { HEADERS as PAGE_HEADERS, isOwnHost, refusal } from './guard';
export { Lab } from './lab';
export { Library, type Place } from './library';
export { listen } from './listen';
export { openPage, PAGE_FILES } from './pageFiles';
export type { Overview } from './protocol';
export { type Saved, saveReport } from './report';
export { overview, startView, type View, type ViewOptions } from './server';
