// The names that JavaScript uses for dtypes, layouts, memory formats and devices.
#pragma once

#include <c10/core/Device.h>
#include <c10/core/Layout.h>
#include <c10/core/MemoryFormat.h>
#include <c10/core/ScalarType.h>

#include <string>

namespace tadpole {

std::string dtypeName(c10::ScalarType dtype);
std::string layoutName(c10::Layout layout);
std::string memoryFormatName(c10::MemoryFormat format);

// Each throws a ValueError for an unknown name; its message lists the known ones.
c10::ScalarType parseDtype(const std::string& name);
c10::Layout parseLayout(const std::string& name);
c10::MemoryFormat parseMemoryFormat(const std::string& name);
c10::Device parseDevice(const std::string& name);

/** A device that this build and this machine have. @throws std::runtime_error that says what to do where they
 * do not */
c10::Device presentDevice(const std::string& name);

}  // namespace tadpole
