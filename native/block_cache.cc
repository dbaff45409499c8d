// Allocation, keeping and eviction of the block cache.
#include "block_cache.h"

#include <c10/core/impl/alloc_cpu.h>
#include <c10/util/Exception.h>
#include <sys/mman.h>

#include <algorithm>
#include <bit>
#include <memory>
#include <new>
#include <string>
#include <utility>

namespace tadpole {

namespace {

/** More than any address space; such requests are refused before the arithmetic of sizes could overflow. */
constexpr std::size_t kTooMuch = std::size_t{1} << (std::numeric_limits<std::size_t>::digits - 4);
/** A peak of use is remembered for one to two times this many allocations of large blocks. */
constexpr std::uint64_t kPeakWindow = 1U << 14U;
/** The smallest page size of any supported system. */
constexpr std::uintptr_t kPage = 4096;

/**
 * Maps pages outside malloc's heap, where small blocks in between would prevent their return; null when out
 * of memory.
 */
void* mapPages(std::size_t bytes) noexcept {
  void* pages = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  return pages == MAP_FAILED ? nullptr : pages;
}

}  // namespace

std::string refusedMemory(const std::string& bytes) {
  return "out of memory: the system refused " + bytes +
         " bytes for a tensor on the CPU; smaller batches need less";
}

/** Rounds up to one of eight sizes between two powers of two: at most an eighth is wasted. */
std::size_t BlockCache::roundUp(std::size_t bytes) noexcept {
  const std::size_t step = std::bit_floor(bytes) / kSizesPerOctave;
  return (bytes + step - 1) / step * step;
}

void* BlockCache::allocateSmall(std::size_t bytes) noexcept {
  try {
    return c10::alloc_cpu(bytes);
  } catch (const c10::Error&) {
    return nullptr;
  }
}

BlockCache::Block* BlockCache::map(std::size_t size, bool keepable) {
  {
    AgeList surplus;
    {
      const std::lock_guard lock(mutex_);
      TORCH_CHECK_WITH(OutOfMemoryError, size <= limit_ && inUse_ <= limit_ - size, "out of memory: ", size,
                       " bytes for a tensor on the CPU, beside the ", inUse_,
                       " in use, would pass the limit of ", limit_,
                       " bytes; smaller batches need less, and torch.setMemoryLimit sets the limit");
      surplus = evict(limit_ - inUse_ - size);
      inUse_ += size;
    }
    unmap(surplus);
  }
  void* memory = mapPages(size);
  const std::lock_guard lock(mutex_);
  if (memory == nullptr) {
    inUse_ -= size;
    return nullptr;
  }
  try {
    auto block = std::make_unique<Block>();
    block->memory = memory;
    block->size = size;
    block->keepable = keepable;
    blocks_.emplace(memory, block.get());
    countAllocation();
    return block.release();
  } catch (const std::bad_alloc&) {
    inUse_ -= size;
    munmap(memory, size);
    return nullptr;
  }
}

void BlockCache::unmap(AgeList blocks) noexcept {
  for (Block* block = blocks.newest; block != nullptr;) {
    const std::unique_ptr<Block> gone(std::exchange(block, block->byAge.older));
    munmap(gone->memory, gone->size);
  }
}

template <typename Change>
void BlockCache::changeAndTrim(Change change) noexcept {
  AgeList surplus;
  {
    const std::lock_guard lock(mutex_);
    change();
    surplus = evict(allowedToKeep());
  }
  // Outside the lock: unmapping is slow.
  unmap(surplus);
}

void* BlockCache::allocate(std::size_t bytes) {
  TORCH_CHECK_WITH(OutOfMemoryError, bytes < kTooMuch, "out of memory: ", bytes,
                   " bytes were asked for, more than any machine has");
  void* memory = nullptr;
  if (bytes >= kSmallestKept) {
    memory = allocateLarge(bytes);
  } else {
    memory = allocateSmall(bytes);
    if (memory == nullptr && releaseKept() > 0)
      memory = allocateSmall(bytes);
  }
  TORCH_CHECK_WITH(OutOfMemoryError, memory != nullptr, refusedMemory(std::to_string(bytes)));
  return memory;
}

void* BlockCache::allocateLarge(std::size_t bytes) {
  const std::size_t size = roundUp(bytes);
  {
    const std::lock_guard lock(mutex_);
    if (Block* block = keptOfSize(size).newest) {
      removeKept(block);
      inUse_ += size;
      countAllocation();
      return block->memory;
    }
  }
  Block* block = map(size, true);
  if (block == nullptr) {
    releaseKept();
    // When memory is this short, even the rounding is omitted.
    block = map(bytes, bytes == size);
  }
  if (block == nullptr)
    return nullptr;
  changeAndTrim([] {});
  return block->memory;
}

void BlockCache::free(void* memory) noexcept {
  // Blocks of the cache are page-aligned; few of malloc's are.
  if (reinterpret_cast<std::uintptr_t>(memory) % kPage != 0)
    return c10::free_cpu(memory);
  bool found = false;
  AgeList unkept;
  changeAndTrim([&] {
    const auto place = blocks_.find(memory);
    found = place != blocks_.end();
    if (!found)
      return;
    Block* block = place->second;
    inUse_ -= block->size;
    if (block->keepable) {
      block->freedIn = period_;
      addKept(block);
    } else {
      blocks_.erase(place);
      unkept.add(block);
    }
  });
  unmap(unkept);
  if (!found)
    c10::free_cpu(memory);
}

std::size_t BlockCache::releaseKept() noexcept {
  AgeList all;
  std::size_t bytes = 0;
  {
    const std::lock_guard lock(mutex_);
    bytes = keptBytes_;
    all = evict(0);
  }
  unmap(all);
  return bytes;
}

void BlockCache::setCeiling(std::size_t bytes) noexcept {
  changeAndTrim([&] { ceiling_ = bytes; });
}

void BlockCache::setLimit(std::size_t bytes) noexcept {
  changeAndTrim([&] { limit_ = bytes; });
}

BlockCache::Usage BlockCache::usage() noexcept {
  const std::lock_guard lock(mutex_);
  return {inUse_, keptBytes_, peak_, limit_};
}

void BlockCache::resetPeak() noexcept {
  const std::lock_guard lock(mutex_);
  peak_ = inUse_;
}

void BlockCache::waitForWork() {
  std::unique_lock lock(mutex_);
  work_.wait(lock, [&] { return notOffered_ > 0 || scarce_; });
}

void BlockCache::setScarce(bool scarce) noexcept {
  changeAndTrim([&] { scarce_ = scarce; });
}

void BlockCache::offerUnused(std::uint32_t periods) noexcept {
#ifdef MADV_FREE
  std::unique_lock lock(mutex_);
  ++period_;
  for (Block* block = kept_.oldest; block != nullptr && period_ - block->freedIn > periods;) {
    if (block->offered) {
      block = block->byAge.newer;
      continue;
    }
    // Removed during the call, which is slow: other threads need not wait for it.
    removeKept(block);
    lock.unlock();
    block->offered = madvise(block->memory, block->size, MADV_FREE) == 0;
    changeAndTrim([&] {
      // Locked pages cannot be offered; they are tried again after the same time.
      if (!block->offered)
        block->freedIn = period_;
      addKept(block);
      // It stays the oldest.
      kept_.remove(block);
      kept_.addOldest(block);
    });
    lock.lock();
    block = kept_.oldest;
  }
#else
  static_cast<void>(periods);
#endif
}

BlockCache::SizeList& BlockCache::keptOfSize(std::size_t size) noexcept {
  const std::size_t octave = std::bit_width(size) - 1;
  const std::size_t eighths = size / (std::bit_floor(size) / kSizesPerOctave);
  return free_[octave * kSizesPerOctave + eighths - kSizesPerOctave];
}

void BlockCache::addKept(Block* block) noexcept {
  keptOfSize(block->size).add(block);
  kept_.add(block);
  keptBytes_ += block->size;
  if (!block->offered && notOffered_++ == 0)
    work_.notify_one();
}

void BlockCache::removeKept(Block* block) noexcept {
  keptOfSize(block->size).remove(block);
  kept_.remove(block);
  keptBytes_ -= block->size;
  if (!std::exchange(block->offered, false))
    --notOffered_;
}

void BlockCache::countAllocation() noexcept {
  peak_ = std::max(peak_, inUse_);
  latePeak_ = std::max(latePeak_, inUse_);
  if (++allocations_ % kPeakWindow == 0) {
    earlierPeak_ = latePeak_;
    latePeak_ = inUse_;
  }
}

std::size_t BlockCache::allowedToKeep() const noexcept {
  if (scarce_)
    return 0;
  const std::size_t peak = std::max(latePeak_, earlierPeak_);
  const std::size_t most = std::min({2 * peak, ceiling_, limit_});
  return std::max(most, inUse_) - inUse_;
}

BlockCache::AgeList BlockCache::evict(std::size_t allowed) noexcept {
  AgeList evicted;
  while (keptBytes_ > allowed) {
    Block* block = kept_.oldest;
    removeKept(block);
    blocks_.erase(block->memory);
    evicted.add(block);
  }
  return evicted;
}

}  // namespace tadpole
