// Slab allocation of tensor handles.
#include "tensor_pool.h"

#include <algorithm>
#include <cstdlib>
#include <new>
#include <unordered_set>

namespace tadpole {

namespace {
constexpr std::size_t kSlabBytes = 64 * 1024;
}

struct TensorPool::Slab {
  static constexpr std::size_t kHandles = (kSlabBytes - 64) / sizeof(TensorHandle);
  TensorHandle handles[kHandles];
};

TensorPool::~TensorPool() {
  for (Slab* slab : slabs_) {
    slab->~Slab();
    std::free(slab);
  }
}

TensorHandle* TensorPool::acquire() {
  if (free_ == nullptr) {
    slabs_.reserve(slabs_.size() + 1);
    void* memory = std::aligned_alloc(kSlabBytes, kSlabBytes);
    if (memory == nullptr)
      throw std::bad_alloc();
    Slab* slab = new (memory) Slab();
    slabs_.insert(std::lower_bound(slabs_.begin(), slabs_.end(), slab), slab);
    for (std::size_t i = Slab::kHandles; i-- > 0;) {
      slab->handles[i].nextFree = free_;
      free_ = &slab->handles[i];
    }
  }
  TensorHandle* handle = free_;
  free_ = handle->nextFree;
  ++inUse_;
  return handle;
}

void TensorPool::release(TensorHandle* handle) {
  handle->tensor.reset();
  handle->reportedBytes = 0;
  handle->nextFree = free_;
  free_ = handle;
  --inUse_;
}

bool TensorPool::owns(const void* pointer) const {
  const auto address = reinterpret_cast<std::uintptr_t>(pointer);
  auto* slab = reinterpret_cast<Slab*>(address & ~(kSlabBytes - 1));
  if (slab != recent_) {
    if (!std::binary_search(slabs_.begin(), slabs_.end(), slab))
      return false;
    recent_ = slab;
  }
  const std::size_t offset = address - reinterpret_cast<std::uintptr_t>(slab);
  return offset % sizeof(TensorHandle) == 0 && offset / sizeof(TensorHandle) < Slab::kHandles;
}

TensorPool::Usage TensorPool::usage() const {
  std::unordered_set<const void*> seen;
  Usage usage;
  for (const Slab* slab : slabs_) {
    for (const TensorHandle& handle : slab->handles) {
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
