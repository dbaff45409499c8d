// libtorch's allocator of CPU memory, which keeps freed blocks for later as its allocator of GPU memory does.
#pragma once

#include <cstddef>

namespace tadpole {

/**
 * From the first call on, CPU tensors and the buffers of oneDNN take their memory from one cache of the
 * process. Not where the environment has TADPOLE_NO_MEMORY_CACHING: tools that watch each allocation need
 * that.
 */
void installCpuAllocator();

/** Tells the cache how much memory the machine has: nothing is kept beyond three quarters of it. */
void setMachineMemory(std::size_t bytes) noexcept;

/** Gives memory that is kept back to the system; returns how many bytes that were. */
std::size_t emptyCpuCache() noexcept;

}  // namespace tadpole
