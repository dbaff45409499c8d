// Zip archives in the format of Python's torch.save, written with libtorch's own writer.
#include "archive.h"

#include <ATen/ATen.h>
#include <caffe2/serialize/inline_container.h>
#include <fcntl.h>

#include <cstddef>
#include <cstdint>
#include <exception>
#include <memory>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "arguments.h"
#include "async.h"
#include "file.h"
#include "tensor.h"

namespace tadpole {

namespace {

using Payload = std::variant<std::vector<std::uint8_t>, at::Tensor>;

struct Archiving {
  std::string path;
  std::vector<std::pair<std::string, Payload>> records;

  void run() const {
    const File file(path, O_WRONLY | O_CREAT | O_TRUNC);
    std::exception_ptr failure;
    // The writer is C code and calls this callback, so no exception may leave it.
    caffe2::serialize::PyTorchStreamWriter writer([&](const void* bytes, std::size_t count) -> std::size_t {
      if (failure)
        return 0;
      try {
        file.write(static_cast<const std::uint8_t*>(bytes), count);
        return count;
      } catch (...) {
        failure = std::current_exception();
        return 0;
      }
    });
    try {
      for (const auto& [name, payload] : records)
        writeRecord(writer, name, payload);
      writer.writeEndOfFile();
    } catch (...) {
      finish(writer);
      if (failure)
        std::rethrow_exception(failure);
      throw;
    }
  }

 private:
  /** Copies at most one tensor at a time to the CPU in row-major order. */
  static void writeRecord(caffe2::serialize::PyTorchStreamWriter& writer, const std::string& name,
                          const Payload& payload) {
    if (const auto* bytes = std::get_if<std::vector<std::uint8_t>>(&payload)) {
      writer.writeRecord(name, bytes->data(), bytes->size());
      return;
    }
    const at::Tensor values = hostValues(std::get<at::Tensor>(payload));
    writer.writeRecord(name, values.nbytes() > 0 ? values.const_data_ptr() : "", values.nbytes());
  }

  /**
   * Finishes an archive after an error; otherwise the writer's destructor would, and an exception there ends
   * the process.
   */
  static void finish(caffe2::serialize::PyTorchStreamWriter& writer) {
    try {
      if (!writer.finalized())
        writer.writeEndOfFile();
    } catch (const std::exception&) {
      return;
    }
  }
};

Archiving readArchiving(const Napi::CallbackInfo& info) {
  Archiving archiving;
  archiving.path = readString(info[0], "path");
  const Napi::Array names = readArray(info[1], "names");
  const Napi::Array payloads = readArray(info[2], "payloads");
  for (std::uint32_t i = 0; i < names.Length(); ++i) {
    const Napi::Value value = payloads.Get(i);
    Payload payload;
    if (value.IsTypedArray()) {
      const Napi::Uint8Array bytes = readBytes(value, "payloads");
      payload = std::vector<std::uint8_t>(bytes.Data(), bytes.Data() + bytes.ElementLength());
    } else {
      at::Tensor tensor = unwrapTensor(value, "payloads");
      requireDense(tensor);
      payload = std::move(tensor);
    }
    archiving.records.emplace_back(readString(names.Get(i), "names"), std::move(payload));
  }
  return archiving;
}

/** writeArchive(path, names, payloads): a zip of records, each a Uint8Array or the bytes of a tensor. */
Napi::Value writeArchive(const Napi::CallbackInfo& info) {
  readArchiving(info).run();
  return info.Env().Undefined();
}

/** writeArchiveAsync(path, names, payloads): the same, as a promise. */
Napi::Value writeArchiveAsync(const Napi::CallbackInfo& info) {
  auto archiving = std::make_shared<const Archiving>(readArchiving(info));
  return runAsync(
      info.Env(), [archiving] { archiving->run(); },
      [](Napi::Env env) -> napi_value { return env.Undefined(); });
}

}  // namespace

void initArchive(Napi::Object exports) {
  define<writeArchive>(exports, "writeArchive");
  define<writeArchiveAsync>(exports, "writeArchiveAsync");
}

}  // namespace tadpole
