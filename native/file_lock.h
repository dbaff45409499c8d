// Locks on files that end with the process which holds them.
#pragma once

#include <napi.h>

namespace tadpole {

void initFileLock(Napi::Object exports);

}  // namespace tadpole
