// Every operator that is exported to ONNX, by its name without the namespace.
import type { Converters } from '../call';
import { activations } from './activations';
import { convolutions } from './convolutions';
import { elementwise } from './elementwise';
import { linearAlgebra } from './linear';
import { normalization } from './normalization';
import { parts } from './parts';
import { reductions } from './reductions';
import { resampling } from './resampling';
import { shapes } from './shape';

export const converters: Converters = {
  ...elementwise,
  ...activations,
  ...linearAlgebra,
  ...convolutions,
  ...normalization,
  ...shapes,
  ...parts,
  ...resampling,
  ...reductions,
};
