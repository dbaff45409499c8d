// Memory blocks that are kept when they are freed, and given out again.
#pragma once

#include <array>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <mutex>
#include <unordered_map>

namespace tadpole {

/**
 * A training step frees large blocks and asks for the same sizes again. Through malloc the system would take
 * their pages back and clear fresh ones every time, which can cost as much as the arithmetic; here they are
 * kept by size. What is not kept any more goes back to the system at once. Small blocks are malloc's.
 *
 * Blocks in use and kept ones together stay within twice the most that was in use lately. Any thread may
 * call. The numbers count blocks of at least kSmallestKept bytes.
 */
class BlockCache {
 public:
  /** Smaller blocks are not kept: malloc does not give their pages back each time. */
  static constexpr std::size_t kSmallestKept = 64UL * 1024;
  static constexpr std::size_t kUnlimited = std::numeric_limits<std::size_t>::max();

  /** Memory for `bytes` bytes, at least one, aligned as libtorch wants it. Throws c10::OutOfMemoryError. */
  void* allocate(std::size_t bytes);

  /** Takes back what `allocate` gave. */
  void free(void* memory) noexcept;

  /** Gives what is kept back to the system; returns how many bytes that were. */
  std::size_t releaseKept() noexcept;

  /** From now on, blocks are kept only while they and those in use take at most `bytes` together. */
  void setCeiling(std::size_t bytes) noexcept;

  /** From now on, blocks are given out and kept only while all of them take at most `bytes` together. */
  void setLimit(std::size_t bytes) noexcept;

  struct Usage {
    std::size_t inUse = 0;
    std::size_t kept = 0;
    /** The most that was in use at a time since the start or the last resetPeak. */
    std::size_t peak = 0;
    std::size_t limit = kUnlimited;
  };
  Usage usage() noexcept;
  void resetPeak() noexcept;

  // For the thread of memory_watch.h.

  /** Returns when there is something to watch: kept blocks that the system may not take, or scarce memory. */
  void waitForWork();
  /** While memory is scarce, nothing is kept. */
  void setScarce(bool scarce) noexcept;
  /** Begins the next period, and lets the system take the pages of blocks that were not used for `periods`
   * whole ones. Used again, such a block keeps the pages that nobody took. */
  void offerUnused(std::uint32_t periods) noexcept;

 private:
  struct Block;
  struct Links {
    Block* newer = nullptr;
    Block* older = nullptr;
  };

  /** Blocks from the one that was added last to the one that was added first. */
  template <Links Block::* links>
  struct BlockList {
    Block* newest = nullptr;
    Block* oldest = nullptr;
    void add(Block* block) noexcept;
    void addOldest(Block* block) noexcept;
    void remove(Block* block) noexcept;
  };

  struct Block {
    void* memory = nullptr;
    std::size_t size = 0;
    /** Of one of the sizes that are kept. */
    bool keepable = true;
    /** Whether the system may take the pages. */
    bool offered = false;
    /** The period in which it was freed. */
    std::uint32_t freedIn = 0;
    /** Among the kept blocks of its size. */
    Links bySize;
    /** Among all kept blocks. */
    Links byAge;
  };
  using SizeList = BlockList<&Block::bySize>;
  using AgeList = BlockList<&Block::byAge>;

  static constexpr std::size_t kSizesPerOctave = 8;
  static constexpr std::size_t kOctaves = std::numeric_limits<std::size_t>::digits;

  static std::size_t roundUp(std::size_t bytes) noexcept;
  static void* allocateSmall(std::size_t bytes) noexcept;
  void* allocateLarge(std::size_t bytes);
  /** A block of new pages, or null where the system has no memory left. Throws when it would pass the limit.
   */
  Block* map(std::size_t size, bool keepable);
  /** Gives blocks that are in no list any more back to the system. */
  static void unmap(AgeList blocks) noexcept;
  /** Runs `change` with mutex_ locked, then gives back what may no longer be kept. */
  template <typename Change>
  void changeAndTrim(Change change) noexcept;

  // With mutex_ locked.
  SizeList& keptOfSize(std::size_t size) noexcept;
  void addKept(Block* block) noexcept;
  void removeKept(Block* block) noexcept;
  /** Notes what is in use now as a peak, if it is one. */
  void countAllocation() noexcept;
  std::size_t allowedToKeep() const noexcept;
  /** Takes the blocks that were free for longest out of the cache until at most `allowed` bytes are kept. */
  AgeList evict(std::size_t allowed) noexcept;

  std::mutex mutex_;
  /** All blocks, by their memory. */
  std::unordered_map<void*, Block*> blocks_;
  std::array<SizeList, kOctaves * kSizesPerOctave> free_{};
  AgeList kept_;
  std::size_t keptBytes_ = 0;
  std::size_t inUse_ = 0;
  std::size_t peak_ = 0;
  std::size_t ceiling_ = kUnlimited;
  std::size_t limit_ = kUnlimited;
  bool scarce_ = false;

  /** The most that was in use in this window of allocations, and in the one before. */
  std::size_t latePeak_ = 0;
  std::size_t earlierPeak_ = 0;
  std::uint64_t allocations_ = 0;

  std::uint32_t period_ = 0;
  /** Kept blocks that are not offered. */
  std::size_t notOffered_ = 0;
  std::condition_variable work_;
};

}  // namespace tadpole
