// Signals that end the process immediately.
#pragma once

#include <napi.h>

namespace tadpole {

void initSignals(Napi::Object exports);

}  // namespace tadpole
