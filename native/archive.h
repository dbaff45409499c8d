// Writing of zip archives in the format of Python's torch.save.
#pragma once

#include <napi.h>

namespace tadpole {

void initArchive(Napi::Object exports);

}  // namespace tadpole
