// Collective operations of a process group, and the messages of their failures.
#include "process_group.h"

#include <ATen/ATen.h>
#include <torch/version.h>

#include <cstdlib>
#include <stdexcept>
#include <string>
#include <torch/csrc/distributed/c10d/PrefixStore.hpp>
#include <torch/csrc/distributed/c10d/ProcessGroupGloo.hpp>
#include <torch/csrc/distributed/c10d/Types.hpp>
#include <torch/csrc/distributed/c10d/Utils.hpp>
#include <utility>

#include "errors.h"

namespace tadpole {

namespace {

#if defined(__GLIBCXX__) && defined(__LP64__)
// The headers of gloo in native/stubs must give c10d's class the layout that libtorch was compiled with.
#if TORCH_VERSION_MAJOR == 2 && TORCH_VERSION_MINOR == 13
static_assert(sizeof(c10d::ProcessGroupGloo) == 488, "native/stubs does not fit this libtorch");
#elif TORCH_VERSION_MAJOR == 2 && TORCH_VERSION_MINOR == 14
static_assert(sizeof(c10d::ProcessGroupGloo) == 544, "native/stubs does not fit this libtorch");
#endif
#endif

c10d::ReduceOp reduceOpOf(Reduction reduction) {
  switch (reduction) {
    case Reduction::kMax:
      return c10d::ReduceOp::MAX;
    case Reduction::kMin:
      return c10d::ReduceOp::MIN;
    default:
      return c10d::ReduceOp::SUM;
  }
}

std::string secondsIn(std::chrono::milliseconds time) {
  return std::to_string(std::chrono::duration_cast<std::chrono::seconds>(time).count()) + " s";
}

using Clock = std::chrono::steady_clock;

/**
 * Runs a collective operation, or the end of one that began earlier; the error says whether other ranks were
 * silent or gone.
 */
template <typename Call>
auto inWords(const GroupPlace& place, const char* what, Call&& call, Clock::time_point begun = Clock::now()) {
  try {
    return std::forward<Call>(call)();
  } catch (...) {
    const std::string message = currentExceptionMessage();
    const bool silent = Clock::now() - begun >= place.timeout;
    const std::string me = "rank " + std::to_string(place.rank) + " of " + std::to_string(place.size);
    throw std::runtime_error(me +
                             (silent ? " waited " + secondsIn(place.timeout) + " in vain for another rank"
                                     : " has lost another rank") +
                             " (" + what + ": " + message + ")");
  }
}

using Gloo = c10d::ProcessGroupGloo;

/** The interfaces that GLOO_SOCKET_IFNAME names, else the loopback device or that of the machine's name. */
auto glooDevices(bool local) {
  decltype(Gloo::Options::devices) devices;
  const char* named = std::getenv("GLOO_SOCKET_IFNAME");
  if (named != nullptr && *named != '\0') {
    for (const std::string& interface : c10d::split(',', named))
      devices.push_back(Gloo::createDeviceForInterface(interface));
  } else {
    devices.push_back(local ? Gloo::createDeviceForHostname("127.0.0.1") : Gloo::createDefaultDevice());
  }
  return devices;
}

c10::intrusive_ptr<c10d::Backend> glooBackend(const GroupPlace& place) {
  return inWords(place, "connecting", [&] {
    auto options = Gloo::Options::create(place.timeout);
    options->devices = glooDevices(place.local);
    options->threads = static_cast<int>(2 * options->devices.size());
    return c10::make_intrusive<Gloo>(place.store, place.rank, place.size, std::move(options));
  });
}

/**
 * A tensor that a collective operation accepts: dense and contiguous, and in CPU memory for Gloo. Returns the
 * tensor itself if it already is.
 */
at::Tensor staged(const at::Tensor& tensor, bool onDevice) {
  const at::Tensor plain = tensor.detach();
  return (onDevice ? plain : plain.cpu()).contiguous();
}

void restore(at::Tensor& tensor, const at::Tensor& result) {
  if (!result.is_same(tensor) && result.data_ptr() != tensor.data_ptr())
    tensor.detach().copy_(result);
}

}  // namespace

ProcessGroup::ProcessGroup(GroupPlace place)
    : place_(std::move(place)), gloo_(glooBackend(place_)), nccl_(ncclBackend(place_)) {}

std::string ProcessGroup::backends() const {
  return nccl_ ? "gloo and nccl" : "gloo";
}

c10d::Backend& ProcessGroup::backendFor(const at::Tensor& tensor) {
  return tensor.is_cuda() && nccl_ ? *nccl_ : *gloo_;
}

void ProcessGroup::allReduce(at::Tensor& tensor, Reduction reduction) {
  c10d::Backend& backend = backendFor(tensor);
  std::vector<at::Tensor> values{staged(tensor, &backend == nccl_.get())};
  c10d::AllreduceOptions options;
  options.reduceOp = reduceOpOf(reduction);
  inWords(place_, "all-reduce", [&] { return backend.allreduce(values, options)->wait(); });
  restore(tensor, values.front());
}

void ProcessGroup::broadcast(at::Tensor& tensor, int root) {
  c10d::Backend& backend = backendFor(tensor);
  const at::Tensor plain = staged(tensor, &backend == nccl_.get());
  // Sent as bytes, which works for every dtype.
  std::vector<at::Tensor> values{plain.reshape({-1}).view(at::kByte)};
  if (values.front().numel() == 0)
    return;
  c10d::BroadcastOptions options;
  options.rootRank = root;
  inWords(place_, "broadcast", [&] { return backend.broadcast(values, options)->wait(); });
  restore(tensor, plain);
}

void ProcessGroup::connectBackground() {
  if (background_)
    return;
  GroupPlace place = place_;
  place.store = c10::make_intrusive<c10d::PrefixStore>("background", place_.store);
  background_ = glooBackend(place);
}

PendingReduction ProcessGroup::startSum(at::Tensor& tensor) {
  const bool onDevice = tensor.is_cuda() && nccl_;
  if (!onDevice)
    connectBackground();
  c10d::Backend& backend = onDevice ? *nccl_ : *background_;
  std::vector<at::Tensor> values{tensor};
  const Clock::time_point begun = Clock::now();
  return {inWords(place_, "all-reduce", [&] { return backend.allreduce(values); }), begun};
}

void ProcessGroup::finishSum(const PendingReduction& pending) {
  inWords(place_, "all-reduce", [&] { return pending.work->wait(); }, pending.begun);
}

std::vector<at::Tensor> ProcessGroup::allGather(const at::Tensor& tensor) {
  c10d::Backend& backend = backendFor(tensor);
  std::vector<at::Tensor> inputs{staged(tensor, &backend == nccl_.get())};
  std::vector<std::vector<at::Tensor>> outputs(1);
  for (int i = 0; i < place_.size; ++i)
    outputs.front().push_back(at::empty_like(inputs.front()));
  inWords(place_, "all-gather", [&] { return backend.allgather(outputs, inputs)->wait(); });
  for (at::Tensor& output : outputs.front())
    output = output.to(tensor.device());
  return std::move(outputs.front());
}

}  // namespace tadpole
