// The lifetime of this shared library in its process.
#pragma once

namespace tadpole {

/**
 * Keeps this library in memory after the worker thread that loaded it has ended. Required before libtorch is
 * given pointers to functions of the library.
 */
void keepLibraryLoaded() noexcept;

}  // namespace tadpole
