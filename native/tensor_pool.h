// The pool of tensor handles: which native tensor a JavaScript Tensor stands for, and which are in use.
#pragma once

#include <ATen/core/Tensor.h>
#include <node_api.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace tadpole {

/** What the slot of a JavaScript Tensor leads to. Lives in a TensorPool; holds an undefined tensor while
 * unused. */
struct TensorHandle {
  at::Tensor tensor;
  /** Bytes reported to V8 for this handle. */
  std::int64_t reportedBytes = 0;
  /** Weak: the JavaScript object whose collection frees the handle. */
  napi_ref box = nullptr;
  TensorHandle* nextFree = nullptr;
  std::int32_t slot = 0;
  /** Counts the tensors that it has held: one that was read before code of the user ran may be another one
   * after. */
  std::uint32_t generation = 0;
  bool inUse = false;
};

/** Handles by slot number: JavaScript names a handle by its number, and never sees a pointer. */
class TensorPool {
 public:
  TensorPool() = default;
  TensorPool(const TensorPool&) = delete;
  TensorPool& operator=(const TensorPool&) = delete;

  /** A handle whose tensor is undefined. */
  TensorHandle* acquire();
  void release(TensorHandle* handle) noexcept;
  /** Drops the tensor of a handle that stays in use. */
  static void empty(TensorHandle* handle) noexcept;
  /** The handle in use of that number, or nullptr. */
  TensorHandle* at(std::int32_t slot) const;
  std::int64_t slotsInUse() const { return inUse_; }

  /** Calls `visit` with every handle in use; it may release the one that it is given. */
  template <typename Visit>
  void forEach(Visit&& visit) {
    for (const auto& slab : slabs_) {
      for (TensorHandle& handle : *slab) {
        if (handle.inUse)
          visit(handle);
      }
    }
  }

  /** Handles that hold a tensor, and the bytes of the distinct storages that these refer to. */
  struct Usage {
    std::int64_t tensors = 0;
    std::int64_t bytes = 0;
  };
  Usage usage() const;

 private:
  static constexpr std::size_t kSlabHandles = 1024;
  using Slab = std::array<TensorHandle, kSlabHandles>;
  /** Slabs never move: a pointer to a handle stays good. */
  std::vector<std::unique_ptr<Slab>> slabs_;
  TensorHandle* free_ = nullptr;
  std::int64_t inUse_ = 0;
};

}  // namespace tadpole
