// Open files, and conversions between tensors and the bytes in them.
#pragma once

#include <ATen/ATen.h>
#include <napi.h>

#include <cstddef>
#include <cstdint>
#include <string>

namespace tadpole {

/** An open file that closes itself. Errors are the system's, with the path. */
class File {
 public:
  /** @param flags of open(2) */
  File(std::string path, int flags);
  ~File();
  File(const File&) = delete;
  File& operator=(const File&) = delete;

  std::uint64_t size() const;
  void read(std::uint64_t offset, std::uint8_t* target, std::size_t count) const;
  void write(const std::uint8_t* source, std::size_t count) const;

 private:
  std::string path_;
  int descriptor_;
};

/** The bytes of a Uint8Array. @throws ArgumentError for any other value */
Napi::Uint8Array readBytes(Napi::Value value, const char* argument);

/** @throws ValueError for a tensor whose values do not lie in a single block of memory */
void requireDense(const at::Tensor& tensor);

/** The values of a tensor on the CPU in row-major order; the tensor itself when it already is so. */
at::Tensor hostValues(const at::Tensor& tensor);

}  // namespace tadpole
