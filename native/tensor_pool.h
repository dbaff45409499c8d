// The pool of tensor handles: which native tensor a JavaScript Tensor stands for, which are alive, and which scope frees them.
#pragma once

#include <ATen/core/Tensor.h>
#include <napi.h>

#include <cstddef>
#include <cstdint>
#include <vector>

namespace tadpole {

struct TensorHandle;

/** The tensors made since `torch.scope` began; a handle that leaves early leaves a null behind. */
using Scope = std::vector<TensorHandle*>;

/** What a JavaScript Tensor object points at. Lives in a TensorPool slab. */
struct TensorHandle {
  at::Tensor tensor;
  /** Weak reference to the JavaScript object. */
  napi_ref object = nullptr;
  /** Bytes reported to V8 for this handle. */
  std::int64_t reportedBytes = 0;
  /** 1-based depth of the owning scope, 0 when none owns it. */
  std::uint32_t scopeDepth = 0;
  std::uint32_t scopeIndex = 0;
  bool alive = false;
  TensorHandle* nextFree = nullptr;
};

/**
 * Handles live in aligned slabs, so that any pointer can be tested for being a live handle of this environment without
 * following it: objects wrapped by other addons (or by this addon in another environment) are recognised and refused.
 */
class TensorPool {
 public:
  TensorPool() = default;
  ~TensorPool();
  TensorPool(const TensorPool&) = delete;
  TensorPool& operator=(const TensorPool&) = delete;

  TensorHandle* acquire(at::Tensor tensor);
  /** Frees the tensor but keeps the slot, whose finalizer is still due. */
  void retire(TensorHandle* handle);
  /** Frees the tensor, if that has not happened yet, and the slot. */
  void release(TensorHandle* handle);
  bool owns(const void* pointer) const;

  std::int64_t liveCount() const { return live_; }
  /** Bytes of the distinct storages that live handles refer to. */
  std::int64_t liveBytes() const;

 private:
  struct Slab;
  std::vector<Slab*> slabs_;
  mutable const Slab* recent_ = nullptr;
  TensorHandle* free_ = nullptr;
  std::int64_t live_ = 0;
};

}  // namespace tadpole
