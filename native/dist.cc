// The native half of the class ProcessGroup: joining, collective operations, leaving.
#include "dist.h"

#include <ATen/ATen.h>
#include <c10/core/GradMode.h>

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <torch/csrc/distributed/c10d/PrefixStore.hpp>
#include <utility>
#include <vector>

#include "arguments.h"
#include "async.h"
#include "errors.h"
#include "gradient_buckets.h"
#include "native_object.h"
#include "process_group.h"
#include "rendezvous.h"
#include "tensor.h"

namespace tadpole {

namespace {

/** The state behind a ProcessGroup, filled in by the steps of joining, each in a thread of its own. */
class Membership {
 public:
  void connect(GroupPlace place) {
    const std::lock_guard lock(mutex_);
    place_ = std::move(place);
  }

  /** The place of a connected rank. */
  GroupPlace place() {
    const std::lock_guard lock(mutex_);
    if (!place_.store)
      throw ValueError("argument 'group' must be connected first");
    return place_;
  }

  void join(c10::intrusive_ptr<ProcessGroup> group) {
    const std::lock_guard lock(mutex_);
    group_ = std::move(group);
  }

  c10::intrusive_ptr<ProcessGroup> group() {
    const std::lock_guard lock(mutex_);
    if (!group_)
      throw ValueError("argument 'group' must be a group that was joined and not left");
    return group_;
  }

  void leave() {
    // Closing connections may take long: not while the lock is held.
    GroupPlace place;
    c10::intrusive_ptr<ProcessGroup> group;
    const std::lock_guard lock(mutex_);
    std::swap(place, place_);
    std::swap(group, group_);
  }

