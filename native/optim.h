// Optimizer steps and operations on gradients, one call for all parameters.
#pragma once

#include <napi.h>

namespace tadpole {

/** Exports the steps: adamStep, sgdStep, adagradStep, rmspropStep, adadeltaStep. */
void initOptim(Napi::Object exports);

/** Exports hasGradients, zeroGradients, clipGradientNorm, clipGradientValue. */
void initGradients(Napi::Object exports);

}  // namespace tadpole
