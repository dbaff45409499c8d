// Generators in forms that need neither TorchScript nor Tadpole.
export { type Bits, type HtmlOptions, saveHtml } from './html';
export * from './onnx';
export { type CardNotes, isDescribed, openDescribed, saveSafetensors } from './safetensors';
