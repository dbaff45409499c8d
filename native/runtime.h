// The process around the tensors: libtorch's version and devices, threads and seeds.
#pragma once

#include <napi.h>

namespace tadpole {

void initRuntime(Napi::Object exports);

}  // namespace tadpole
