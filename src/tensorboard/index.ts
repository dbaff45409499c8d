// Files that TensorBoard reads: scalars, pictures and texts by tag.
export { EventFile, holdsEvents } from './eventFile';
export type { BoardContent, BoardPicture } from './message';
export { pictureOf } from './picture';
