// The process around the tensors: libtorch's version and devices, threads, seeds and memory.
#pragma once

#include <napi.h>

namespace tadpole {

void initRuntime(Napi::Object exports);

}  // namespace tadpole
