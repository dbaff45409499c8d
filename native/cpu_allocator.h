// libtorch's allocator of CPU memory, which keeps freed blocks for later as its allocator of GPU memory does.
#pragma once

#include <cstddef>

namespace tadpole {

/**
 * From the first call on, CPU tensors and the buffers of oneDNN take their memory from one cache of the
 * process. Not where the environment has TADPOLE_NO_MEMORY_CACHING, which tools that watch each
 * allocation need, and not where libtorch has another allocator than its default one.
 */
void installCpuAllocator();

/** From now on nothing is kept beyond three quarters of the memory of the machine, given in bytes. */
void limitCpuCache(std::size_t machineMemory) noexcept;

/** Gives memory that is kept back to the system; returns how many bytes that were. */
std::size_t emptyCpuCache() noexcept;

}  // namespace tadpole
