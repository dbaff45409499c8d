// Per-environment state: its lifetime, its tensors' handles and memory reports, and calls into TypeScript.
#include "environment.h"

#include <algorithm>
#include <utility>

#include "errors.h"
#include "operator.h"

namespace tadpole {

namespace {
constexpr std::int64_t kReportEvery = 256 * 1024;
/** Bytes created between two searches for collected boxes; more when many handles have to be searched. */
constexpr std::int64_t kLookEvery = 32 * 1024 * 1024;
/** The size of a tensor apart from its values: the objects on both sides. */
constexpr std::int64_t kTensorWeight = 1024;

/** Bytes to report for a handle: the storage of its tensor, or 0 when another tensor shares it already. */
std::int64_t bytesToReport(const at::Tensor& tensor) {
  if (!tensor.has_storage())
    return 0;
  const auto& storage = tensor.storage();
  return storage.use_count() > 1 ? 0 : static_cast<std::int64_t>(storage.nbytes());
}

}  // namespace

Environment::Environment(napi_env env) : operators(std::make_unique<OperatorTable>()), env_(env) {
  slots.open(env);
}

Environment::~Environment() {
  if (canary_ != nullptr)
    napi_delete_reference(env_, canary_);
}

void Environment::attach(napi_env env) {
  auto* environment = new Environment(env);
  const auto finalize = [](napi_env, void* data, void*) noexcept {
    auto* closing = static_cast<Environment*>(data);
    closing->closed_ = true;
    if (closing->tensors.slotsInUse() == 0)
      delete closing;
  };
  check(env, napi_set_instance_data(env, environment, finalize, nullptr));
}

Environment& Environment::of(napi_env env) {
  void* data = nullptr;
  if (napi_get_instance_data(env, &data) != napi_ok || data == nullptr) {
    throw std::runtime_error("the addon's environment is shutting down");
  }
  return *static_cast<Environment*>(data);
}

void Environment::finalizeHandle(TensorHandle* handle) noexcept {
  napi_delete_reference(env_, handle->box);
  if (!closed_)
    empty(handle);
  tensors.release(handle);
  if (closed_ && tensors.slotsInUse() == 0)
    delete this;
}

void Environment::fill(TensorHandle* handle, at::Tensor tensor) {
  handle->reportedBytes = bytesToReport(tensor);
  handle->tensor = std::move(tensor);
  if (handle->reportedBytes != 0) {
    heldMemory_ += handle->reportedBytes;
    adjustExternalMemory(handle->reportedBytes);
  }
  madeSinceLook_ += handle->reportedBytes + kTensorWeight;
  if (madeSinceLook_ >= std::max(kLookEvery, tensors.slotsInUse() * kTensorWeight))
    freeCollected();
}

void Environment::empty(TensorHandle* handle) noexcept {
  TensorPool::empty(handle);
  if (handle->reportedBytes == 0)
    return;
  heldMemory_ -= handle->reportedBytes;
  adjustExternalMemory(-handle->reportedBytes);
  handle->reportedBytes = 0;
}

void Environment::freeCollected() {
  madeSinceLook_ = 0;
  const Napi::HandleScope scope(env_);
  napi_value alive = nullptr;
  if (canary_ != nullptr)
    check(env_, napi_get_reference_value(env_, canary_, &alive));
  if (alive == nullptr) {
    tensors.forEach([&](TensorHandle& handle) {
      // One scope per handle: a single scope would hold a value for each of them.
      const Napi::HandleScope inner(env_);
      napi_value box = nullptr;
      if (napi_get_reference_value(env_, handle.box, &box) != napi_ok || box != nullptr)
        return;
      // Deleting the reference cancels the finalizer of the box.
      check(env_, napi_delete_reference(env_, handle.box));
      empty(&handle);
      tensors.release(&handle);
    });
    renewCanary();
  }
  if (!grown_.IsEmpty())
    grown_.Call({Napi::Number::New(env_, static_cast<double>(heldMemory_))});
}

void Environment::renewCanary() {
  if (canary_ != nullptr)
    check(env_, napi_delete_reference(env_, canary_));
  canary_ = nullptr;
  napi_value object = nullptr;
  check(env_, napi_create_object(env_, &object));
  check(env_, napi_create_reference(env_, object, 0, &canary_));
}

void Environment::registerClasses(Napi::Object classes) {
  auto take = [&](const char* name) {
    Napi::Value value = classes.Get(name);
    if (!value.IsFunction())
      throw ArgumentError(std::string("register: '") + name + "' must be a function");
    return Napi::Persistent(value.As<Napi::Function>());
  };
  createTensor_ = take("createTensor");
  slotOf_ = take("slotOf");
  grown_ = take("grown");
  errorClasses_[static_cast<int>(ErrorClass::kError)] = take("Error");
  errorClasses_[static_cast<int>(ErrorClass::kType)] = take("TypeError");
  errorClasses_[static_cast<int>(ErrorClass::kRange)] = take("RangeError");
}

void Environment::throwError(ErrorClass errorClass, const std::string& message) {
  Napi::Env env(env_);
  Napi::FunctionReference& constructor = errorClasses_[static_cast<int>(errorClass)];
  if (constructor.IsEmpty()) {
    napi_throw_error(env_, nullptr, message.c_str());
    return;
  }
  Napi::HandleScope scope(env);
  napi_throw(env_, constructor.New({Napi::String::New(env, message)}));
}

napi_value Environment::createTensorObject() {
  if (createTensor_.IsEmpty())
    throw std::runtime_error("register() must be called before the addon is used");
  napi_value object = nullptr;
  napi_value undefined = nullptr;
  check(env_, napi_get_undefined(env_, &undefined));
  check(env_, napi_call_function(env_, undefined, createTensor_.Value(), 0, nullptr, &object));
  return object;
}

std::int32_t Environment::slotOf(napi_value value) {
  if (slotOf_.IsEmpty())
    return kNoTensor;
  napi_value undefined = nullptr;
  napi_value answer = nullptr;
  std::int32_t slot = kNoTensor;
  check(env_, napi_get_undefined(env_, &undefined));
  check(env_, napi_call_function(env_, undefined, slotOf_.Value(), 1, &value, &answer));
  check(env_, napi_get_value_int32(env_, answer, &slot));
  return slot;
}

void Environment::adjustExternalMemory(std::int64_t change) noexcept {
  unreportedMemory_ += change;
  if (unreportedMemory_ < kReportEvery && unreportedMemory_ > -kReportEvery)
    return;
  std::int64_t total = 0;
  // Fails only while the environment shuts down, when nothing is collected.
  napi_adjust_external_memory(env_, unreportedMemory_, &total);
  unreportedMemory_ = 0;
}

}  // namespace tadpole
