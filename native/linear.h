// Dense layers with oneDNN, where libtorch's own matrix products are slow.
#pragma once

#include <napi.h>

namespace tadpole {

/** Exports linear, on processors on which oneDNN is the faster one. */
void initLinear(Napi::Object exports);

}  // namespace tadpole
