// Generators in forms that need neither TorchScript nor Tadpole.
export { type Bits, type HtmlOptions, saveHtml } from './html';
export * from './onnx';
export { type CardNotes, openDescribed, saveSafetensors } from './safetensors';

// The following is for other parts of Tadpole: it is not in the package's declarations.

/** @internal */
export { checkEnding } from './endings';
