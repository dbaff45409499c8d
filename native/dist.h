// The functions of process groups that the addon exports.
#pragma once

#include <napi.h>

namespace tadpole {

void initDist(Napi::Object exports);

}  // namespace tadpole
