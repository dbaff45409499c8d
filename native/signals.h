// Signals that end the process at once.
#pragma once

#include <napi.h>

namespace tadpole {

void initSignals(Napi::Object exports);

}  // namespace tadpole
