// Sums of gradients over ranks that travel in buckets while the backward pass that computes them still runs.
#include "gradient_buckets.h"

#include <ATen/ATen.h>
#include <c10/core/GradMode.h>
#include <torch/csrc/autograd/function_hook.h>
#include <torch/csrc/autograd/variable.h>

#include <memory>
#include <utility>

#include "errors.h"
#include "js_value.h"

namespace tadpole {

/** Runs in the backward pass, after a gradient was added to that of a parameter. */
class GradientBuckets::Hook : public torch::autograd::PostAccumulateGradHook {
 public:
  Hook(GradientBuckets& owner, std::size_t index) : owner_(owner), index_(index) {}
  void operator()(const at::Tensor&) override { owner_.accumulated(index_); }

 private:
  GradientBuckets& owner_;
  std::size_t index_;
};

bool GradientBuckets::suits(const std::vector<at::Tensor>& parameters, std::int64_t bytes) const {
  std::int64_t sum = 0;
  for (const at::Tensor& parameter : parameters) {
    if (!group_->canStartSum(parameter))
      return false;
    sum += static_cast<std::int64_t>(parameter.nbytes());
  }
  return sum >= bytes;
}

void GradientBuckets::begin(std::string name, std::vector<at::Tensor> parameters, std::int64_t bucketBytes) {
  if (active_)
    throw ValueError("gradients are being summed already");
  name_ = std::move(name);
  watched_.clear();
  const std::vector<std::uint32_t>& known = known_[name_];
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    // Before the first execution nothing is known, and all is sent at the end.
    const bool isKnown = known.size() == parameters.size();
    watched_.push_back({std::move(parameters[i]), 0, isKnown ? known[i] : UINT32_MAX, 0});
  }
  fill(bucketBytes);
  sent_ = 0;
  active_ = true;
  watch();
}

/** Last parameters first, as the backward pass reaches them. */
void GradientBuckets::fill(std::int64_t bucketBytes) {
  buckets_.clear();
  std::int64_t bytes = 0;
  for (std::size_t i = watched_.size(); i-- > 0;) {
    const at::Tensor& parameter = watched_[i].parameter;
    const at::Tensor* neighbour = i + 1 < watched_.size() ? &watched_[i + 1].parameter : nullptr;
    const bool fits = neighbour != nullptr && bytes < bucketBytes &&
                      neighbour->scalar_type() == parameter.scalar_type() &&
                      neighbour->device() == parameter.device();
    if (!fits) {
      buckets_.emplace_back();
      bytes = 0;
    }
    bytes += static_cast<std::int64_t>(parameter.nbytes());
    watched_[i].bucket = buckets_.size() - 1;
    buckets_.back().members.push_back(i);
    if (watched_[i].expected > 0)
      ++buckets_.back().waiting;
  }
}

void GradientBuckets::watch() {
  for (std::size_t i = 0; i < watched_.size(); ++i)
    torch::autograd::impl::set_post_acc_grad_hooks(watched_[i].parameter, std::make_unique<Hook>(*this, i));
}

void GradientBuckets::unwatch() noexcept {
  for (const Watched& watched : watched_)
    torch::autograd::impl::set_post_acc_grad_hooks(watched.parameter, nullptr);
}

void GradientBuckets::accumulated(std::size_t index) {
  Watched& watched = watched_[index];
  if (++watched.count != watched.expected)
    return;
  --buckets_[watched.bucket].waiting;
  sendReady();
}

void GradientBuckets::sendReady() {
  while (sent_ < buckets_.size() && buckets_[sent_].waiting == 0) {
    send(buckets_[sent_]);
    ++sent_;
  }
}

void GradientBuckets::send(Bucket& bucket) {
  const c10::NoGradGuard noGrad;
  std::vector<at::Tensor> pieces;
  bucket.sent.clear();
  bucket.versions.clear();
  for (const std::size_t index : bucket.members) {
    const at::Tensor& parameter = watched_[index].parameter;
    const at::Tensor& gradient = parameter.grad();
    if (gradient.defined() && gradient.layout() != c10::kStrided)
      throw ValueError("gradients that are summed over ranks must be dense, got a sparse one of " +
                       describe(parameter));
    pieces.push_back(gradient.defined() ? gradient.detach().reshape({-1})
                                        : at::zeros_like(parameter).reshape({-1}));
    bucket.sent.push_back(gradient);
    bucket.versions.push_back(gradient.defined() ? static_cast<std::int64_t>(gradient._version()) : 0);
  }
  bucket.flat = at::cat(pieces);
  bucket.pending = group_->startSum(bucket.flat);
}

bool GradientBuckets::hasChanged(const Bucket& bucket) const {
  for (std::size_t i = 0; i < bucket.members.size(); ++i) {
    const at::Tensor& gradient = watched_[bucket.members[i]].parameter.grad();
    if (!gradient.is_same(bucket.sent[i]))
      return true;
    if (gradient.defined() && gradient._version() != bucket.versions[i])
      return true;
  }
  return false;
}

GradientBuckets::Travelled GradientBuckets::finish() {
  if (!active_)
    throw ValueError("no gradients are being summed");
  const c10::NoGradGuard noGrad;
  unwatch();
  active_ = false;
  Travelled travelled{static_cast<std::int64_t>(buckets_.size()), static_cast<std::int64_t>(sent_), 0};
  for (; sent_ < buckets_.size(); ++sent_)
    send(buckets_[sent_]);

  // How many ranks have a gradient of each parameter, and changed each bucket after it had left.
  const std::size_t count = watched_.size();
  at::Tensor facts = at::zeros({static_cast<std::int64_t>(count + buckets_.size())}, at::kInt);
  auto* fact = facts.mutable_data_ptr<std::int32_t>();
  for (std::size_t i = 0; i < count; ++i)
    fact[i] = watched_[i].parameter.grad().defined() ? 1 : 0;
  for (std::size_t i = 0; i < buckets_.size(); ++i)
    fact[count + i] = hasChanged(buckets_[i]) ? 1 : 0;
  group_->finishSum(group_->startSum(facts));

  for (std::size_t i = 0; i < buckets_.size(); ++i) {
    Bucket& bucket = buckets_[i];
    group_->finishSum(bucket.pending);
    if (fact[count + i] > 0) {
      send(bucket);
      group_->finishSum(bucket.pending);
      ++travelled.again;
    }
    restore(bucket, fact);
  }
  std::vector<std::uint32_t>& known = known_[name_];
  known.clear();
  for (const Watched& watched : watched_)
    known.push_back(watched.count);
  buckets_.clear();
  watched_.clear();
  return travelled;
}

void GradientBuckets::restore(const Bucket& bucket, const std::int32_t* present) {
  std::int64_t offset = 0;
  for (const std::size_t index : bucket.members) {
    const at::Tensor& parameter = watched_[index].parameter;
    const at::Tensor sum = bucket.flat.narrow(0, offset, parameter.numel()).view(parameter.sizes());
    offset += parameter.numel();
    if (present[index] == 0)
      continue;
    if (parameter.grad().defined())
      parameter.mutable_grad().copy_(sum);
    else
      parameter.mutable_grad() = sum.clone();
  }
}

void GradientBuckets::abandon() noexcept {
  if (active_)
    unwatch();
  active_ = false;
  buckets_.clear();
  watched_.clear();
}

}  // namespace tadpole
