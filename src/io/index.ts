// Files and folders: writing whole or not at all, reading zip archives.
export {
  copyFile,
  standsFor,
  WriteError,
  writeAtomically,
  writeAtomicallyAsync,
  writeFailure,
  writeFolderAtomically,
} from './atomic';
export { makeFolder } from './makeFolder';
export { type ZipEntry, ZipFile } from './zip';
