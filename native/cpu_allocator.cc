// The bridge between libtorch's allocator interface and the block cache.
#include "cpu_allocator.h"

#include <c10/core/Allocator.h>
#include <c10/core/CPUAllocator.h>

#include <atomic>
#include <cstdlib>
#include <mutex>
#include <stdexcept>
#include <system_error>

#include "library.h"
#include "memory_watch.h"

namespace tadpole {

namespace {

/** Never destroyed: tensors may be freed while the process exits. */
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

/** Memory of the machine or the container in bytes; 0 until setMachineMemory is called. */
std::atomic<std::size_t>& machineMemory() {
  static auto& bytes = *new std::atomic<std::size_t>(0);
  return bytes;
}

std::atomic<bool> installed = false;

}  // namespace

void installCpuAllocator() {
  static std::once_flag once;
  std::call_once(once, [] {
    // An allocator other than the default belongs to another copy of this library, or is the user's choice.
    if (std::getenv("TADPOLE_NO_MEMORY_CACHING") != nullptr ||
        c10::GetCPUAllocator() != c10::GetDefaultCPUAllocator())
      return;
    keepLibraryLoaded();
    try {
      watchMemory(blockCache(), machineMemory());
    } catch (const std::system_error&) {
      // Without the watching thread, nothing may be kept.
      return;
    }
    c10::SetCPUAllocator(new CpuAllocator);
    installed = true;
  });
}

void setMachineMemory(std::size_t bytes) noexcept {
  machineMemory() = bytes;
  blockCache().setCeiling(bytes / 4 * 3);
}

void limitCpuMemory(std::size_t bytes) {
  if (!installed) {
    throw std::runtime_error(
        "the memory of CPU tensors cannot be limited: TADPOLE_NO_MEMORY_CACHING is set, or another library "
        "has given libtorch its allocator");
  }
  blockCache().setLimit(bytes);
}

BlockCache::Usage cpuMemory() noexcept {
  return blockCache().usage();
}

void resetCpuMemoryPeak() noexcept {
  blockCache().resetPeak();
}

std::size_t emptyCpuCache() noexcept {
  return blockCache().releaseKept();
}

}  // namespace tadpole
