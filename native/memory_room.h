// How much memory is left on the machine, or in the container.
#pragma once

#include <cstddef>
#include <optional>

namespace tadpole {

/**
 * Bytes that this process could still be given: what the system calls available, or what a control group of
 * Linux (version 1 or 2) leaves, where that is less. Pages that the system could drop count as left. Nothing
 * on systems that do not say.
 */
std::optional<std::size_t> availableMemory();

}  // namespace tadpole
