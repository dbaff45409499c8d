// Locks on files, which the system releases when the process that holds them ends.
#pragma once

#include <napi.h>

namespace tadpole {

void initFileLock(Napi::Object exports);

}  // namespace tadpole
