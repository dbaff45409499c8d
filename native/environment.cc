// Life and services of the per-environment state.
#include "environment.h"

#include "errors.h"
#include "operator.h"

namespace tadpole {

namespace {
constexpr std::int64_t kReportEvery = 256 * 1024;
}

Environment::Environment(napi_env env) : operators(std::make_unique<OperatorTable>()), env_(env) {}

Environment::~Environment() = default;

void Environment::attach(napi_env env) {
  auto* environment = new Environment(env);
  const auto finalize = [](napi_env, void* data, void*) {
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

void Environment::finalizeHandle(TensorHandle* handle) {
  if (!closed_ && handle->reportedBytes != 0)
    adjustExternalMemory(-handle->reportedBytes);
  tensors.release(handle);
  if (closed_ && tensors.slotsInUse() == 0)
    delete this;
}

void Environment::registerClasses(Napi::Object classes) {
  auto take = [&](const char* name) {
    Napi::Value value = classes.Get(name);
    if (!value.IsFunction())
      throw ArgumentError(std::string("register: '") + name + "' must be a function");
    return Napi::Persistent(value.As<Napi::Function>());
  };
  const Napi::Value key = classes.Get("handleKey");
  if (!key.IsSymbol())
    throw ArgumentError("register: 'handleKey' must be a symbol");
  handleKey_ = Napi::Reference<Napi::Symbol>::New(key.As<Napi::Symbol>(), 1);
  tensorClass_ = take("Tensor");
  createTensor_ = take("createTensor");
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

bool Environment::isTensorInstance(napi_value value) {
  if (tensorClass_.IsEmpty())
    return false;
  bool result = false;
  return napi_instanceof(env_, value, tensorClass_.Value(), &result) == napi_ok && result;
}

void Environment::adjustExternalMemory(std::int64_t change) {
  unreportedMemory_ += change;
  if (unreportedMemory_ < kReportEvery && unreportedMemory_ > -kReportEvery)
    return;
  std::int64_t total = 0;
  check(env_, napi_adjust_external_memory(env_, unreportedMemory_, &total));
  unreportedMemory_ = 0;
}

}  // namespace tadpole
