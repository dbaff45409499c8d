// The bridge between libtorch's allocator interface and the block cache.
#include "cpu_allocator.h"

#include <c10/core/Allocator.h>
#include <c10/core/CPUAllocator.h>

#include <cstdlib>

#include "block_cache.h"

namespace tadpole {

namespace {

/** Never destroyed: tensors may be freed while the process ends. */
BlockCache& blockCache() {
  static auto& cache = *new BlockCache;
  return cache;
}

void freeMemory(void* memory) {
  if (memory != nullptr)
    blockCache().free(memory);
}

class CpuAllocator final : public c10::Allocator {
 public:
  c10::DataPtr allocate(std::size_t bytes) override {
    void* memory = bytes == 0 ? nullptr : blockCache().allocate(bytes);
    return {memory, memory, &freeMemory, c10::Device(c10::kCPU)};
  }
  c10::DeleterFnPtr raw_deleter() const override { return &freeMemory; }
  void copy_data(void* to, const void* from, std::size_t bytes) const override {
    default_copy_data(to, from, bytes);
  }
};

}  // namespace

void installCpuAllocator() {
  static const bool installed = [] {
    if (std::getenv("TADPOLE_NO_MEMORY_CACHING") != nullptr)
      return false;
    c10::SetCPUAllocator(new CpuAllocator);
    return true;
  }();
  static_cast<void>(installed);
}

void setMachineMemory(std::size_t bytes) noexcept {
  blockCache().setCeiling(bytes / 4 * 3);
}

std::size_t emptyCpuCache() noexcept {
  return blockCache().empty();
}

}  // namespace tadpole
