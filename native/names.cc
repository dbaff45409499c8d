// Tables of the names of dtypes, layouts and memory formats, and the parsing of devices.
#include "names.h"

#include <c10/core/ScalarType.h>
#include <c10/core/impl/DeviceGuardImplInterface.h>
#include <c10/core/impl/VirtualGuardImpl.h>
#include <c10/util/Exception.h>

#include <array>
#include <cctype>
#include <stdexcept>
#include <utility>
#include <vector>

#include "errors.h"
#include "nearest.h"

namespace tadpole {

namespace {

constexpr auto kDtypeNames = std::to_array<const char*>({
    "float32",        "float64",
    "float16",        "bfloat16",
    "int64",          "int32",
    "int16",          "int8",
    "uint8",          "bool",
    "uint16",         "uint32",
    "uint64",         "complex32",
    "complex64",      "complex128",
    "float8_e4m3fn",  "float8_e4m3fnuz",
    "float8_e5m2",    "float8_e5m2fnuz",
    "float8_e8m0fnu", "float4_e2m1fn_x2",
    "qint8",          "quint8",
    "qint32",
});

constexpr auto kMemoryFormats = std::to_array<std::pair<const char*, c10::MemoryFormat>>({
    {"contiguous", c10::MemoryFormat::Contiguous},
    {"contiguousFormat", c10::MemoryFormat::Contiguous},
    {"channelsLast", c10::MemoryFormat::ChannelsLast},
    {"channelsLast3d", c10::MemoryFormat::ChannelsLast3d},
    {"preserve", c10::MemoryFormat::Preserve},
    {"preserveFormat", c10::MemoryFormat::Preserve},
});

constexpr auto kLayouts = std::to_array<std::pair<const char*, c10::Layout>>({
    {"strided", c10::Layout::Strided},
    {"sparse", c10::Layout::Sparse},
    {"sparseCoo", c10::Layout::Sparse},
    {"sparseCsr", c10::Layout::SparseCsr},
    {"sparseCsc", c10::Layout::SparseCsc},
    {"sparseBsr", c10::Layout::SparseBsr},
    {"sparseBsc", c10::Layout::SparseBsc},
    {"jagged", c10::Layout::Jagged},
});

/** The dtypes of these names that libtorch has: older versions lack some. */
const auto& dtypes() {
  static const auto known = [] {
    std::vector<std::pair<const char*, c10::ScalarType>> found;
    for (const char* name : kDtypeNames) {
      for (int i = 0; i < static_cast<int>(c10::ScalarType::Undefined); ++i) {
        const auto dtype = static_cast<c10::ScalarType>(i);
        if (c10::getDtypeNames(dtype).first == name)
          found.emplace_back(name, dtype);
      }
    }
    return found;
  }();
  return known;
}

/**
 * A name without the `torch.` prefix and the underscores of Python: `torch.channels_last` equals
 * `channelsLast`.
 */
std::string withoutSpelling(const std::string& name) {
  std::string letters;
  for (const char letter : name.rfind("torch.", 0) == 0 ? name.substr(6) : name) {
    if (letter != '_')
      letters += static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
  }
  return letters;
}

template <typename Table>
auto lookUp(const Table& table, const std::string& wanted, const char* what) {
  const std::string plain = withoutSpelling(wanted);
  std::vector<std::string> names;
  for (const auto& [name, value] : table) {
    if (plain == withoutSpelling(name))
      return value;
    names.emplace_back(name);
  }
  std::string known;
  for (const std::string& name : names)
    known += (known.empty() ? "'" : ", '") + name + "'";
  const std::string meant = didYouMean(wanted, names);
  throw ValueError(std::string("unknown ") + what + " '" + wanted + "'" + meant +
                   (meant.empty() ? "; known are " : " Known are ") + known);
}

template <typename Table, typename Value>
std::string nameIn(const Table& table, Value wanted, const std::string& otherwise) {
  for (const auto& [name, value] : table) {
    if (value == wanted)
      return name;
  }
  return otherwise;
}

}  // namespace

std::string dtypeName(c10::ScalarType dtype) {
  return nameIn(dtypes(), dtype, c10::toString(dtype));
}

c10::ScalarType parseDtype(const std::string& name) {
  return lookUp(dtypes(), name, "dtype");
}

c10::Device parseDevice(const std::string& name) {
  try {
    return c10::Device(name);
  } catch (const c10::Error&) {
    throw ValueError("unknown device '" + name + "'; expected 'cpu', 'cuda' or 'cuda:0'");
  }
}

c10::Device presentDevice(const std::string& name) {
  const c10::Device device = parseDevice(name);
  if (device.is_cpu() || device.is_meta())
    return device;
  const std::string wanted = "device '" + name + "' was asked for, but ";
  if (!c10::impl::hasDeviceGuardImpl(device.type())) {
    throw std::runtime_error(
        wanted + (device.is_cuda() ? "this is the CPU build of libtorch; run 'TADPOLE_LIBTORCH=cuda npx "
                                     "tadpole setup', or use the device cpu"
                                   : "this build of libtorch has no support for it; use the device cpu"));
  }
  const int count = c10::impl::VirtualGuardImpl(device.type()).deviceCount();
  if (count == 0) {
    throw std::runtime_error(
        wanted + (device.is_cuda()
                      ? "no NVIDIA GPU or driver was found; install the NVIDIA driver (see 'npx tadpole "
                        "doctor'), or use the device cpu"
                      : "this machine has none; use the device cpu"));
  }
  if (device.has_index() && device.index() >= count) {
    const std::string type = c10::DeviceTypeName(device.type(), true);
    throw std::runtime_error(wanted + "there " +
                             (count == 1 ? "is 1 of its kind" : "are " + std::to_string(count)) + " (" +
                             type + ":0 to " + type + ":" + std::to_string(count - 1) + ")");
  }
  return device;
}

std::string layoutName(c10::Layout layout) {
  return nameIn(kLayouts, layout, "other");
}

c10::Layout parseLayout(const std::string& name) {
  return lookUp(kLayouts, name, "layout");
}

std::string memoryFormatName(c10::MemoryFormat format) {
  return nameIn(kMemoryFormats, format, "other");
}

c10::MemoryFormat parseMemoryFormat(const std::string& name) {
  return lookUp(kMemoryFormats, name, "memory format");
}

}  // namespace tadpole
