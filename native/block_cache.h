// Memory blocks that are kept when they are freed, and given out again.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <mutex>

namespace tadpole {

/**
 * A training step frees large blocks and asks for the same sizes again. Through malloc the system would take
 * their pages back and clear fresh ones every time, which can cost as much as the arithmetic; here they are
 * kept by size. What is not kept any more goes back to the system at once.
 *
 * Blocks in use and kept ones together stay within 1.5 times the most that was in use lately. Any thread may
 * call.
 */
class BlockCache {
 public:
  /** Memory for `bytes` bytes, at least one, aligned as libtorch wants it. Throws c10::OutOfMemoryError. */
  void* allocate(std::size_t bytes);

  /** Takes back what `allocate` gave. */
  void free(void* memory) noexcept;

  /** Gives what is kept back to the system; returns how many bytes that were. */
  std::size_t releaseKept() noexcept;

  /** From now on, blocks are kept only while they and those in use take at most `bytes` together. */
  void setCeiling(std::size_t bytes) noexcept;

 private:
  struct Block;

  /** Blocks from the one that was added last to the one that was added first. */
  struct BlockList {
    Block* newest = nullptr;
    Block* oldest = nullptr;
    void add(Block* block) noexcept;
    void remove(Block* block) noexcept;
    /** Gives every block back to the system. */
    void release() noexcept;
  };

  static constexpr std::size_t kSizesPerOctave = 8;
  static constexpr std::size_t kOctaves = std::numeric_limits<std::size_t>::digits;

  static std::size_t roundUp(std::size_t bytes) noexcept;
  static Block* newBlock(std::size_t size, bool keepable);
  /** Runs `change` with mutex_ locked, then gives back what may no longer be kept. */
  template <typename Change>
  void changeAndTrim(Change change) noexcept;

  // With mutex_ locked.
  BlockList& keptOfSize(std::size_t size) noexcept;
  void countAllocation(std::size_t size) noexcept;
  std::size_t allowedToKeep() const noexcept;
  /** Takes the blocks that were free for longest out of the cache until at most `allowed` bytes are kept. */
  BlockList evict(std::size_t allowed) noexcept;

  std::mutex mutex_;
  std::array<BlockList, kOctaves * kSizesPerOctave> free_{};
  std::size_t kept_ = 0;
  std::size_t inUse_ = 0;
  std::size_t peak_ = 0;
  std::size_t previousPeak_ = 0;
  std::size_t ceiling_ = std::numeric_limits<std::size_t>::max();
  std::uint64_t allocations_ = 0;
};

}  // namespace tadpole
