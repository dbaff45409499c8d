// Slab allocation of tensor handles.
#include "tensor_pool.h"

#include <unordered_set>

namespace tadpole {

TensorHandle* TensorPool::acquire() {
  if (free_ == nullptr) {
    slabs_.push_back(std::make_unique<Slab>());
    Slab& slab = *slabs_.back();
    for (std::size_t i = kSlabHandles; i-- > 0;) {
      slab[i].slot = static_cast<std::int32_t>((slabs_.size() - 1) * kSlabHandles + i);
      slab[i].nextFree = free_;
      free_ = &slab[i];
    }
  }
  TensorHandle* handle = free_;
  free_ = handle->nextFree;
  handle->inUse = true;
  ++inUse_;
  return handle;
}

void TensorPool::release(TensorHandle* handle) noexcept {
  empty(handle);
  handle->reportedBytes = 0;
  handle->box = nullptr;
  handle->inUse = false;
  handle->nextFree = free_;
  free_ = handle;
  --inUse_;
}

void TensorPool::empty(TensorHandle* handle) noexcept {
  handle->tensor.reset();
  ++handle->generation;
}

TensorHandle* TensorPool::at(std::int32_t slot) const {
  const auto index = static_cast<std::size_t>(slot);
  if (slot < 0 || index / kSlabHandles >= slabs_.size())
    return nullptr;
  TensorHandle& handle = (*slabs_[index / kSlabHandles])[index % kSlabHandles];
  return handle.inUse ? &handle : nullptr;
}

TensorPool::Usage TensorPool::usage() const {
  std::unordered_set<const void*> seen;
  Usage usage;
  for (const auto& slab : slabs_) {
    for (const TensorHandle& handle : *slab) {
      if (!handle.tensor.defined())
        continue;
      ++usage.tensors;
      if (!handle.tensor.has_storage())
        continue;
      const auto& storage = handle.tensor.storage();
      if (seen.insert(storage.unsafeGetStorageImpl()).second)
        usage.bytes += static_cast<std::int64_t>(storage.nbytes());
    }
  }
  return usage;
}

}  // namespace tadpole
