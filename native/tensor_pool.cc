// Slab allocation of tensor handles.
#include "tensor_pool.h"

#include <algorithm>
#include <cstdlib>
#include <new>
#include <unordered_set>
#include <utility>

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

TensorHandle* TensorPool::acquire(at::Tensor tensor) {
  if (free_ == nullptr) {
    slabs_.reserve(slabs_.size() + 1);
    void* memory = std::aligned_alloc(kSlabBytes, kSlabBytes);
    if (memory == nullptr) throw std::bad_alloc();
    Slab* slab = new (memory) Slab();
    slabs_.insert(std::lower_bound(slabs_.begin(), slabs_.end(), slab), slab);
    for (std::size_t i = Slab::kHandles; i-- > 0;) {
      slab->handles[i].nextFree = free_;
      free_ = &slab->handles[i];
    }
  }
  TensorHandle* handle = free_;
  free_ = handle->nextFree;
  handle->tensor = std::move(tensor);
  handle->alive = true;
  ++live_;
  return handle;
}

void TensorPool::retire(TensorHandle* handle) {
  if (!handle->tensor.defined()) return;
  handle->tensor.reset();
  --live_;
}

void TensorPool::release(TensorHandle* handle) {
  retire(handle);
  handle->object = nullptr;
  handle->reportedBytes = 0;
  handle->scopeDepth = 0;
  handle->alive = false;
  handle->nextFree = free_;
  free_ = handle;
}

bool TensorPool::owns(const void* pointer) const {
  const auto address = reinterpret_cast<std::uintptr_t>(pointer);
  auto* slab = reinterpret_cast<Slab*>(address & ~(kSlabBytes - 1));
  if (slab != recent_) {
    if (!std::binary_search(slabs_.begin(), slabs_.end(), slab)) return false;
    recent_ = slab;
  }
  const std::size_t offset = address - reinterpret_cast<std::uintptr_t>(slab);
  if (offset % sizeof(TensorHandle) != 0 || offset / sizeof(TensorHandle) >= Slab::kHandles) return false;
  return static_cast<const TensorHandle*>(pointer)->alive;
}

std::int64_t TensorPool::liveBytes() const {
  std::unordered_set<const void*> seen;
  std::int64_t bytes = 0;
  for (const Slab* slab : slabs_) {
    for (const TensorHandle& handle : slab->handles) {
      if (!handle.alive || !handle.tensor.defined() || !handle.tensor.has_storage()) continue;
      const auto& storage = handle.tensor.storage();
      if (seen.insert(storage.unsafeGetStorageImpl()).second) bytes += static_cast<std::int64_t>(storage.nbytes());
    }
  }
  return bytes;
}

}  // namespace tadpole
