// State that one JavaScript environment (main thread, worker thread, jest context) owns.
//
// Each environment has its own tensors, operators and classes; libtorch's modes (gradients, inference,
// autocast) are per thread. The following belong to the process and are shared by all environments:
// - the default generators of the devices, which torch.manualSeed seeds, and their order of draws
//   (generator.cc);
// - the number of threads of operators, and how idle threads wait (runtime.cc, OpenMP's environment
//   variables);
// - the memory of CPU tensors: cache, limit and peak (cpu_allocator.h);
// - file locks (file_lock.cc), signals that end the process immediately (signals.cc), and the checks of
//   libtorch's TorchScript operators (script_checks.h).
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

/** Per-environment state, stored as Node-API instance data. */
class Environment {
 public:
  explicit Environment(napi_env env);
  ~Environment();
  Environment(const Environment&) = delete;
  Environment& operator=(const Environment&) = delete;

  /** Creates the environment's state and ties its lifetime to the environment. */
  static void attach(napi_env env);
  static Environment& of(napi_env env);

  /**
   * Releases a handle, and the environment itself after the last one: on shutdown, finalizers run in no
   * guaranteed order.
   */
  void finalizeHandle(TensorHandle* handle) noexcept;

  /**
   * Stores what the TypeScript side provides: { createTensor, slotOf, grown, Error, TypeError, RangeError }.
   * `createTensor()` makes a Tensor with an unused handle and writes its slot to the board; `slotOf(value)`
   * returns the slot of a live Tensor, otherwise one of the constants of slot_board.h; `grown(bytes)` is
   * called occasionally, while tensors are created, with the number of bytes that all of them hold.
   */
  void registerClasses(Napi::Object classes);
  void throwError(ErrorClass errorClass, const std::string& message);

  /**
   * Creates an instance of the TypeScript class Tensor; its handle is unused, and its slot is the newest on
   * the board.
   */
  napi_value createTensorObject();
  /** The slot of a live Tensor, otherwise one of the constants of slot_board.h. */
  std::int32_t slotOf(napi_value value);
  /** Whether `value` is an instance of the class Tensor, live or disposed. */
  bool isTensorInstance(napi_value value) { return slotOf(value) != kNoTensor; }

  /** Stores `tensor` in an unused handle and reports its size to V8. */
  void fill(TensorHandle* handle, at::Tensor tensor);
  /** Frees the tensor of a handle that is in use. */
  void empty(TensorHandle* handle) noexcept;

  TensorPool tensors;
  SlotBoard slots;
  std::unique_ptr<OperatorTable> operators;
  /** The number of live ScriptModules; shared with them because they may outlive the environment. */
  std::shared_ptr<std::int64_t> scriptModules = std::make_shared<std::int64_t>(0);

 private:
  /** Reports memory that JavaScript objects hold outside V8's heap; batched, because the call is not free. */
  void adjustExternalMemory(std::int64_t change) noexcept;
  /**
   * Frees the handles whose boxes were collected. Their finalizers would do so too, but run only on a turn of
   * the event loop, which a loop of synchronous code or of microtasks never yields to.
   */
  void freeCollected();
  void renewCanary();

  napi_env env_;
  std::int64_t unreportedMemory_ = 0;
  /** Bytes reported for all handles. */
  std::int64_t heldMemory_ = 0;
  /** The size of the tensors created since the last search for collected boxes, in bytes. */
  std::int64_t madeSinceLook_ = 0;
  /**
   * A weak reference to an otherwise unreferenced object: while it is alive, no collection has happened since
   * it was created.
   */
  napi_ref canary_ = nullptr;
  /** Whether the JavaScript environment has shut down; only finalizers may still run. */
  bool closed_ = false;
  Napi::FunctionReference createTensor_;
  Napi::FunctionReference slotOf_;
  Napi::FunctionReference grown_;
  Napi::FunctionReference errorClasses_[3];
};

}  // namespace tadpole
