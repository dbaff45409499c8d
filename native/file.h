// An open file, and what tensors are to it.
#pragma once

#include <ATen/ATen.h>
#include <napi.h>

#include <cstddef>
#include <cstdint>
#include <string>

namespace tadpole {

/** An open file that closes itself. Errors are those of the system, with the path. */
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

/** The bytes of a Uint8Array. @throws ArgumentError for anything else */
Napi::Uint8Array readBytes(Napi::Value value, const char* argument);

/** @throws ValueError for a tensor whose values do not lie in one block. */
void requireDense(const at::Tensor& tensor);

/** The values of a tensor in row-major order, on the CPU; the tensor itself where it is so already. */
at::Tensor hostValues(const at::Tensor& tensor);

}  // namespace tadpole
