// Process groups: libtorch's c10d with Gloo for CPU tensors and, if compiled in, NCCL for GPU tensors.
#pragma once

#include <ATen/core/Tensor.h>
#include <torch/custom_class.h>

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <torch/csrc/distributed/c10d/Backend.hpp>
#include <torch/csrc/distributed/c10d/Store.hpp>
#include <torch/csrc/distributed/c10d/Work.hpp>
#include <vector>

namespace tadpole {

enum class Reduction : std::uint8_t { kSum, kMax, kMin };

/** How the processes of a group find each other, and their ranks. */
struct GroupPlace {
  c10::intrusive_ptr<c10d::Store> store;
  int rank = 0;
  int size = 1;
  /** Whether all are on this machine: they then use its loopback device. */
  bool local = false;
  std::chrono::milliseconds timeout{0};
};

/** A sum over the ranks that is on its way. */
struct PendingReduction {
  c10::intrusive_ptr<c10d::Work> work;
  std::chrono::steady_clock::time_point begun;
};

/**
 * A process group. Every rank has to call the same functions in the same order. Each call waits for the other
 * ranks, and throws an error that says so when one of them has gone or does not answer within the time-out.
 * Results are equal on all ranks, bit for bit.
 */
class ProcessGroup : public torch::CustomClassHolder {
 public:
  /** Connects all ranks; waits for them. */
  explicit ProcessGroup(GroupPlace place);

  int rank() const { return place_.rank; }
  int size() const { return place_.size; }
  /** `gloo`, or `gloo and nccl`. */
  std::string backends() const;

  /** Replaces the values by their reduction over all ranks. */
  void allReduce(at::Tensor& tensor, Reduction reduction);
  /** Replaces the values by those of rank `root`. */
  void broadcast(at::Tensor& tensor, int root);
  /** The tensors of all ranks, which must have the same shape. */
  std::vector<at::Tensor> allGather(const at::Tensor& tensor);

  /** Whether `startSum` can take such a tensor. */
  bool canStartSum(const at::Tensor& tensor) const { return tensor.is_cpu() || (tensor.is_cuda() && nccl_); }
  /**
   * Begins to replace the values of a contiguous tensor by their sum over all ranks. Other calls may come
   * between this one and `finishSum`, in another order on each rank; these sums among themselves may not.
   * With NCCL, all calls must have one order.
   */
  PendingReduction startSum(at::Tensor& tensor);
  /** Waits for the sum; of a tensor of a GPU, lets what the current stream does next wait for it. */
  void finishSum(const PendingReduction& pending);

 private:
  /** Makes the connections of `startSum`, at its first call: small networks do without. */
  void connectBackground();
  /** NCCL for a tensor on a GPU if available, otherwise Gloo. */
  c10d::Backend& backendFor(const at::Tensor& tensor);

  GroupPlace place_;
  c10::intrusive_ptr<c10d::Backend> gloo_;
  /** Of `startSum`: Gloo matches operations by their order. */
  c10::intrusive_ptr<c10d::Backend> background_;
  c10::intrusive_ptr<c10d::Backend> nccl_;
};

/** Whether NCCL was compiled in. */
bool hasNccl();

/** The NCCL backend of a group; null if it is not compiled in or there is no GPU. */
c10::intrusive_ptr<c10d::Backend> ncclBackend(const GroupPlace& place);

/** The sum of `tensor` over the ranks; its gradient is the sum of the ranks' gradients, to any order. */
at::Tensor sumOverRanks(const c10::intrusive_ptr<ProcessGroup>& group, const at::Tensor& tensor);

/** Replaces the parameters' gradients by their sums over the ranks, with one call per dtype and device. */
void sumGradients(ProcessGroup& group, const std::vector<at::Tensor>& parameters);

/** A 53-bit hash of the bytes of the tensors. */
std::int64_t fingerprintOf(const std::vector<at::Tensor>& tensors);

}  // namespace tadpole
