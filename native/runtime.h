// Process-wide functions: libtorch's version, devices, threads, seeds and memory.
#pragma once

#include <napi.h>

namespace tadpole {

/** A number of threads that libtorch can compute with. @throws ValueError beyond 1 to 1024 */
int readThreads(Napi::Value value);

void initRuntime(Napi::Object exports);

}  // namespace tadpole
