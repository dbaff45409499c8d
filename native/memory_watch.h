// A thread that sees to it that kept memory is there for others when they need it.
#pragma once

#include <atomic>
#include <cstddef>

#include "block_cache.h"

namespace tadpole {

/**
 * While blocks are kept, looks four times a second how much memory is left. Below an eighth of
 * `machineMemory` nothing is kept, until a quarter is left; so processes side by side hold only what they
 * use. What was not used for ten seconds is offered to the system, which takes it when it needs it; then the
 * thread sleeps. Both must live as long as the process.
 * @throws std::system_error where no thread can be started
 */
void watchMemory(BlockCache& cache, const std::atomic<std::size_t>& machineMemory);

}  // namespace tadpole
