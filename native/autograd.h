// Autograd: backward passes, gradients of gradients, gradient modes and autocast.
#pragma once

#include <napi.h>

namespace tadpole {

void initAutograd(Napi::Object exports);

}  // namespace tadpole
