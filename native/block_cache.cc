// What the block cache keeps, by size and for how long.
#include "block_cache.h"

#include <c10/core/alignment.h>
#include <c10/core/impl/alloc_cpu.h>
#include <c10/util/Exception.h>

#include <algorithm>
#include <bit>
#include <new>

namespace tadpole {

namespace {

/** Smaller blocks are not kept: malloc does not give their pages back each time. */
constexpr std::size_t kSmallestKept = 64UL * 1024;
/** More than any address space has; refused before the arithmetic of sizes could overflow. */
constexpr std::size_t kTooMuch = std::size_t{1} << (std::numeric_limits<std::size_t>::digits - 4);
/** A peak of use is remembered for this many to twice as many allocations of blocks that can be kept. */
constexpr std::uint64_t kPeakWindow = 1U << 14U;

/** Null where the system has no memory left. */
void* fromSystem(std::size_t bytes) {
  try {
    return c10::alloc_cpu(bytes);
  } catch (const c10::Error&) {
    return nullptr;
  }
}

}  // namespace

/** What stands before the memory that is given out. */
struct alignas(c10::gAlignment) BlockCache::Block {
  /** Of the memory alone. */
  std::size_t size;
  /** Of a free block: how many allocations there were before it was freed. */
  std::uint64_t freedAt = 0;
  Block* newer = nullptr;
  Block* older = nullptr;
};

void BlockCache::FreeBlocks::add(Block* block) noexcept {
  block->newer = nullptr;
  block->older = newest;
  (newest == nullptr ? oldest : newest->newer) = block;
  newest = block;
}

void BlockCache::FreeBlocks::remove(Block* block) noexcept {
  (block->newer == nullptr ? newest : block->newer->older) = block->older;
  (block->older == nullptr ? oldest : block->older->newer) = block->newer;
}

/** The next of eight sizes between two powers of two: at most an eighth is wasted. */
std::size_t BlockCache::roundUp(std::size_t bytes) noexcept {
  const std::size_t step = std::bit_floor(bytes) / kSizesPerOctave;
  return (bytes + step - 1) / step * step;
}

BlockCache::FreeBlocks& BlockCache::freeBlocks(std::size_t size) noexcept {
  const std::size_t octave = std::bit_width(size) - 1;
  const std::size_t eighths = size / (std::bit_floor(size) / kSizesPerOctave);
  return free_[octave * kSizesPerOctave + eighths - kSizesPerOctave];
}

void* BlockCache::allocate(std::size_t bytes) {
  TORCH_CHECK_WITH(OutOfMemoryError, bytes < kTooMuch, "out of memory: ", bytes,
                   " bytes were asked for, more than any machine has");
  const bool keepable = bytes >= kSmallestKept;
  const std::size_t size = keepable ? roundUp(bytes) : bytes;
  if (keepable) {
    if (Block* block = takeKept(size))
      return block + 1;
  }
  void* memory = fromSystem(sizeof(Block) + size);
  if (memory == nullptr && empty() > 0)
    memory = fromSystem(sizeof(Block) + size);
  TORCH_CHECK_WITH(OutOfMemoryError, memory != nullptr, "out of memory: the system refused ", bytes,
                   " bytes for a tensor on the CPU; smaller batches need less");
  if (keepable) {
    const std::lock_guard lock(mutex_);
    countAllocation(size);
  }
  return new (memory) Block{size} + 1;
}

void BlockCache::free(void* memory) noexcept {
  Block* block = static_cast<Block*>(memory) - 1;
  if (block->size < kSmallestKept)
    return c10::free_cpu(block);
  const std::lock_guard lock(mutex_);
  inUse_ -= block->size;
  kept_ += block->size;
  block->freedAt = allocations_;
  freeBlocks(block->size).add(block);
}

std::size_t BlockCache::empty() noexcept {
  const std::lock_guard lock(mutex_);
  const std::size_t kept = kept_;
  trim(0);
  return kept;
}

void BlockCache::setCeiling(std::size_t bytes) noexcept {
  const std::lock_guard lock(mutex_);
  ceiling_ = bytes;
}

BlockCache::Block* BlockCache::takeKept(std::size_t size) noexcept {
  const std::lock_guard lock(mutex_);
  FreeBlocks& blocks = freeBlocks(size);
  Block* block = blocks.newest;
  if (block == nullptr)
    return nullptr;
  blocks.remove(block);
  kept_ -= size;
  countAllocation(size);
  return block;
}

void BlockCache::countAllocation(std::size_t size) noexcept {
  inUse_ += size;
  peak_ = std::max(peak_, inUse_);
  if (++allocations_ % kPeakWindow == 0) {
    previousPeak_ = peak_;
    peak_ = inUse_;
  }
  const std::size_t peak = std::max(peak_, previousPeak_);
  trim(std::min(peak + peak / 2, std::max(ceiling_, inUse_)) - inUse_);
}

void BlockCache::trim(std::size_t allowed) noexcept {
  while (kept_ > allowed) {
    FreeBlocks* stalest = nullptr;
    for (FreeBlocks& blocks : free_) {
      if (blocks.oldest != nullptr &&
          (stalest == nullptr || blocks.oldest->freedAt < stalest->oldest->freedAt))
        stalest = &blocks;
    }
    Block* block = stalest->oldest;
    stalest->remove(block);
    kept_ -= block->size;
    c10::free_cpu(block);
  }
}

}  // namespace tadpole
