// Wrapping, unwrapping and freeing of tensors; data in and out; properties; scopes.
#include "tensor.h"

#include <ATen/ATen.h>

#include <cstring>
#include <utility>

#include "errors.h"
#include "value.h"

namespace tadpole {

namespace {

/** Bytes that this handle is answerable for: its storage when no other tensor shares it yet, else nothing. */
std::int64_t bytesToReport(const at::Tensor& tensor) {
  if (!tensor.has_storage()) return 0;
  const auto& storage = tensor.storage();
  return storage.use_count() > 1 ? 0 : static_cast<std::int64_t>(storage.nbytes());
}

void leaveScope(Environment& environment, TensorHandle* handle) {
  if (handle->scopeDepth == 0) return;
  environment.scopes[handle->scopeDepth - 1][handle->scopeIndex] = nullptr;
  handle->scopeDepth = 0;
}

void enterScope(Environment& environment, TensorHandle* handle, std::size_t depth) {
  if (depth == 0) return;
  Scope& scope = environment.scopes[depth - 1];
  handle->scopeDepth = static_cast<std::uint32_t>(depth);
  handle->scopeIndex = static_cast<std::uint32_t>(scope.size());
  scope.push_back(handle);
}

/** Gives the handle back to the pool; the JavaScript object must not point at it any more. */
void releaseHandle(Environment& environment, napi_env env, TensorHandle* handle) {
  leaveScope(environment, handle);
  if (handle->reportedBytes != 0) environment.adjustExternalMemory(-handle->reportedBytes);
  if (handle->object != nullptr) napi_delete_reference(env, handle->object);
  environment.tensors.release(handle);
}

void finalizeTensor(napi_env env, void* data, void* hint) {
  auto& environment = *static_cast<Environment*>(hint);
  releaseHandle(environment, env, static_cast<TensorHandle*>(data));
}

void disposeHandle(Environment& environment, napi_env env, TensorHandle* handle, napi_value object) {
  void* removed = nullptr;
  check(env, napi_remove_wrap(env, object, &removed));
  releaseHandle(environment, env, handle);
}

void disposeUnreferenced(Environment& environment, napi_env env, TensorHandle* handle) {
  napi_value object = nullptr;
  check(env, napi_get_reference_value(env, handle->object, &object));
  if (object != nullptr) {
    disposeHandle(environment, env, handle, object);
  } else {
    // Collected already: the finalizer is due and gives the handle back; the memory goes now.
    leaveScope(environment, handle);
    environment.tensors.retire(handle);
  }
}

struct TypedArray {
  void* data = nullptr;
  std::size_t bytes = 0;
};

TypedArray typedArrayOf(Napi::Value value, const char* argument) {
  if (!value.IsTypedArray()) {
    napi_env env = value.Env();
    throw ArgumentError(std::string("argument '") + argument + "' must be a typed array, got " +
                        describe(Environment::of(env), env, value));
  }
  auto array = value.As<Napi::TypedArray>();
  auto* start = static_cast<std::uint8_t*>(array.ArrayBuffer().Data());
  return {start == nullptr ? nullptr : start + array.ByteOffset(), array.ByteLength()};
}

std::vector<std::int64_t> sizesOf(Napi::Value value) {
  const Napi::Array array = readArray(value, "shape");
  std::vector<std::int64_t> sizes;
  sizes.reserve(array.Length());
  for (std::uint32_t i = 0; i < array.Length(); ++i) {
    const std::int64_t size = readInteger(array.Get(i), "shape");
    if (size < 0) throw ValueError("argument 'shape' must hold sizes of at least 0, got " + std::to_string(size));
    sizes.push_back(size);
  }
  return sizes;
}

/** fromTypedArray(data, dtype, shape): Tensor on the CPU; the bytes of `data` are copied. */
Napi::Value fromTypedArray(const Napi::CallbackInfo& info) {
  const TypedArray source = typedArrayOf(info[0], "data");
  const c10::ScalarType dtype = parseDtype(readString(info[1], "dtype"));
  const std::vector<std::int64_t> sizes = sizesOf(info[2]);
  std::size_t expected = c10::elementSize(dtype);
  for (const std::int64_t size : sizes) {
    if (size != 0 && expected > source.bytes / static_cast<std::size_t>(size) + 1) {
      expected = source.bytes + 1;
      break;
    }
    expected *= static_cast<std::size_t>(size);
  }
  if (expected != source.bytes) {
    throw ValueError("argument 'data' holds " + std::to_string(source.bytes / c10::elementSize(dtype)) +
                     " values of " + dtypeName(dtype) + ", which do not fill the shape given");
  }
  at::Tensor tensor = at::empty(sizes, at::TensorOptions().dtype(dtype));
  if (source.bytes > 0) std::memcpy(tensor.data_ptr(), source.data, source.bytes);
  return wrapTensor(info.Env(), std::move(tensor));
}

/** copyTo(tensor, target): copies the values, contiguous and on the CPU, into a typed array of exactly that size. */
Napi::Value copyTo(const Napi::CallbackInfo& info) {
  const at::Tensor values = unwrapTensor(info[0], "tensor").detach().to(at::kCPU).contiguous().resolve_conj().resolve_neg();
  const TypedArray target = typedArrayOf(info[1], "target");
  if (target.bytes != values.nbytes()) {
    throw ValueError("argument 'target' has " + std::to_string(target.bytes) + " bytes, the tensor " +
                     std::to_string(values.nbytes()));
  }
  if (target.bytes > 0) std::memcpy(target.data, values.data_ptr(), target.bytes);
  return info.Env().Undefined();
}

/** item(tensor): number, boolean, bigint or { re, im } */
Napi::Value item(const Napi::CallbackInfo& info) {
  napi_env env = info.Env();
  const at::Tensor& tensor = unwrapTensor(info[0], "tensor");
  if (tensor.numel() != 1) {
    throw ValueError("item() needs a tensor of one element, got " + describe(tensor) + "; use toTypedArray() for more");
  }
  return {env, writeValue(Environment::of(env), env, c10::IValue(tensor.item()))};
}

/** shape(tensor): number[] */
Napi::Value shape(const Napi::CallbackInfo& info) {
  const auto sizes = unwrapTensor(info[0], "tensor").sizes();
  Napi::Array result = Napi::Array::New(info.Env(), sizes.size());
  for (std::size_t i = 0; i < sizes.size(); ++i) {
    result.Set(static_cast<std::uint32_t>(i), Napi::Number::New(info.Env(), static_cast<double>(sizes[i])));
  }
  return result;
}

Napi::Value dtype(const Napi::CallbackInfo& info) {
  return Napi::String::New(info.Env(), dtypeName(unwrapTensor(info[0], "tensor").scalar_type()));
}

Napi::Value device(const Napi::CallbackInfo& info) {
  return Napi::String::New(info.Env(), unwrapTensor(info[0], "tensor").device().str());
}

Napi::Value layout(const Napi::CallbackInfo& info) {
  napi_env env = info.Env();
  const auto value = static_cast<std::int64_t>(unwrapTensor(info[0], "tensor").layout());
  return {env, writeValue(Environment::of(env), env, value, c10::LayoutType::get().get())};
}

/** isDisposed(object): whether a Tensor's memory was given back. */
Napi::Value isDisposed(const Napi::CallbackInfo& info) {
  napi_env env = info.Env();
  return Napi::Boolean::New(env, tensorHandleOf(Environment::of(env), env, info[0]) == nullptr);
}

/** dispose(tensor): frees it now; doing so twice is allowed. */
Napi::Value dispose(const Napi::CallbackInfo& info) {
  napi_env env = info.Env();
  Environment& environment = Environment::of(env);
  TensorHandle* handle = tensorHandleOf(environment, env, info[0]);
  if (handle != nullptr) {
    disposeHandle(environment, env, handle, info[0]);
  } else if (!environment.isTensorInstance(info[0])) {
    throw ArgumentError("argument 'tensor' must be a Tensor, got " + describe(environment, env, info[0]));
  }
  return info.Env().Undefined();
}

/** keep(tensor): takes it out of every scope. */
Napi::Value keep(const Napi::CallbackInfo& info) {
  napi_env env = info.Env();
  unwrapTensor(info[0], "tensor");
  Environment& environment = Environment::of(env);
  leaveScope(environment, tensorHandleOf(environment, env, info[0]));
  return info[0];
}

/** scopeOpen(): number, the depth to close. */
Napi::Value scopeOpen(const Napi::CallbackInfo& info) {
  auto& scopes = Environment::of(info.Env()).scopes;
  scopes.emplace_back();
  return Napi::Number::New(info.Env(), static_cast<double>(scopes.size()));
}

/** scopeClose(depth, kept): frees what was made since; `kept` tensors move to the scope around it. */
Napi::Value scopeClose(const Napi::CallbackInfo& info) {
  napi_env env = info.Env();
  Environment& environment = Environment::of(env);
  const std::int64_t depth = readInteger(info[0], "depth");
  const Napi::Array kept = readArray(info[1], "kept");
  if (depth < 1 || depth != static_cast<std::int64_t>(environment.scopes.size())) {
    throw ValueError("argument 'depth' must be the innermost open scope");
  }
  for (std::uint32_t i = 0; i < kept.Length(); ++i) {
    TensorHandle* handle = tensorHandleOf(environment, env, kept.Get(i));
    if (handle == nullptr || handle->scopeDepth != depth) continue;
    leaveScope(environment, handle);
    enterScope(environment, handle, static_cast<std::size_t>(depth) - 1);
  }
  const Scope scope = std::move(environment.scopes.back());
  environment.scopes.pop_back();
  for (TensorHandle* handle : scope) {
    if (handle == nullptr) continue;
    handle->scopeDepth = 0;
    disposeUnreferenced(environment, env, handle);
  }
  return info.Env().Undefined();
}

/** memory(): { tensors, bytes } of this environment. */
Napi::Value memory(const Napi::CallbackInfo& info) {
  const TensorPool& pool = Environment::of(info.Env()).tensors;
  Napi::Object result = Napi::Object::New(info.Env());
  result.Set("tensors", static_cast<double>(pool.liveCount()));
  result.Set("bytes", static_cast<double>(pool.liveBytes()));
  return result;
}

/** setData(tensor, data): gives `tensor` the storage, dtype and shape of `data`, like `param.data = data`. */
Napi::Value setData(const Napi::CallbackInfo& info) {
  unwrapTensor(info[0], "tensor").set_data(unwrapTensor(info[1], "data"));
  return info.Env().Undefined();
}

}  // namespace

napi_value wrapTensor(Environment& environment, napi_env env, at::Tensor tensor) {
  napi_value object = nullptr;
  if (!tensor.defined()) {
    check(env, napi_get_null(env, &object));
    return object;
  }
  object = environment.createTensorObject();
  const std::int64_t bytes = bytesToReport(tensor);
  TensorHandle* handle = environment.tensors.acquire(std::move(tensor));
  handle->reportedBytes = bytes;
  const napi_status status = napi_wrap(env, object, handle, finalizeTensor, &environment, &handle->object);
  if (status != napi_ok) {
    environment.tensors.release(handle);
    check(env, status);
  }
  enterScope(environment, handle, environment.scopes.size());
  if (handle->reportedBytes != 0) environment.adjustExternalMemory(handle->reportedBytes);
  return object;
}

Napi::Value wrapTensor(Napi::Env env, at::Tensor tensor) {
  return {env, wrapTensor(Environment::of(env), env, std::move(tensor))};
}

TensorHandle* tensorHandleOf(Environment& environment, napi_env env, napi_value value) noexcept {
  void* pointer = nullptr;
  if (napi_unwrap(env, value, &pointer) != napi_ok || !environment.tensors.owns(pointer)) return nullptr;
  return static_cast<TensorHandle*>(pointer);
}

at::Tensor& unwrapTensor(Napi::Value value, const char* argument) {
  napi_env env = value.Env();
  Environment& environment = Environment::of(env);
  TensorHandle* handle = tensorHandleOf(environment, env, value);
  if (handle == nullptr) {
    throw ArgumentError(std::string("argument '") + argument + "' must be a Tensor, got " +
                        describe(environment, env, value));
  }
  return handle->tensor;
}

std::vector<at::Tensor> unwrapTensors(Napi::Value value, const char* argument, bool allowNull) {
  const Napi::Array array = readArray(value, argument);
  std::vector<at::Tensor> tensors;
  tensors.reserve(array.Length());
  for (std::uint32_t i = 0; i < array.Length(); ++i) {
    const Napi::Value element = array.Get(i);
    if (allowNull && (element.IsNull() || element.IsUndefined())) {
      tensors.emplace_back();
    } else {
      const std::string name = std::string(argument) + "[" + std::to_string(i) + "]";
      tensors.push_back(unwrapTensor(element, name.c_str()));
    }
  }
  return tensors;
}

Napi::Value wrapTensors(Napi::Env env, const std::vector<at::Tensor>& tensors) {
  Napi::Array array = Napi::Array::New(env, tensors.size());
  for (std::size_t i = 0; i < tensors.size(); ++i) {
    array.Set(static_cast<std::uint32_t>(i), wrapTensor(env, tensors[i]));
  }
  return array;
}

void initTensor(Napi::Object exports) {
  define<fromTypedArray>(exports, "fromTypedArray");
  define<copyTo>(exports, "copyTo");
  define<item>(exports, "item");
  define<shape>(exports, "shape");
  define<dtype>(exports, "dtype");
  define<device>(exports, "device");
  define<layout>(exports, "layout");
  define<isDisposed>(exports, "isDisposed");
  define<dispose>(exports, "dispose");
  define<keep>(exports, "keep");
  define<scopeOpen>(exports, "scopeOpen");
  define<scopeClose>(exports, "scopeClose");
  define<memory>(exports, "memory");
  define<setData>(exports, "setData");
}

}  // namespace tadpole
