// File formats: safetensors and what Python's torch.save writes, and how a file is told from others.
export { type ArchiveKind, archiveKind } from './archiveKind';
export { type FileKind, fileKind } from './fileKind';
export {
  describeFile,
  type LoadOptions,
  load,
  type Metadata,
  type SavableValue,
  type SavedValue,
  type SaveOptions,
  type StateDict,
  save,
  saveAsync,
} from './serialization';
