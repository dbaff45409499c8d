// The types of schema arguments, which determine how JavaScript values are read.
#pragma once

#include <ATen/core/jit_type.h>

#include <cstdint>
#include <optional>
#include <string>

namespace tadpole {

/** The type of a schema argument, parsed once. */
enum class Kind : std::uint8_t {
  kTensor,
  kScalar,
  kInt,
  kFloat,
  kBool,
  kComplex,
  kString,
  kDtype,
  kLayout,
  kDevice,
  kMemoryFormat,
  kGenerator,
  kList,
  kAny,
  kUnsupported,
};

struct ValueType {
  Kind kind = Kind::kUnsupported;
  bool optional = false;
  /** For a list: the type of its elements, and whether they may be null. */
  Kind element = Kind::kUnsupported;
  bool elementOptional = false;
  /** For a list `int[N]`: N, otherwise 0. A single value fills such a list. */
  std::int32_t size = 0;
  /** For a list `int[N]`: whether it may also be empty, which leaves the choice to the kernel. */
  bool mayBeEmpty = false;

  static ValueType of(const c10::TypePtr& type, std::optional<std::int32_t> size = std::nullopt);
  /** The TypeScript name of the type, for error messages. */
  std::string name() const;
};

}  // namespace tadpole
