// Wrapping, unwrapping and freeing of tensors; data in and out; properties.
#include "tensor.h"

#include <ATen/ATen.h>

#include <cstring>
#include <utility>

#include "arguments.h"
#include "errors.h"
#include "js_value.h"
#include "names.h"
#include "tracing.h"
#include "value.h"

namespace tadpole {

namespace {

/** Bytes that this handle is answerable for: its storage when no other tensor shares it yet, else nothing. */
std::int64_t bytesToReport(const at::Tensor& tensor) {
  if (!tensor.has_storage())
    return 0;
  const auto& storage = tensor.storage();
  return storage.use_count() > 1 ? 0 : static_cast<std::int64_t>(storage.nbytes());
}

/** The handle behind `box`, the value of a Tensor's handle property; nullptr for anything else. */
TensorHandle* handleIn(Environment& environment, napi_env env, napi_value box) noexcept {
  void* pointer = nullptr;
  if (napi_get_value_external(env, box, &pointer) != napi_ok || !environment.tensors.owns(pointer))
    return nullptr;
  return static_cast<TensorHandle*>(pointer);
}

/** newHandle(): an unused handle; a Tensor holds one while it lives and gives it back to be used again. */
Napi::Value newHandle(const Napi::CallbackInfo& info) {
  napi_env env = info.Env();
  Environment& environment = Environment::of(env);
  TensorHandle* handle = environment.tensors.acquire();
  const auto finalize = [](napi_env, void* data, void* hint) {
    static_cast<Environment*>(hint)->finalizeHandle(static_cast<TensorHandle*>(data));
  };
  napi_value box = nullptr;
  const napi_status status = napi_create_external(env, handle, finalize, &environment, &box);
  if (status != napi_ok) {
    environment.tensors.release(handle);
    check(env, status);
  }
  return {env, box};
}

/** releaseHandle(handle): frees the tensor now. Plain Node-API, since programs call it as often as operators.
 */
napi_value releaseHandle(napi_env env, napi_callback_info info) {
  return guard(env, [&]() -> napi_value {
    napi_value box = nullptr;
    std::size_t count = 1;
    check(env, napi_get_cb_info(env, info, &count, &box, nullptr, nullptr));
    Environment& environment = Environment::of(env);
    TensorHandle* handle = handleIn(environment, env, box);
    if (handle == nullptr)
      throw ArgumentError("releaseHandle takes the handle of a Tensor");
    handle->tensor.reset();
    if (handle->reportedBytes != 0) {
      environment.adjustExternalMemory(-handle->reportedBytes);
      handle->reportedBytes = 0;
    }
    return nullptr;
  });
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
  const std::uint32_t length = lengthOf(array.Env(), array);
  sizes.reserve(length);
  for (std::uint32_t i = 0; i < length; ++i) {
    const std::int64_t size = readInteger(array.Get(i), "shape");
    if (size < 0)
      throw ValueError("argument 'shape' must hold sizes of at least 0, got " + std::to_string(size));
    sizes.push_back(size);
  }
  return sizes;
}

/** fromTypedArray(data, dtype, shape): Tensor on the CPU; the bytes of `data` are copied. */
Napi::Value fromTypedArray(const Napi::CallbackInfo& info) {
  const c10::ScalarType dtype = parseDtype(readString(info[1], "dtype"));
  const std::vector<std::int64_t> sizes = sizesOf(info[2]);
  // Last, since a getter in `shape` may shrink or detach the buffer.
  const TypedArray source = typedArrayOf(info[0], "data");
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
  return wrapTensor(info.Env(), fromHost([&] {
                      at::Tensor tensor = at::empty(sizes, at::TensorOptions().dtype(dtype));
                      if (source.bytes > 0)
                        std::memcpy(tensor.data_ptr(), source.data, source.bytes);
                      return tensor;
                    }));
}

/** copyTo(tensor, target): copies the values, contiguous and on the CPU, into a typed array of exactly that
 * size. */
Napi::Value copyTo(const Napi::CallbackInfo& info) {
  const at::Tensor& tensor = unwrapTensor(info[0], "tensor");
  noteHostRead(tensor);
  const at::Tensor values = tensor.detach().to(at::kCPU).contiguous().resolve_conj().resolve_neg();
  const TypedArray target = typedArrayOf(info[1], "target");
  if (target.bytes != values.nbytes()) {
    throw ValueError("argument 'target' has " + std::to_string(target.bytes) + " bytes, the tensor " +
                     std::to_string(values.nbytes()));
  }
  if (target.bytes > 0)
    std::memcpy(target.data, values.data_ptr(), target.bytes);
  return info.Env().Undefined();
}

/** item(tensor): number, boolean, bigint or { re, im } */
Napi::Value item(const Napi::CallbackInfo& info) {
  napi_env env = info.Env();
  const at::Tensor& tensor = unwrapTensor(info[0], "tensor");
  if (tensor.numel() != 1) {
    throw ValueError("item() needs a tensor of one element, got " + describe(tensor) +
                     "; use toTypedArray() for more");
  }
  noteHostRead(tensor);
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

/** memory(): { tensors, bytes } of this environment. */
Napi::Value memory(const Napi::CallbackInfo& info) {
  const TensorPool::Usage usage = Environment::of(info.Env()).tensors.usage();
  Napi::Object result = Napi::Object::New(info.Env());
  result.Set("tensors", static_cast<double>(usage.tensors));
  result.Set("bytes", static_cast<double>(usage.bytes));
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
  napi_value box = nullptr;
  check(env, napi_get_property(env, object, environment.handleKey(), &box));
  TensorHandle* handle = handleIn(environment, env, box);
  if (handle == nullptr || handle->tensor.defined())
    throw std::runtime_error("createTensor gave a handle in use");
  handle->reportedBytes = bytesToReport(tensor);
  handle->tensor = std::move(tensor);
  if (handle->reportedBytes != 0)
    environment.adjustExternalMemory(handle->reportedBytes);
  return object;
}

Napi::Value wrapTensor(Napi::Env env, at::Tensor tensor) {
  return {env, wrapTensor(Environment::of(env), env, std::move(tensor))};
}

TensorHandle* tensorHandleOf(Environment& environment, napi_env env, napi_value value) {
  napi_value box = nullptr;
  const napi_status status = napi_get_property(env, value, environment.handleKey(), &box);
  if (status == napi_pending_exception)
    throw Napi::Error::New(env);
  if (status != napi_ok)
    return nullptr;
  TensorHandle* handle = handleIn(environment, env, box);
  return handle != nullptr && handle->tensor.defined() ? handle : nullptr;
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
  const std::uint32_t length = lengthOf(array.Env(), array);
  tensors.reserve(length);
  for (std::uint32_t i = 0; i < length; ++i) {
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
  Napi::Array array(env, newArray(env, tensors.size()));
  for (std::size_t i = 0; i < tensors.size(); ++i) {
    array.Set(static_cast<std::uint32_t>(i), wrapTensor(env, tensors[i]));
  }
  return array;
}

void initTensor(Napi::Object exports) {
  define<newHandle>(exports, "newHandle");
  napi_value release = nullptr;
  check(exports.Env(), napi_create_function(exports.Env(), "releaseHandle", NAPI_AUTO_LENGTH, releaseHandle,
                                            nullptr, &release));
  exports.Set("releaseHandle", release);
  define<fromTypedArray>(exports, "fromTypedArray");
  define<copyTo>(exports, "copyTo");
  define<item>(exports, "item");
  define<shape>(exports, "shape");
  define<dtype>(exports, "dtype");
  define<device>(exports, "device");
  define<layout>(exports, "layout");
  define<memory>(exports, "memory");
  define<setData>(exports, "setData");
}

}  // namespace tadpole
