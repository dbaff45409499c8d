// The types of schema arguments: what a JavaScript value is read as.
#pragma once

#include <ATen/core/jit_type.h>

#include <cstdint>
#include <optional>
#include <string>

namespace tadpole {

/** What a schema argument takes, read once from its type. */
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
  /** Of a list: what its elements are, and whether they may be null. */
  Kind element = Kind::kUnsupported;
  bool elementOptional = false;
  /** Of a list `int[N]`: N, else 0. A single value fills such a list. */
  std::int32_t size = 0;
  /** Of a list `int[N]`: whether it may be empty instead, so that the kernel chooses. */
  bool mayBeEmpty = false;

  static ValueType of(const c10::TypePtr& type, std::optional<std::int32_t> size = std::nullopt);
  /** The type in TypeScript's words, for error messages. */
  std::string name() const;
};

}  // namespace tadpole
