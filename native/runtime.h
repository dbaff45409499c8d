// Process-wide functions: libtorch's version, devices, threads, seeds and memory.
#pragma once

#include <napi.h>

namespace tadpole {

void initRuntime(Napi::Object exports);

}  // namespace tadpole
