// The bridge between libtorch's allocator interface and the block cache.
#include "cpu_allocator.h"

#include <c10/core/Allocator.h>
#include <c10/core/CPUAllocator.h>
#include <dlfcn.h>

#include <cstdlib>
#include <mutex>

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

/** Keeps this library in memory, whatever becomes of the worker thread that loaded it. */
void stayLoaded() {
  Dl_info library;
  if (dladdr(reinterpret_cast<void*>(&freeMemory), &library) != 0)
    dlopen(library.dli_fname, RTLD_NOW | RTLD_NODELETE);
}

}  // namespace

void installCpuAllocator() {
  static std::once_flag once;
  std::call_once(once, [] {
    // Another allocator than the default one is that of another copy of this library, or somebody's own
    // choice.
    if (std::getenv("TADPOLE_NO_MEMORY_CACHING") != nullptr ||
        c10::GetCPUAllocator() != c10::GetDefaultCPUAllocator())
      return;
    stayLoaded();
    c10::SetCPUAllocator(new CpuAllocator);
  });
}

void limitCpuCache(std::size_t machineMemory) noexcept {
  blockCache().setCeiling(machineMemory / 4 * 3);
}

std::size_t emptyCpuCache() noexcept {
  return blockCache().releaseKept();
}

}  // namespace tadpole
