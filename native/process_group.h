// A group of processes: libtorch's c10d with Gloo for CPU tensors and, where it was compiled in, NCCL for
// those of GPUs.
#pragma once

#include <ATen/core/Tensor.h>
#include <torch/custom_class.h>

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <torch/csrc/distributed/c10d/Backend.hpp>
#include <torch/csrc/distributed/c10d/Store.hpp>
#include <vector>

namespace tadpole {

enum class Reduction : std::uint8_t { kSum, kMax, kMin };

/** Where the processes of a group find each other, and who is who. */
struct GroupPlace {
  c10::intrusive_ptr<c10d::Store> store;
  int rank = 0;
  int size = 1;
  /** All are on this machine: they talk through its loopback device. */
  bool local = false;
  std::chrono::milliseconds timeout{0};
};

/**
 * The group. Every rank has to call the same functions in the same order. Each waits for the others, and
 * throws in words when one of them has gone, or does not answer within the time-out. Results are the same on
 * all ranks, bit for bit.
 */
class ProcessGroup : public torch::CustomClassHolder {
 public:
  /** Connects all ranks; waits for them. */
  explicit ProcessGroup(GroupPlace place);

  int rank() const { return place_.rank; }
  int size() const { return place_.size; }
  /** `gloo`, or `gloo and nccl`. */
  std::string backends() const;

  /** Replaces the values by those of all ranks together. */
  void allReduce(at::Tensor& tensor, Reduction reduction);
  /** Replaces the values by those of `root`. */
  void broadcast(at::Tensor& tensor, int root);
  /** The tensors of all ranks, which must have one shape. */
  std::vector<at::Tensor> allGather(const at::Tensor& tensor);

 private:
  /** NCCL for a tensor on a GPU where it is there, else Gloo. */
  c10d::Backend& backendFor(const at::Tensor& tensor);

  GroupPlace place_;
  c10::intrusive_ptr<c10d::Backend> gloo_;
  c10::intrusive_ptr<c10d::Backend> nccl_;
};

/** Whether NCCL was compiled in. */
bool hasNccl();

/** NCCL's backend of a group; null where it is not compiled in, or there is no GPU. */
c10::intrusive_ptr<c10d::Backend> ncclBackend(const GroupPlace& place);

/** The sum of `tensor` over the ranks; its gradient is the sum of the ranks' gradients, to any order. */
at::Tensor sumOverRanks(const c10::intrusive_ptr<ProcessGroup>& group, const at::Tensor& tensor);

/** Replaces the gradients of the parameters by their sums over the ranks, in one call for each dtype and
 * device. */
void sumGradients(ProcessGroup& group, const std::vector<at::Tensor>& parameters);

/** A number of 53 bits that stands for the bytes of the tensors: another one for other bytes, almost surely.
 */
std::int64_t fingerprintOf(const std::vector<at::Tensor>& tensors);

}  // namespace tadpole
