// Sums over ranks: a differentiable one, one of gradients, and the fingerprint of tensors.
#include <ATen/ATen.h>
#include <c10/core/GradMode.h>
#include <torch/csrc/autograd/custom_function.h>

#include <cstring>
#include <map>
#include <string>
#include <utility>

#include "errors.h"
#include "js_value.h"
#include "process_group.h"

namespace tadpole {

namespace {

using RankGroup = c10::intrusive_ptr<ProcessGroup>;

/**
 * y = the sum of x over the ranks. Every rank's loss depends on every rank's y, so the gradient is a sum over
 * the ranks, too.
 */
class RankSum : public torch::autograd::Function<RankSum> {
 public:
  static at::Tensor forward(torch::autograd::AutogradContext* context, const at::Tensor& x,
                            const RankGroup& group) {
    context->saved_data["group"] = c10::IValue::make_capsule(group);
    at::Tensor sum = x.detach().clone(at::MemoryFormat::Contiguous);
    group->allReduce(sum, Reduction::kSum);
    return sum;
  }

  static torch::autograd::variable_list backward(torch::autograd::AutogradContext* context,
                                                 const torch::autograd::variable_list& gradients) {
    const RankGroup group =
        c10::static_intrusive_pointer_cast<ProcessGroup>(context->saved_data["group"].toCapsule());
    return {sumOverRanks(group, gradients.front()), at::Tensor()};
  }
};

/** Tensors that one collective operation can take together. */
using FlatGroups = std::map<std::pair<std::string, c10::ScalarType>, std::vector<at::Tensor>>;

constexpr std::uint64_t kFingerprintPrime = 0x9E3779B97F4A7C15ULL;
constexpr std::uint64_t kFingerprintMask = (std::uint64_t{1} << 53U) - 1;

std::uint64_t mixed(std::uint64_t hash, std::uint64_t word) {
  hash = (hash ^ word) * kFingerprintPrime;
  return hash ^ (hash >> 29U);
}

}  // namespace

at::Tensor sumOverRanks(const RankGroup& group, const at::Tensor& tensor) {
  return RankSum::apply(tensor, group);
}

void sumGradients(ProcessGroup& group, const std::vector<at::Tensor>& parameters) {
  const c10::NoGradGuard noGrad;
  FlatGroups groups;
  for (const at::Tensor& parameter : parameters) {
    if (parameter.grad().defined() && parameter.grad().layout() != c10::kStrided)
      throw ValueError("gradients that are summed over ranks must be dense, got a sparse one of " +
                       describe(parameter));
    groups[{parameter.device().str(), parameter.scalar_type()}].push_back(parameter);
  }
  for (auto& [key, members] : groups) {
    // A rank may lack a gradient that another has: it sends zeros in its place, and the number of ranks that
    // have each gradient is summed, too.
    std::vector<at::Tensor> pieces;
    at::Tensor present = at::zeros({static_cast<std::int64_t>(members.size())}, members.front().options());
    for (std::size_t i = 0; i < members.size(); ++i) {
      const at::Tensor& gradient = members[i].grad();
      pieces.push_back(gradient.defined() ? gradient.reshape({-1})
                                          : at::zeros_like(members[i]).reshape({-1}));
      if (gradient.defined())
        present[static_cast<std::int64_t>(i)].fill_(1);
    }
    pieces.push_back(present);
    at::Tensor flat = at::cat(pieces);
    group.allReduce(flat, Reduction::kSum);
    const at::Tensor counts =
        flat.narrow(0, flat.numel() - present.numel(), present.numel()).cpu().to(at::kDouble);
    std::int64_t offset = 0;
    for (std::size_t i = 0; i < members.size(); ++i) {
      at::Tensor& parameter = members[i];
      const at::Tensor sum = flat.narrow(0, offset, parameter.numel()).view(parameter.sizes());
      offset += parameter.numel();
      if (counts[static_cast<std::int64_t>(i)].item<double>() == 0)
        continue;
      if (parameter.grad().defined())
        parameter.mutable_grad().copy_(sum);
      else
        parameter.mutable_grad() = sum.clone();
    }
  }
}

std::int64_t fingerprintOf(const std::vector<at::Tensor>& tensors) {
  std::uint64_t hash = kFingerprintPrime;
  for (const at::Tensor& tensor : tensors) {
    const at::Tensor values = tensor.detach().cpu().contiguous();
    const auto* bytes = static_cast<const unsigned char*>(values.data_ptr());
    const std::size_t count = values.nbytes();
    std::size_t done = 0;
    for (; done + sizeof(std::uint64_t) <= count; done += sizeof(std::uint64_t)) {
      std::uint64_t word = 0;
      std::memcpy(&word, bytes + done, sizeof word);
      hash = mixed(hash, word);
    }
    for (; done < count; ++done)
      hash = mixed(hash, bytes[done]);
    hash = mixed(hash, count);
  }
  return static_cast<std::int64_t>(hash & kFingerprintMask);
}

}  // namespace tadpole
