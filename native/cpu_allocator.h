// An allocator of CPU memory for libtorch that keeps freed blocks, as libtorch's allocator of GPU memory
// does.
#pragma once

#include <cstddef>

#include "block_cache.h"

namespace tadpole {

/**
 * Installs one cache for the process, from which CPU tensors and the buffers of oneDNN take their memory.
 * Does nothing when the environment has TADPOLE_NO_MEMORY_CACHING, which tools that track each allocation
 * need, or when libtorch already has an allocator other than its default one.
 */
void installCpuAllocator();

/**
 * Sets how much memory the machine or the container has: the cache then keeps nothing beyond three quarters
 * of it, nor while little memory is left (memory_watch.h).
 */
void setMachineMemory(std::size_t bytes) noexcept;

/** Limits the blocks of the cache to `bytes` in total; throws when no cache is installed. */
void limitCpuMemory(std::size_t bytes);

/** The memory in use and kept, the peak and the limit. */
BlockCache::Usage cpuMemory() noexcept;
/** Resets the peak to what is in use. */
void resetCpuMemoryPeak() noexcept;

/** Returns kept memory to the system; the result is its size in bytes. */
std::size_t emptyCpuCache() noexcept;

}  // namespace tadpole
