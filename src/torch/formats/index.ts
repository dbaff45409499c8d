// File formats: safetensors and torch.save's archives, and the detection of formats.
export { type ArchiveKind, archiveKind } from './archiveKind';
export { type FileKind, fileKind } from './fileKind';
export { encodeSafetensors } from './safetensors';
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
