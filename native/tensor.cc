// Tensors: wrapping, unwrapping and freeing, data in and out, properties.
#include "tensor.h"

#include <ATen/ATen.h>

#include <algorithm>
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

/**
 * newHandle(): the box of an unused handle, whose slot is the newest on the board. A Tensor holds the box
 * while it is alive and then gives it back for reuse; the handle is freed when the box is collected.
 */
Napi::Value newHandle(const Napi::CallbackInfo& info) {
  napi_env env = info.Env();
  Environment& environment = Environment::of(env);
  const auto finalize = [](napi_env, void* data, void* hint) noexcept {
    static_cast<Environment*>(hint)->finalizeHandle(static_cast<TensorHandle*>(data));
  };
  napi_value box = nullptr;
  check(env, napi_create_object(env, &box));
  TensorHandle* handle = environment.tensors.acquire();
  const napi_status status = napi_add_finalizer(env, box, handle, finalize, &environment, &handle->box);
  if (status != napi_ok) {
    environment.tensors.release(handle);
    check(env, status);
  }
  environment.slots.setNewest(handle->slot);
  return {env, box};
}

/**
 * releaseHandle(slot): frees the tensor immediately. Plain Node-API, because it is called as often as
 * operators are.
 */
napi_value releaseHandle(napi_env env, napi_callback_info info) {
  return guard(env, [&]() -> napi_value {
    napi_value number = nullptr;
    std::size_t count = 1;
    std::int32_t slot = kNoTensor;
    check(env, napi_get_cb_info(env, info, &count, &number, nullptr, nullptr));
    Environment& environment = Environment::of(env);
    TensorHandle* handle =
        napi_get_value_int32(env, number, &slot) == napi_ok ? environment.tensors.at(slot) : nullptr;
    if (handle == nullptr)
      throw ArgumentError("releaseHandle takes the slot of a handle in use");
    environment.empty(handle);
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
  for (std::uint32_t i = 0; i < length; ++i) {
    const std::int64_t size = readInteger(array.Get(i), "shape");
    if (size < 0)
      throw ValueError("argument 'shape' must hold sizes of at least 0, got " + std::to_string(size));
    sizes.push_back(size);
  }
  return sizes;
}

/** fromTypedArray(data, dtype, shape): a Tensor on the CPU with a copy of the bytes of `data`. */
Napi::Value fromTypedArray(const Napi::CallbackInfo& info) {
  const c10::ScalarType dtype = parseDtype(readString(info[1], "dtype"));
  const std::vector<std::int64_t> sizes = sizesOf(info[2]);
  // Read last, because a getter in `shape` may shrink or detach the buffer.
  const TypedArray source = typedArrayOf(info[0], "data");
  const std::size_t values = source.bytes / c10::elementSize(dtype);
  std::size_t expected = std::find(sizes.begin(), sizes.end(), 0) == sizes.end() ? 1 : 0;
  bool tooMany = false;
  for (const std::int64_t size : sizes)
    tooMany = __builtin_mul_overflow(expected, static_cast<std::size_t>(size), &expected) || tooMany;
  if (tooMany || expected != values || values * c10::elementSize(dtype) != source.bytes) {
    throw ValueError("argument 'data' holds " + std::to_string(values) + " values of " + dtypeName(dtype) +
                     ", which do not fill the shape " + c10::str(at::IntArrayRef(sizes)));
  }
  return wrapTensor(info.Env(), fromHost([&] {
                      at::Tensor tensor = at::empty(sizes, at::TensorOptions().dtype(dtype));
                      if (source.bytes > 0)
                        std::memcpy(tensor.data_ptr(), source.data, source.bytes);
                      return tensor;
                    }));
}

/** copyTo(tensor, target): copies the values in row-major order into a typed array of exactly that size. */
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
  if (tensor.is_meta())
    throw ArgumentError("a tensor on the device meta has no values");
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

/**
 * setData(tensor, data): gives `tensor` the storage, dtype and shape of `data`, as `param.data = data` in
 * Python.
 */
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
  TensorHandle* handle = environment.tensors.at(environment.slots.newest());
  if (handle == nullptr || handle->tensor.defined())
    throw std::runtime_error("createTensor gave a handle in use");
  environment.fill(handle, std::move(tensor));
  return object;
}

Napi::Value wrapTensor(Napi::Env env, at::Tensor tensor) {
  return {env, wrapTensor(Environment::of(env), env, std::move(tensor))};
}

TensorHandle* tensorHandleOf(Environment& environment, napi_env env, napi_value value) {
  napi_valuetype type = napi_undefined;
  check(env, napi_typeof(env, value, &type));
  if (type != napi_object)
    return nullptr;
  TensorHandle* handle = environment.tensors.at(environment.slotOf(value));
  return handle != nullptr && handle->tensor.defined() ? handle : nullptr;
}

at::Tensor& unwrapTensor(Napi::Value value, const char* argument) {
  napi_env env = value.Env();
  Environment& environment = Environment::of(env);
  TensorHandle* handle = value.IsObject() ? tensorHandleOf(environment, env, value) : nullptr;
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
  for (std::uint32_t i = 0; i < length; ++i) {
    const Napi::Value element = array.Get(i);
    if (allowNull && element.IsNull()) {
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
