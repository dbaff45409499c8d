// What one JavaScript environment (main thread, worker thread, jest context) owns: no state is shared between
// them.
#pragma once

#include <napi.h>

#include <cstdint>
#include <memory>
#include <string>

#include "tensor_pool.h"

namespace tadpole {

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

  /** Gives up the pool once the last handle's finalizer has run; environments shut down in no promised order.
   */
  void finalizeHandle(TensorHandle* handle);

  /**
   * Takes over what the TypeScript side hands in: { Tensor, createTensor, handleKey, Error, TypeError,
   * RangeError }. `createTensor()` makes a Tensor whose property `handleKey` (a symbol) is an unused handle.
   */
  void registerClasses(Napi::Object classes);
  void throwError(ErrorClass errorClass, const std::string& message);

  /** A new instance of the TypeScript class Tensor; its handle is unused. */
  napi_value createTensorObject();
  bool isTensorInstance(napi_value value);
  /** The property of a Tensor that holds its handle. */
  napi_value handleKey() const { return handleKey_.Value(); }

  /** Reports memory that JavaScript objects hold outside of V8's heap; batched because the call is not free.
   */
  void adjustExternalMemory(std::int64_t change);

  TensorPool tensors;
  std::unique_ptr<OperatorTable> operators;
  /** The count of live ScriptModules; shared with them because they may outlive the environment. */
  std::shared_ptr<std::int64_t> scriptModules = std::make_shared<std::int64_t>(0);

 private:
  napi_env env_;
  std::int64_t unreportedMemory_ = 0;
  /** The JavaScript environment is gone; only finalizers may still come. */
  bool closed_ = false;
  Napi::Reference<Napi::Symbol> handleKey_;
  Napi::FunctionReference tensorClass_;
  Napi::FunctionReference createTensor_;
  Napi::FunctionReference errorClasses_[3];
};

}  // namespace tadpole
