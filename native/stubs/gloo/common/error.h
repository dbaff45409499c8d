// Stands in for gloo's header of this name, which libtorch's packages lack: c10d includes it and uses nothing
// of it.
#pragma once
