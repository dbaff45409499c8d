// Files and folders: atomic writing, appending, reading zip archives.
export { AppendedFile } from './appendedFile';
export {
  copyFile,
  standsFor,
  WriteError,
  writeAtomically,
  writeAtomicallyAsync,
  writeFailure,
  writeFolderAtomically,
} from './atomic';
export { cacheFolder } from './cacheFolder';
export { makeFolder } from './makeFolder';
export { NEEDS_PASSWORD, type ZipEntry, ZipFile } from './zip';
