// Stands in for gloo's header of this name, which libtorch's packages lack: c10d holds contexts by pointer.
#pragma once

#include <chrono>

namespace gloo {

class Context {
 public:
  void setTimeout(std::chrono::milliseconds timeout);
};

}  // namespace gloo
