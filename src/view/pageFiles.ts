// The files of the bundled page, by their addresses.
import path from 'node:path';
import { TadpoleError } from '../errors';
import { type OpenFile, openInside } from './confined';

/** Where the bundled page lies: beside this file, in dist/. */
const FOLDER = path.join(__dirname, 'page');

/** Names and media types by path. */
export const PAGE_FILES: ReadonlyMap<string, { name: string; type: string }> = new Map([
  ['/', { name: 'index.html', type: 'text/html; charset=utf-8' }],
  ['/page.js', { name: 'page.js', type: 'text/javascript; charset=utf-8' }],
  ['/page.css', { name: 'page.css', type: 'text/css; charset=utf-8' }],
  ['/licenses.txt', { name: 'licenses.txt', type: 'text/plain; charset=utf-8' }],
]);

/** @throws TadpoleError when the page is not built */
export function openPage(name: string): OpenFile {
  const file = openInside(FOLDER, name);
  if (file) return file;
  throw new TadpoleError('the page is not built', 'run `npm run setup`');
}
