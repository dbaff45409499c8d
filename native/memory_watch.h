// A thread that makes kept memory available to other processes when they need it.
#pragma once

#include <atomic>
#include <cstddef>

#include "block_cache.h"

namespace tadpole {

/**
 * While blocks are kept, checks four times per second how much memory is left. When less than an eighth of
 * `machineMemory` is left, nothing is kept until a quarter is left again, so that processes side by side hold
 * only what they use. Blocks that were unused for ten seconds are offered to the system, which reclaims them
 * when it needs memory; then the thread sleeps. Both arguments must live as long as the process.
 * @throws std::system_error when no thread can be started
 */
void watchMemory(BlockCache& cache, const std::atomic<std::size_t>& machineMemory);

}  // namespace tadpole
