// The NCCL backend of a process group, compiled if libtorch is a CUDA build and NCCL's headers are present.
#include "process_group.h"

#ifdef USE_C10D_NCCL
#include <ATen/Context.h>

#include <torch/csrc/distributed/c10d/PrefixStore.hpp>
#include <torch/csrc/distributed/c10d/ProcessGroupNCCL.hpp>
#endif

namespace tadpole {

#ifdef USE_C10D_NCCL
bool hasNccl() {
  return true;
}

c10::intrusive_ptr<c10d::Backend> ncclBackend(const GroupPlace& place) {
  // NCCL accepts one rank per GPU; when ranks share a GPU, or there is none, Gloo transfers the values of GPU
  // tensors.
  const int devices =
      at::hasCUDA() ? at::globalContext().getAcceleratorHooksInterface(at::kCUDA).deviceCount() : 0;
  if (devices < place.size)
    return {};
  auto options = c10d::ProcessGroupNCCL::Options::create();
  options->timeout = place.timeout;
  const auto store = c10::make_intrusive<c10d::PrefixStore>("nccl", place.store);
  return c10::make_intrusive<c10d::ProcessGroupNCCL>(store, place.rank, place.size, std::move(options));
}
#else
bool hasNccl() {
  return false;
}

c10::intrusive_ptr<c10d::Backend> ncclBackend(const GroupPlace&) {
  return {};
}
#endif

}  // namespace tadpole
