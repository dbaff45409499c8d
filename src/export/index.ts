// Generators in forms that need neither TorchScript nor Tadpole.
export { checkEnding } from './endings';
export { type Bits, type HtmlOptions, saveHtml } from './html';
export * from './onnx';
export { type CardNotes, openDescribed, saveSafetensors } from './safetensors';
