// The methods of Tensor that scripts/generate-operators.mjs writes; the functions are taken by ../../torch.ts as a whole.
export { methodNames, type TensorMethods } from './methods';
