// Pins the shared library in memory.
#include "library.h"

#include <dlfcn.h>

namespace tadpole {

void keepLibraryLoaded() noexcept {
  Dl_info library;
  if (dladdr(reinterpret_cast<void*>(&keepLibraryLoaded), &library) != 0)
    dlopen(library.dli_fname, RTLD_NOW | RTLD_NODELETE);
}

}  // namespace tadpole
