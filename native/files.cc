// Tensors in files without a second copy in memory: regions of a file become storages, storages become bytes.
#include "files.h"

#include <ATen/ATen.h>
#include <ATen/TracerMode.h>
#include <fcntl.h>

#include <algorithm>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "arguments.h"
#include "async.h"
#include "crc32.h"
#include "errors.h"
#include "file.h"
#include "names.h"
#include "tensor.h"
#include "tracing.h"

namespace tadpole {

namespace {

std::uint64_t readUnsigned(Napi::Value value, const char* argument) {
  const std::int64_t number = readInteger(value, argument);
  if (number < 0)
    throw ValueError(std::string("argument '") + argument + "' must not be negative");
  return static_cast<std::uint64_t>(number);
}

std::vector<std::int64_t> readSizes(Napi::Value value, const char* argument) {
  const Napi::Array array = readArray(value, argument);
  std::vector<std::int64_t> sizes;
  for (std::uint32_t i = 0; i < array.Length(); ++i) {
    sizes.push_back(static_cast<std::int64_t>(readUnsigned(array.Get(i), argument)));
  }
  return sizes;
}

at::Tensor readStorage(const File& file, std::uint64_t fileSize, Napi::Object region) {
  const std::uint64_t offset = readUnsigned(region.Get("offset"), "offset");
  const std::uint64_t bytes = readUnsigned(region.Get("bytes"), "bytes");
  if (bytes > fileSize || offset > fileSize - bytes) {
    throw ValueError("bytes " + std::to_string(offset) + " to " + std::to_string(offset + bytes) +
                     " lie outside of the file, which has " + std::to_string(fileSize));
  }
  const at::tracer::impl::NoTracerDispatchMode unseen;
  at::Tensor storage = at::empty({static_cast<std::int64_t>(bytes)}, at::kByte);
  auto* data = storage.mutable_data_ptr<std::uint8_t>();
  file.read(offset, data, bytes);
  const Napi::Value expected = region.Get("crc32");
  if (!expected.IsNull() && !expected.IsUndefined() &&
      crc32(data, bytes) != readUnsigned(expected, "crc32")) {
    throw ValueError("the checksum of the bytes from " + std::to_string(offset) +
                     " does not match: the file is damaged");
  }
  return storage;
}

/** The number of storage elements that a strided view spans; empty when the numbers overflow. */
std::optional<std::uint64_t> reach(std::uint64_t offset, const std::vector<std::int64_t>& sizes,
                                   const std::vector<std::int64_t>& strides) {
  std::int64_t elements = 1;
  for (const std::int64_t size : sizes) {
    if (__builtin_mul_overflow(elements, size, &elements))
      return std::nullopt;
  }
  if (elements == 0)
    return 0;
  std::uint64_t last = offset;
  for (std::size_t dim = 0; dim < sizes.size(); ++dim) {
    std::uint64_t step = 0;
    if (__builtin_mul_overflow(static_cast<std::uint64_t>(sizes[dim] - 1),
                               static_cast<std::uint64_t>(strides[dim]), &step) ||
        __builtin_add_overflow(last, step, &last)) {
      return std::nullopt;
    }
  }
  if (last == std::numeric_limits<std::uint64_t>::max())
    return std::nullopt;
  return last + 1;
}

bool isMarked(Napi::Object view, const char* bit) {
  const Napi::Value value = view.Get(bit);
  return !value.IsUndefined() && readBoolean(value, bit);
}

at::Tensor readView(const std::vector<at::Tensor>& storages, Napi::Object view) {
  const std::uint64_t index = readUnsigned(view.Get("storage"), "storage");
  if (index >= storages.size())
    throw ValueError("argument 'storage' names no storage");
  const at::Tensor& storage = storages[index];
  const c10::ScalarType dtype = parseDtype(readString(view.Get("dtype"), "dtype"));
  const std::vector<std::int64_t> sizes = readSizes(view.Get("shape"), "shape");
  const bool contiguous = view.Get("strides").IsUndefined();
  std::vector<std::int64_t> strides(sizes.size(), 1);
  if (contiguous) {
    for (std::size_t dim = sizes.size(); dim-- > 1;) {
      if (__builtin_mul_overflow(strides[dim], std::max<std::int64_t>(sizes[dim], 1), &strides[dim - 1])) {
        throw ValueError("argument 'shape' is larger than any tensor");
      }
    }
  } else {
    strides = readSizes(view.Get("strides"), "strides");
    if (strides.size() != sizes.size())
      throw ValueError("arguments 'shape' and 'strides' must be of one length");
  }
  const std::uint64_t offset = contiguous ? 0 : readUnsigned(view.Get("storageOffset"), "storageOffset");
  const std::uint64_t available = storage.nbytes() / c10::elementSize(dtype);
  const std::optional<std::uint64_t> needed = reach(offset, sizes, strides);
  if (!needed || *needed > available || (*needed == 0 && offset > available)) {
    throw ValueError("a tensor of shape " + c10::str(at::IntArrayRef(sizes)) +
                     " reaches beyond its storage of " + std::to_string(available) + " values");
  }
  at::Tensor tensor = at::empty({0}, at::TensorOptions().dtype(dtype));
  tensor.set_(storage.storage(), static_cast<std::int64_t>(offset), sizes, strides);
  tensor._set_conj(isMarked(view, "conj"));
  tensor._set_neg(isMarked(view, "neg"));
  return tensor;
}

/**
 * readTensors(path, storages: { offset, bytes, crc32? }[], views: { storage, dtype, shape, strides?,
 * storageOffset?, conj?, neg? }[]): Tensor[] on the CPU; views of one storage share its memory.
 */
Napi::Value readTensors(const Napi::CallbackInfo& info) {
  const File file(readString(info[0], "path"), O_RDONLY);
  const std::uint64_t fileSize = file.size();
  const Napi::Array regions = readArray(info[1], "storages");
  const Napi::Array views = readArray(info[2], "views");
  std::vector<at::Tensor> storages;
  for (std::uint32_t i = 0; i < regions.Length(); ++i) {
    storages.push_back(readStorage(file, fileSize, readObject(regions.Get(i), "storages")));
  }
  std::vector<at::Tensor> tensors;
  for (std::uint32_t i = 0; i < views.Length(); ++i) {
    tensors.push_back(fromHost([&] { return readView(storages, readObject(views.Get(i), "views")); }));
  }
  storages.clear();
  return wrapTensors(info.Env(), tensors);
}

struct Writing {
  std::string path;
  std::vector<std::uint8_t> head;
  std::vector<at::Tensor> tensors;

