// The checks of preconditions.h for the operators that TorchScript modules call.
#pragma once

namespace tadpole {

/**
 * Puts the checks before TorchScript's operators, for the whole process; a module that is refused throws what
 * Python's `raise ValueError` would. From the first call on, which must come before any module is loaded; the
 * copies of this library in one process check once.
 */
void checkScriptOperators();

}  // namespace tadpole
