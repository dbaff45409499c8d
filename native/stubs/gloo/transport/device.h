// Stands in for gloo's header of this name, which libtorch's packages lack: c10d holds devices and buffers by
// pointer.
#pragma once

namespace gloo::transport {

class Device;

class UnboundBuffer {
 public:
  virtual ~UnboundBuffer();
};

}  // namespace gloo::transport
