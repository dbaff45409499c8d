// What one JavaScript environment (main thread, worker thread, jest context) owns: no state is shared between them.
#pragma once

#include <napi.h>

#include <cstdint>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "tensor_pool.h"

namespace tadpole {

struct Operator;
class OperatorTable;

enum class ErrorClass : std::uint8_t { kError, kType, kRange };

/** Per-environment state, kept as Node-API instance data. */
class Environment {
 public:
  explicit Environment(napi_env env);
  ~Environment();
  Environment(const Environment&) = delete;
  Environment& operator=(const Environment&) = delete;

  /** Makes the environment's state and ties its life to the environment. */
  static void attach(napi_env env);
  static Environment& of(napi_env env);

  /** Takes over the classes of the realm that loaded the addon: { Tensor, createTensor, Error, TypeError, RangeError }. */
  void registerClasses(Napi::Object classes);
  void throwError(ErrorClass errorClass, const std::string& message);

  /** A new, empty instance of the TypeScript class Tensor. */
  napi_value createTensorObject();
  bool isTensorInstance(napi_value value);

  /** Reports memory that JavaScript objects hold outside of V8's heap; batched because the call is not free. */
  void adjustExternalMemory(std::int64_t change);

  TensorPool tensors;
  std::vector<Scope> scopes;
  std::unique_ptr<OperatorTable> operators;

 private:
  napi_env env_;
  std::int64_t unreportedMemory_ = 0;
  Napi::FunctionReference tensorClass_;
  Napi::FunctionReference createTensor_;
  Napi::FunctionReference errorClasses_[3];
};

}  // namespace tadpole
