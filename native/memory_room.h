// How much memory is available on the machine or in the container.
#pragma once

#include <cstddef>
#include <optional>

namespace tadpole {

/**
 * Bytes that this process could still allocate: the memory that the system calls available, or what a Linux
 * control group (version 1 or 2) leaves, whichever is less. Pages that the system could reclaim count as
 * available. Empty on systems that do not report it.
 */
std::optional<std::size_t> availableMemory();

}  // namespace tadpole
