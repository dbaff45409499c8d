// Random number generators: seeds and states.
#pragma once

#include <ATen/core/Generator.h>
#include <napi.h>

namespace tadpole {

/** The generator behind `value`; nullptr when it is not a Generator. */
at::Generator* generatorOf(napi_env env, napi_value value);

void initGenerator(Napi::Object exports);

}  // namespace tadpole
