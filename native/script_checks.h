// The checks of preconditions.h for operators that TorchScript modules call.
#pragma once

namespace tadpole {

/**
 * Installs the checks in front of TorchScript's operators for the whole process; a call that fails one throws
 * what Python's `raise ValueError` would. Must be called before any module is loaded. Several copies of this
 * library in one process install the checks once.
 */
void checkScriptOperators();

}  // namespace tadpole
