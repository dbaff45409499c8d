// Archives as torch.save of Python writes them.
#pragma once

#include <napi.h>

namespace tadpole {

void initArchive(Napi::Object exports);

}  // namespace tadpole
