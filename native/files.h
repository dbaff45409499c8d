// Reading and writing of tensors in files.
#pragma once

#include <napi.h>

namespace tadpole {

void initFiles(Napi::Object exports);

}  // namespace tadpole
