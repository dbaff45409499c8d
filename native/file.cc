// Reading and writing of open files, and the bytes of tensors.
#include "file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <stdexcept>
#include <utility>

#include "errors.h"

namespace tadpole {

namespace {

constexpr std::size_t kMostAtOnce = std::size_t{1} << 30U;

}  // namespace

File::File(std::string path, int flags)
    : path_(std::move(path)), descriptor_(open(path_.c_str(), flags | O_CLOEXEC, 0666)) {
  if (descriptor_ < 0)
    throwSystemError(path_);
}

File::~File() {
  close(descriptor_);
}

std::uint64_t File::size() const {
  struct stat status{};
  if (fstat(descriptor_, &status) != 0)
    throwSystemError(path_);
  return static_cast<std::uint64_t>(status.st_size);
}

void File::read(std::uint64_t offset, std::uint8_t* target, std::size_t count) const {
  while (count > 0) {
    const ssize_t got = pread(descriptor_, target, std::min(count, kMostAtOnce), static_cast<off_t>(offset));
    if (got < 0 && errno == EINTR)
      continue;
    if (got < 0)
      throwSystemError(path_);
    if (got == 0)
      throw std::runtime_error(path_ + " became shorter while it was read");
    offset += static_cast<std::uint64_t>(got);
    target += got;
    count -= static_cast<std::size_t>(got);
  }
}

void File::write(const std::uint8_t* source, std::size_t count) const {
  while (count > 0) {
    const ssize_t put = ::write(descriptor_, source, std::min(count, kMostAtOnce));
    if (put < 0 && errno == EINTR)
      continue;
    if (put < 0)
      throwSystemError(path_);
    source += put;
    count -= static_cast<std::size_t>(put);
  }
}

Napi::Uint8Array readBytes(Napi::Value value, const char* argument) {
  if (!value.IsTypedArray() || value.As<Napi::TypedArray>().TypedArrayType() != napi_uint8_array) {
    throw ArgumentError(std::string("argument '") + argument + "' must be a Uint8Array");
  }
  return value.As<Napi::Uint8Array>();
}

void requireDense(const at::Tensor& tensor) {
  if (tensor.layout() == c10::kStrided && !tensor.is_quantized())
    return;
  throw ValueError(
      "only dense tensors can be written, got a sparse or quantized one; use toDense() or dequantize()");
}

at::Tensor hostValues(const at::Tensor& tensor) {
  return tensor.detach().to(at::kCPU).contiguous().resolve_conj().resolve_neg();
}

}  // namespace tadpole
