// libtorch's allocator of CPU memory, which keeps freed blocks for later as its allocator of GPU memory does.
#pragma once

#include <cstddef>

#include "block_cache.h"

namespace tadpole {

/**
 * From the first call on, CPU tensors and the buffers of oneDNN take their memory from one cache of the
 * process. Not where the environment has TADPOLE_NO_MEMORY_CACHING, which tools that watch each
 * allocation need, and not where libtorch has another allocator than its default one.
 */
void installCpuAllocator();

/** How much memory the machine or the container has: from now on nothing is kept beyond three quarters of it,
 * nor when little is left (memory_watch.h). */
void setMachineMemory(std::size_t bytes) noexcept;

/** From now on, the blocks of the cache take at most `bytes` together; throws where there is no cache. */
void limitCpuMemory(std::size_t bytes);

/** What the cache has given out and what it keeps. */
BlockCache::Usage cpuMemory() noexcept;
/** The peak counts from what is in use now. */
void resetCpuMemoryPeak() noexcept;

/** Gives memory that is kept back to the system; returns how many bytes that were. */
std::size_t emptyCpuCache() noexcept;

}  // namespace tadpole
