// The pool of tensor handles, which connects JavaScript Tensors to native tensors by slot number.
#pragma once

#include <ATen/core/Tensor.h>
#include <node_api.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace tadpole {

/**
 * The native side of a JavaScript Tensor. Owned by a TensorPool; its tensor is undefined while it is unused.
 */
struct TensorHandle {
  at::Tensor tensor;
  /** Bytes reported to V8 for this handle. */
  std::int64_t reportedBytes = 0;
  /** A weak reference to the JavaScript object whose collection frees the handle. */
  napi_ref box = nullptr;
  TensorHandle* nextFree = nullptr;
  std::int32_t slot = 0;
  /**
   * The number of tensors that it has held: after user code has run, the handle may hold a different tensor
   * than before.
   */
  std::uint32_t generation = 0;
  bool inUse = false;
};

/** Handles by slot number; JavaScript refers to a handle by its number and never sees a pointer. */
class TensorPool {
 public:
  TensorPool() = default;
  TensorPool(const TensorPool&) = delete;
  TensorPool& operator=(const TensorPool&) = delete;

  /** Returns a handle whose tensor is undefined. */
  TensorHandle* acquire();
  void release(TensorHandle* handle) noexcept;
  /** Drops the tensor of a handle that stays in use. */
  static void empty(TensorHandle* handle) noexcept;
  /** The handle in use with that slot number, or nullptr. */
  TensorHandle* at(std::int32_t slot) const;
  std::int64_t slotsInUse() const { return inUse_; }

  /** Calls `visit` for every handle in use; `visit` may release the handle that it is given. */
  template <typename Visit>
  void forEach(Visit&& visit) {
    for (const auto& slab : slabs_) {
      for (TensorHandle& handle : *slab) {
        if (handle.inUse)
          visit(handle);
      }
    }
  }

  /** The number of handles that hold a tensor, and the bytes of their distinct storages. */
  struct Usage {
    std::int64_t tensors = 0;
    std::int64_t bytes = 0;
  };
  Usage usage() const;

 private:
  static constexpr std::size_t kSlabHandles = 1024;
  using Slab = std::array<TensorHandle, kSlabHandles>;
  /** Slabs never move, so pointers to handles stay valid. */
  std::vector<std::unique_ptr<Slab>> slabs_;
  TensorHandle* free_ = nullptr;
  std::int64_t inUse_ = 0;
};

}  // namespace tadpole
