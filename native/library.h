// This shared library in its process.
#pragma once

namespace tadpole {

/** Keeps this library in memory, whatever becomes of the worker thread that loaded it: for what hands
 * functions of it to libtorch. */
void keepLibraryLoaded() noexcept;

}  // namespace tadpole