  /** Copies at most one tensor at a time to the CPU in row-major order. */
  void run() const {
    const File file(path, O_WRONLY | O_CREAT | O_TRUNC);
    file.write(head.data(), head.size());
    for (const at::Tensor& tensor : tensors) {
      const at::Tensor values = hostValues(tensor);
      if (values.nbytes() > 0)
        file.write(static_cast<const std::uint8_t*>(values.const_data_ptr()), values.nbytes());
    }
  }
};

Writing readWriting(const Napi::CallbackInfo& info) {
  Writing writing;
  writing.path = readString(info[0], "path");
  const Napi::Uint8Array head = readBytes(info[1], "head");
  writing.head.assign(head.Data(), head.Data() + head.ElementLength());
  writing.tensors = unwrapTensors(info[2], "tensors");
  for (const at::Tensor& tensor : writing.tensors)
    requireDense(tensor);
  return writing;
}

/**
 * writeTensors(path, head, tensors): a file of `head`, followed by each tensor's bytes in row-major order.
 */
Napi::Value writeTensors(const Napi::CallbackInfo& info) {
  readWriting(info).run();
  return info.Env().Undefined();
}

/** writeTensorsAsync(path, head, tensors): the same, as a promise. */
Napi::Value writeTensorsAsync(const Napi::CallbackInfo& info) {
  auto writing = std::make_shared<const Writing>(readWriting(info));
  return runAsync(
      info.Env(), [writing] { writing->run(); }, [](Napi::Env env) -> napi_value { return env.Undefined(); });
}

/** crc32(bytes, start): the zip checksum of `bytes`; `start` is the checksum of the bytes before them. */
Napi::Value crc32Of(const Napi::CallbackInfo& info) {
  const Napi::Uint8Array bytes = readBytes(info[0], "bytes");
  const auto start = static_cast<std::uint32_t>(readUnsigned(info[1], "start"));
  return Napi::Number::New(info.Env(), crc32(bytes.Data(), bytes.ElementLength(), start));
}

}  // namespace

void initFiles(Napi::Object exports) {
  define<readTensors>(exports, "readTensors");
  define<writeTensors>(exports, "writeTensors");
  define<writeTensorsAsync>(exports, "writeTensorsAsync");
  define<crc32Of>(exports, "crc32");
}

}  // namespace tadpole
