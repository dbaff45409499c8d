// What the block cache keeps, by size and for how long.
#include "block_cache.h"

#include <c10/core/alignment.h>
#include <c10/core/impl/alloc_cpu.h>
#include <c10/util/Exception.h>
#include <sys/mman.h>

#include <algorithm>
#include <bit>
#include <new>
#include <utility>

namespace tadpole {

namespace {

/** Smaller blocks are not kept: malloc does not give their pages back each time. */
constexpr std::size_t kSmallestKept = 64UL * 1024;
/** More than any address space has; refused before the arithmetic of sizes could overflow. */
constexpr std::size_t kTooMuch = std::size_t{1} << (std::numeric_limits<std::size_t>::digits - 4);
/** A peak of use is remembered for this many to twice as many allocations of blocks that can be kept. */
constexpr std::uint64_t kPeakWindow = 1U << 14U;

/** Pages outside of malloc's heap, where small blocks between them would hold them back; null where none are
 * left.
 */
void* mapPages(std::size_t bytes) noexcept {
  void* pages = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  return pages == MAP_FAILED ? nullptr : pages;
}

void* fromMalloc(std::size_t bytes) {
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
  bool mapped;
  bool keepable;
  /** Of a kept block: how many allocations there were before it was freed. */
  std::uint64_t freedAt = 0;
  Block* newer = nullptr;
  Block* older = nullptr;

  void* memory() noexcept { return this + 1; }
  static Block* of(void* memory) noexcept { return static_cast<Block*>(memory) - 1; }

  void release() noexcept {
    if (mapped)
      munmap(this, sizeof(Block) + size);
    else
      c10::free_cpu(this);
  }
};

void BlockCache::BlockList::add(Block* block) noexcept {
  block->newer = nullptr;
  block->older = newest;
  (newest == nullptr ? oldest : newest->newer) = block;
  newest = block;
}

void BlockCache::BlockList::remove(Block* block) noexcept {
  (block->newer == nullptr ? newest : block->newer->older) = block->older;
  (block->older == nullptr ? oldest : block->older->newer) = block->newer;
}

void BlockCache::BlockList::release() noexcept {
  while (newest != nullptr)
    std::exchange(newest, newest->older)->release();
  oldest = nullptr;
}

/** The next of eight sizes between two powers of two: at most an eighth is wasted. */
std::size_t BlockCache::roundUp(std::size_t bytes) noexcept {
  const std::size_t step = std::bit_floor(bytes) / kSizesPerOctave;
  return (bytes + step - 1) / step * step;
}

/** Null where the system has no memory left. */
BlockCache::Block* BlockCache::newBlock(std::size_t size, bool keepable) {
  const std::size_t bytes = sizeof(Block) + size;
  void* memory = size >= kSmallestKept ? mapPages(bytes) : nullptr;
  const bool mapped = memory != nullptr;
  if (!mapped)
    memory = fromMalloc(bytes);
  return memory == nullptr ? nullptr : new (memory) Block{size, mapped, keepable};
}

template <typename Change>
void BlockCache::changeAndTrim(Change change) noexcept {
  BlockList surplus;
  {
    const std::lock_guard lock(mutex_);
    change();
    surplus = evict(allowedToKeep());
  }
  // Unmapping takes long: other threads need not wait for it.
  surplus.release();
}

void* BlockCache::allocate(std::size_t bytes) {
  TORCH_CHECK_WITH(OutOfMemoryError, bytes < kTooMuch, "out of memory: ", bytes,
                   " bytes were asked for, more than any machine has");
  const bool keepable = bytes >= kSmallestKept;
  const std::size_t size = keepable ? roundUp(bytes) : bytes;
  if (keepable) {
    const std::lock_guard lock(mutex_);
    BlockList& kept = keptOfSize(size);
    if (Block* block = kept.newest) {
      kept.remove(block);
      kept_ -= size;
      countAllocation(size);
      return block->memory();
    }
  }
  Block* block = newBlock(size, keepable);
  if (block == nullptr) {
    releaseKept();
    // Where memory is this short, not even the rounding is wanted.
    block = newBlock(bytes, false);
  }
  TORCH_CHECK_WITH(OutOfMemoryError, block != nullptr, "out of memory: the system refused ", bytes,
                   " bytes for a tensor on the CPU; smaller batches need less");
  if (block->keepable)
    changeAndTrim([&] { countAllocation(size); });
  return block->memory();
}

void BlockCache::free(void* memory) noexcept {
  Block* block = Block::of(memory);
  if (!block->keepable)
    return block->release();
  changeAndTrim([&] {
    inUse_ -= block->size;
    kept_ += block->size;
    block->freedAt = allocations_;
    keptOfSize(block->size).add(block);
  });
}

std::size_t BlockCache::releaseKept() noexcept {
  BlockList all;
  std::size_t bytes = 0;
  {
    const std::lock_guard lock(mutex_);
    bytes = kept_;
    all = evict(0);
  }
  all.release();
  return bytes;
}

void BlockCache::setCeiling(std::size_t bytes) noexcept {
  changeAndTrim([&] { ceiling_ = bytes; });
}

BlockCache::BlockList& BlockCache::keptOfSize(std::size_t size) noexcept {
  const std::size_t octave = std::bit_width(size) - 1;
  const std::size_t eighths = size / (std::bit_floor(size) / kSizesPerOctave);
  return free_[octave * kSizesPerOctave + eighths - kSizesPerOctave];
}

void BlockCache::countAllocation(std::size_t size) noexcept {
  inUse_ += size;
  peak_ = std::max(peak_, inUse_);
  if (++allocations_ % kPeakWindow == 0) {
    previousPeak_ = peak_;
    peak_ = inUse_;
  }
}

std::size_t BlockCache::allowedToKeep() const noexcept {
  const std::size_t peak = std::max(peak_, previousPeak_);
  return std::min(peak + peak / 2, std::max(ceiling_, inUse_)) - inUse_;
}

BlockCache::BlockList BlockCache::evict(std::size_t allowed) noexcept {
  BlockList evicted;
  while (kept_ > allowed) {
    BlockList* stalest = nullptr;
    for (BlockList& blocks : free_) {
      if (blocks.oldest != nullptr &&
          (stalest == nullptr || blocks.oldest->freedAt < stalest->oldest->freedAt))
        stalest = &blocks;
    }
    Block* block = stalest->oldest;
    stalest->remove(block);
    kept_ -= block->size;
    evicted.add(block);
  }
  return evicted;
}

}  // namespace tadpole
