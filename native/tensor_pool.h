// The pool of tensor handles: which native tensor a JavaScript Tensor stands for, and which are in use.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstddef>
#include <cstdint>
#include <vector>

namespace tadpole {

/** What the handle of a JavaScript Tensor points at. Lives in a TensorPool slab; holds an undefined tensor
 * while unused. */
struct TensorHandle {
  at::Tensor tensor;
  /** Bytes reported to V8 for this handle. */
  std::int64_t reportedBytes = 0;
  TensorHandle* nextFree = nullptr;
};

/**
 * Handles live in aligned slabs, so that any pointer can be tested for being a handle of this environment
 * without following it: external values of other addons (or of this addon in another environment) are
 * recognised and refused.
 */
class TensorPool {
 public:
  TensorPool() = default;
  ~TensorPool();
  TensorPool(const TensorPool&) = delete;
  TensorPool& operator=(const TensorPool&) = delete;

  /** A slot whose tensor is undefined. */
  TensorHandle* acquire();
  void release(TensorHandle* handle);
  bool owns(const void* pointer) const;
  std::int64_t slotsInUse() const { return inUse_; }

  /** Handles that hold a tensor, and the bytes of the distinct storages that these refer to. */
  struct Usage {
    std::int64_t tensors = 0;
    std::int64_t bytes = 0;
  };
  Usage usage() const;

 private:
  struct Slab;
  std::vector<Slab*> slabs_;
  mutable const Slab* recent_ = nullptr;
  TensorHandle* free_ = nullptr;
  std::int64_t inUse_ = 0;
};

}  // namespace tadpole
