// Runs in a browser: a local server with a page, and the same page as one file to share.
export { Library } from './library';
export { type Saved, saveReport } from './report';
export { startView, type View, type ViewOptions } from './server';
