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
 * kept by size.
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
  std::size_t empty() noexcept;

  /** From now on, blocks are kept only while they and those in use take less than `bytes` together. */
  void setCeiling(std::size_t bytes) noexcept;

 private:
  struct Block;

  /** The free blocks of one size. */
  struct FreeBlocks {
    Block* newest = nullptr;
    Block* oldest = nullptr;
    void add(Block* block) noexcept;
    void remove(Block* block) noexcept;
  };

  static constexpr std::size_t kSizesPerOctave = 8;
  static constexpr std::size_t kOctaves = std::numeric_limits<std::size_t>::digits;

  static std::size_t roundUp(std::size_t bytes) noexcept;
  FreeBlocks& freeBlocks(std::size_t size) noexcept;
  Block* takeKept(std::size_t size) noexcept;
  void countAllocation(std::size_t size) noexcept;
  /** Gives the blocks that were free for longest back to the system until at most `allowed` bytes are kept.
   */
  void trim(std::size_t allowed) noexcept;

  std::mutex mutex_;
  std::array<FreeBlocks, kOctaves * kSizesPerOctave> free_{};
  std::size_t kept_ = 0;
  std::size_t inUse_ = 0;
  std::size_t peak_ = 0;
  std::size_t previousPeak_ = 0;
  std::size_t ceiling_ = std::numeric_limits<std::size_t>::max();
  std::uint64_t allocations_ = 0;
};

}  // namespace tadpole
