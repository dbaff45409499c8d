// A cache of memory blocks: freed blocks are kept and reused.
#pragma once

#include <array>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <mutex>
#include <string>
#include <unordered_map>

#include "block_list.h"

namespace tadpole {

/** What is said when the system has no memory for a tensor. */
std::string refusedMemory(const std::string& bytes);

/**
 * A training step frees large blocks and then allocates the same sizes again. With malloc, the system would
 * reclaim their pages and clear fresh ones each time, which can cost as much as the arithmetic; the cache
 * keeps freed blocks by size instead. Blocks that it does not keep are returned to the system immediately.
 * Small blocks are left to malloc.
 *
 * Blocks in use and kept blocks together stay within twice the recent peak of use. All public functions
 * are thread-safe. The statistics count blocks of at least kSmallestKept bytes.
 */
class BlockCache {
 public:
  /** Smaller blocks are not kept: malloc does not return their pages to the system on every free. */
  static constexpr std::size_t kSmallestKept = 64UL * 1024;
  static constexpr std::size_t kUnlimited = std::numeric_limits<std::size_t>::max();

  /** Allocates `bytes` bytes (at least one), aligned as libtorch requires. Throws c10::OutOfMemoryError. */
  void* allocate(std::size_t bytes);

  /** Frees memory that `allocate` returned. */
  void free(void* memory) noexcept;

  /** Returns all kept blocks to the system; the result is their size in bytes. */
  std::size_t releaseKept() noexcept;

  /** Blocks are kept only while they and those in use total at most `bytes`. */
  void setCeiling(std::size_t bytes) noexcept;

  /** Blocks are allocated and kept only while all of them total at most `bytes`. */
  void setLimit(std::size_t bytes) noexcept;

  struct Usage {
    std::size_t inUse = 0;
    std::size_t kept = 0;
    /** The maximum of inUse since the start or the last resetPeak. */
    std::size_t peak = 0;
    std::size_t limit = kUnlimited;
  };
  Usage usage() noexcept;
  void resetPeak() noexcept;

  // Called by the thread of memory_watch.h.

  /**
   * Blocks until there is something to watch: kept blocks that are not yet offered to the system, or scarce
   * memory.
   */
  void waitForWork();
  /** Sets whether memory is scarce; while it is, nothing is kept. */
  void setScarce(bool scarce) noexcept;
  /**
   * Begins the next period, and offers the system the pages of blocks that were unused for `periods` whole
   * periods. A block that is reused keeps the pages that the system has not reclaimed.
   */
  void offerUnused(std::uint32_t periods) noexcept;

 private:
  struct Block {
    void* memory = nullptr;
    std::size_t size = 0;
    /** Whether its size is one that the cache keeps. */
    bool keepable = true;
    /** Whether its pages are offered to the system. */
    bool offered = false;
    /** The period in which it was freed. */
    std::uint32_t freedIn = 0;
    /** Links among the kept blocks of its size. */
    Links<Block> bySize;
    /** Links among all kept blocks. */
    Links<Block> byAge;
  };
  using SizeList = BlockList<Block, &Block::bySize>;
  using AgeList = BlockList<Block, &Block::byAge>;

  static constexpr std::size_t kSizesPerOctave = 8;
  static constexpr std::size_t kOctaves = std::numeric_limits<std::size_t>::digits;

  static std::size_t roundUp(std::size_t bytes) noexcept;
  static void* allocateSmall(std::size_t bytes) noexcept;
  void* allocateLarge(std::size_t bytes);
  /**
   * Maps a block of new pages; null when the system has no memory left. Throws when the block would exceed
   * the limit.
   */
  Block* map(std::size_t size, bool keepable);
  /** Returns blocks to the system; they must have been removed from all lists. */
  static void unmap(AgeList blocks) noexcept;
  /** Runs `change` with mutex_ locked, then returns the blocks that may no longer be kept to the system. */
  template <typename Change>
  void changeAndTrim(Change change) noexcept;

  // The following are called with mutex_ locked.
  SizeList& keptOfSize(std::size_t size) noexcept;
  void addKept(Block* block) noexcept;
  void removeKept(Block* block) noexcept;
  /** Updates the peaks after an allocation. */
  void countAllocation() noexcept;
  std::size_t allowedToKeep() const noexcept;
  /** Removes the blocks that were freed first from the cache until at most `allowed` bytes are kept. */
  AgeList evict(std::size_t allowed) noexcept;

  std::mutex mutex_;
  /** All blocks by address. */
  std::unordered_map<void*, Block*> blocks_;
  std::array<SizeList, kOctaves * kSizesPerOctave> free_{};
  AgeList kept_;
  std::size_t keptBytes_ = 0;
  std::size_t inUse_ = 0;
  std::size_t peak_ = 0;
  std::size_t ceiling_ = kUnlimited;
  std::size_t limit_ = kUnlimited;
  bool scarce_ = false;

  /** The peak of use in this window of allocations, and in the previous one. */
  std::size_t latePeak_ = 0;
  std::size_t earlierPeak_ = 0;
  std::uint64_t allocations_ = 0;

  std::uint32_t period_ = 0;
  /** The number of kept blocks that are not offered to the system. */
  std::size_t notOffered_ = 0;
  std::condition_variable work_;
};

}  // namespace tadpole
