// What one JavaScript environment (main thread, worker thread, jest context) owns.
//
// Tensors, operators and classes are an environment's own, as are libtorch's modes (gradients, inference,
// autocast), which each thread has for itself. These belong to the process, and every environment shares
// them:
// - the default generators of the devices, which torch.manualSeed seeds (generator.cc), and their order of
// draws;
// - the number of threads of operators, and how they wait for each other (runtime.cc, OpenMP's environment);
// - the memory of CPU tensors: cache, limit and peak (cpu_allocator.h);
// - file locks (file_lock.cc), the signals that end the process at once (signals.cc), and the checks that
//   libtorch's TorchScript operators are given (script_checks.h).
#pragma once

#include <napi.h>

#include <cstdint>
#include <memory>
#include <string>

#include "slot_board.h"
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
  void finalizeHandle(TensorHandle* handle) noexcept;

  /**
   * Takes over what the TypeScript side hands in: { createTensor, slotOf, grown, Error, TypeError, RangeError
   * }. `createTensor()` makes a Tensor with an unused handle, whose slot it leaves on the board;
   * `slotOf(value)` gives the slot of a live Tensor, else one of the constants of slot_board.h;
   * `grown(bytes)` is told now and then, while tensors are made, how much all of them hold.
   */
  void registerClasses(Napi::Object classes);
  void throwError(ErrorClass errorClass, const std::string& message);

  /** A new instance of the TypeScript class Tensor; its handle is unused, and its slot the newest on the
   * board. */
  napi_value createTensorObject();
  /** The slot of a live Tensor, else one of the constants of slot_board.h. */
  std::int32_t slotOf(napi_value value);
  /** Whether `value` is of the class Tensor, alive or not. */
  bool isTensorInstance(napi_value value) { return slotOf(value) != kNoTensor; }

  /** Puts `tensor` into an unused handle and reports its weight. */
  void fill(TensorHandle* handle, at::Tensor tensor);
  /** Frees what a handle in use holds. */
  void empty(TensorHandle* handle) noexcept;

  TensorPool tensors;
  SlotBoard slots;
  std::unique_ptr<OperatorTable> operators;
  /** The count of live ScriptModules; shared with them because they may outlive the environment. */
  std::shared_ptr<std::int64_t> scriptModules = std::make_shared<std::int64_t>(0);

 private:
  /** Reports memory that JavaScript objects hold outside of V8's heap; batched because the call is not free.
   */
  void adjustExternalMemory(std::int64_t change) noexcept;
  /** Frees the handles whose boxes were collected. Their finalizers would, too, but wait for a turn of the
   * event loop, which a loop of synchronous code or of microtasks does not give. */
  void freeCollected();
  void renewCanary();

  napi_env env_;
  std::int64_t unreportedMemory_ = 0;
  /** Bytes that all handles are answerable for. */
  std::int64_t heldMemory_ = 0;
  /** What tensors made since the last look for collected boxes weigh. */
  std::int64_t madeSinceLook_ = 0;
  /** Weak, to an object that nothing else refers to: while it lives, nothing was collected since it was made.
   */
  napi_ref canary_ = nullptr;
  /** The JavaScript environment is gone; only finalizers may still come. */
  bool closed_ = false;
  Napi::FunctionReference createTensor_;
  Napi::FunctionReference slotOf_;
  Napi::FunctionReference grown_;
  Napi::FunctionReference errorClasses_[3];
};

}  // namespace tadpole
