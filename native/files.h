// Tensors in and out of files.
#pragma once

#include <napi.h>

namespace tadpole {

void initFiles(Napi::Object exports);

}  // namespace tadpole