 private:
  std::mutex mutex_;
  GroupPlace place_;
  c10::intrusive_ptr<ProcessGroup> group_;
};

struct MembershipBox {
  static constexpr const char* kName = "ProcessGroup";
  static constexpr napi_type_tag kTag{0x7461647067727031, 0x8b2e6a4d1c9f3057};
  /** Shared with work in other threads, which may outlive the object. */
  std::shared_ptr<Membership> membership = std::make_shared<Membership>();
};

struct GradientBucketsBox {
  static constexpr const char* kName = "GradientSums";
  static constexpr napi_type_tag kTag{0x7461647067727031, 0x2f6d81c05be94a73};
  std::unique_ptr<GradientBuckets> buckets;
};

GradientBuckets& bucketsOf(const Napi::CallbackInfo& info) {
  return *NativeObject<GradientBucketsBox>::unwrap(info[0], "sums").buckets;
}

std::shared_ptr<Membership> membershipOf(const Napi::CallbackInfo& info) {
  return NativeObject<MembershipBox>::unwrap(info[0], "group").membership;
}

c10::intrusive_ptr<ProcessGroup> joinedGroup(const Napi::CallbackInfo& info) {
  return membershipOf(info)->group();
}

int readCount(Napi::Object options, const char* name, std::int64_t least, std::int64_t most) {
  const std::int64_t value = readInteger(options.Get(name), name);
  if (value < least || value > most) {
    throw ValueError(std::string("argument '") + name + "' must be between " + std::to_string(least) +
                     " and " + std::to_string(most) + ", got " + std::to_string(value));
  }
  return static_cast<int>(value);
}

napi_value nothingOf(Napi::Env env) {
  return env.Undefined();
}

/** distAttach(object) */
Napi::Value distAttach(const Napi::CallbackInfo& info) {
  NativeObject<MembershipBox>::attach(info[0], std::make_unique<MembershipBox>());
  return info.Env().Undefined();
}

/**
 * distConnect(group, { rank, size, local, milliseconds, prefix, path | port, host?, serve? }): a promise of
 * the port of the store, 0 for a file. Groups that share a store have different prefixes.
 */
Napi::Value distConnect(const Napi::CallbackInfo& info) {
  auto membership = membershipOf(info);
  const Napi::Object options = readObject(info[1], "options");
  constexpr std::int64_t kMostRanks = 1 << 20;
  constexpr std::int64_t kMostMilliseconds = 1'000'000'000;
  GroupPlace place;
  place.size = readCount(options, "size", 1, kMostRanks);
  place.rank = readCount(options, "rank", 0, place.size - 1);
  place.local = readBoolean(options.Get("local"), "local");
  place.timeout = std::chrono::milliseconds(readCount(options, "milliseconds", 1, kMostMilliseconds));
  const std::string prefix = readString(options.Get("prefix"), "prefix");
  const bool isFile = options.Has("path");
  const std::string path = isFile ? readString(options.Get("path"), "path") : "";
  const auto port = static_cast<std::uint16_t>(isFile ? 0 : readCount(options, "port", 0, 65535));
  const std::string host = isFile ? "" : readString(options.Get("host"), "host");
  const bool serves = !isFile && readBoolean(options.Get("serve"), "serve");
  auto boundPort = std::make_shared<std::uint16_t>();
  return runAsync(
      info.Env(),
      [membership, boundPort, place, prefix, isFile, path, port, host, serves]() mutable {
        const c10::intrusive_ptr<c10d::Store> store = isFile   ? fileStore(path, place.size)
                                                      : serves ? servedStore(port, place.timeout)
                                                               : remoteStore(host, port, place.timeout);
        *boundPort = portOf(*store);
        place.store = c10::make_intrusive<c10d::PrefixStore>(prefix, store);
        membership->connect(std::move(place));
      },
      [boundPort](Napi::Env env) -> napi_value { return Napi::Number::New(env, *boundPort); });
}

/** distMeet(group, about): a promise of the texts of all ranks. */
Napi::Value distMeet(const Napi::CallbackInfo& info) {
  const GroupPlace place = membershipOf(info)->place();
  const std::string about = readString(info[1], "about");
  auto texts = std::make_shared<std::vector<std::string>>();
  return runAsync(
      info.Env(), [place, about, texts] { *texts = meetRanks(place, about); },
      [texts](Napi::Env env) -> napi_value {
        const Napi::Array array = Napi::Array::New(env, texts->size());
        for (std::uint32_t i = 0; i < texts->size(); ++i)
          array.Set(i, Napi::String::New(env, (*texts)[i]));
        return array;
      });
}

/** distForm(group): connects all ranks with each other; a promise of the names of the backends. */
Napi::Value distForm(const Napi::CallbackInfo& info) {
  auto membership = membershipOf(info);
  const GroupPlace place = membership->place();
  return runAsync(
      info.Env(), [membership, place] { membership->join(c10::make_intrusive<ProcessGroup>(place)); },
      [membership](Napi::Env env) -> napi_value {
        return Napi::String::New(env, membership->group()->backends());
      });
}

/** distLeave(group): a promise; closes the connections, which the other ranks notice. */
Napi::Value distLeave(const Napi::CallbackInfo& info) {
  auto membership = membershipOf(info);
  return runAsync(info.Env(), [membership] { membership->leave(); }, nothingOf);
}

Reduction readReduction(Napi::Value value) {
  const std::string name = readString(value, "reduction");
  if (name == "sum")
    return Reduction::kSum;
  if (name == "max")
    return Reduction::kMax;
  if (name == "min")
    return Reduction::kMin;
  throw ValueError("argument 'reduction' must be 'sum', 'max' or 'min', got '" + name + "'");
}

/** distAllReduce(group, tensor, reduction): in place. */
Napi::Value distAllReduce(const Napi::CallbackInfo& info) {
  const c10::NoGradGuard noGrad;
  joinedGroup(info)->allReduce(unwrapTensor(info[1], "tensor"), readReduction(info[2]));
  return info.Env().Undefined();
}

/** distBroadcast(group, tensors, root): in place. */
Napi::Value distBroadcast(const Napi::CallbackInfo& info) {
  const c10::NoGradGuard noGrad;
  const c10::intrusive_ptr<ProcessGroup> group = joinedGroup(info);
  std::vector<at::Tensor> tensors = unwrapTensors(info[1], "tensors");
  const std::int64_t root = readInteger(info[2], "root");
  if (root < 0 || root >= group->size()) {
    throw ValueError("argument 'root' must be a rank from 0 to " + std::to_string(group->size() - 1) +
                     ", got " + std::to_string(root));
  }
  for (at::Tensor& tensor : tensors)
    group->broadcast(tensor, static_cast<int>(root));
  return info.Env().Undefined();
}

/** distAllGather(group, tensor): the tensors of all ranks. */
Napi::Value distAllGather(const Napi::CallbackInfo& info) {
  const c10::NoGradGuard noGrad;
  return wrapTensors(info.Env(), joinedGroup(info)->allGather(unwrapTensor(info[1], "tensor")));
}

/** distSum(group, tensor): a new tensor, through which gradients flow. */
Napi::Value distSum(const Napi::CallbackInfo& info) {
  return wrapTensor(info.Env(), sumOverRanks(joinedGroup(info), unwrapTensor(info[1], "tensor")));
}

/** distSumGradients(group, parameters): in place. */
Napi::Value distSumGradients(const Napi::CallbackInfo& info) {
  sumGradients(*joinedGroup(info), unwrapTensors(info[1], "parameters"));
  return info.Env().Undefined();
}

/** distAttachSums(object, group) */
Napi::Value distAttachSums(const Napi::CallbackInfo& info) {
  c10::intrusive_ptr<ProcessGroup> group =
      NativeObject<MembershipBox>::unwrap(info[1], "group").membership->group();
  auto box = std::make_unique<GradientBucketsBox>();
  box->buckets = std::make_unique<GradientBuckets>(std::move(group));
  NativeObject<GradientBucketsBox>::attach(info[0], std::move(box));
  return info.Env().Undefined();
}

/**
 * distBeginSums(sums, name, parameters, from, bucketBytes): whether the sums are taken in buckets, which pays
 * from so many bytes of gradients on; else nothing has begun.
 */
Napi::Value distBeginSums(const Napi::CallbackInfo& info) {
  GradientBuckets& buckets = bucketsOf(info);
  const std::string name = readString(info[1], "name");
  std::vector<at::Tensor> parameters = unwrapTensors(info[2], "parameters");
  const std::int64_t from = readInteger(info[3], "from");
  const std::int64_t bucketBytes = readInteger(info[4], "bucketBytes");
  const bool begins = buckets.suits(parameters, from);
  if (begins)
    buckets.begin(name, std::move(parameters), bucketBytes);
  return Napi::Boolean::New(info.Env(), begins);
}

/** distFinishSums(sums): in place; how many buckets there were, left early and were summed again. */
Napi::Value distFinishSums(const Napi::CallbackInfo& info) {
  const auto [buckets, early, again] = bucketsOf(info).finish();
  const Napi::Array counts = Napi::Array::New(info.Env());
  for (const std::int64_t count : {buckets, early, again})
    counts.Set(counts.Length(), Napi::Number::New(info.Env(), static_cast<double>(count)));
  return counts;
}

/** distAbandonSums(sums) */
Napi::Value distAbandonSums(const Napi::CallbackInfo& info) {
  bucketsOf(info).abandon();
  return info.Env().Undefined();
}

/** distBackends(): the names of the backends that are compiled in. */
Napi::Value distBackends(const Napi::CallbackInfo& info) {
  const Napi::Array names = Napi::Array::New(info.Env());
  names.Set(0U, Napi::String::New(info.Env(), "gloo"));
  if (hasNccl())
    names.Set(1U, Napi::String::New(info.Env(), "nccl"));
  return names;
}

/** distFingerprint(tensors): a number of 53 bits. */
Napi::Value distFingerprint(const Napi::CallbackInfo& info) {
  return Napi::Number::New(info.Env(), static_cast<double>(fingerprintOf(unwrapTensors(info[0], "tensors"))));
}

}  // namespace

void initDist(Napi::Object exports) {
  define<distAttach>(exports, "distAttach");
  define<distConnect>(exports, "distConnect");
  define<distMeet>(exports, "distMeet");
  define<distForm>(exports, "distForm");
  define<distLeave>(exports, "distLeave");
  define<distAllReduce>(exports, "distAllReduce");
  define<distBroadcast>(exports, "distBroadcast");
  define<distAllGather>(exports, "distAllGather");
  define<distSum>(exports, "distSum");
  define<distSumGradients>(exports, "distSumGradients");
  define<distAttachSums>(exports, "distAttachSums");
  define<distBeginSums>(exports, "distBeginSums");
  define<distFinishSums>(exports, "distFinishSums");
  define<distAbandonSums>(exports, "distAbandonSums");
  define<distBackends>(exports, "distBackends");
  define<distFingerprint>(exports, "distFingerprint");
}

}  // namespace tadpole
