// Sums of gradients over ranks that travel in buckets while the backward pass that computes them still runs.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "process_group.h"

namespace tadpole {

/**
 * Sums the gradients that several backward passes accumulate. A bucket is on its way as soon as each of its
 * parameters has got as many gradients as in the last execution of the same name; the others follow at the
 * end. That is a guess, which only decides when a bucket leaves: one whose gradients changed afterwards on
 * any rank is summed again. Which parameters share a bucket depends on their sizes alone, so that the bits of
 * the sums do, too.
 */
class GradientBuckets {
 public:
  explicit GradientBuckets(c10::intrusive_ptr<ProcessGroup> group) : group_(std::move(group)) {}
  ~GradientBuckets() { abandon(); }
  GradientBuckets(const GradientBuckets&) = delete;
  GradientBuckets& operator=(const GradientBuckets&) = delete;

  /** Whether the gradients of `parameters` have so many bytes, and can be summed in the background. */
  bool suits(const std::vector<at::Tensor>& parameters, std::int64_t bytes) const;
  /**
   * Watches the gradients of `parameters`.
   *
   * @param name of what accumulates them
   * @param bucketBytes a bucket is full when it has as many bytes
   */
  void begin(std::string name, std::vector<at::Tensor> parameters, std::int64_t bucketBytes);
  /** How the buckets of one execution travelled. */
  struct Travelled {
    std::int64_t buckets = 0;
    /** Those that left before the end. */
    std::int64_t early = 0;
    /** Those that were summed again. */
    std::int64_t again = 0;
  };

  /** Replaces the gradients by their sums over the ranks; none on all ranks stays none. */
  Travelled finish();
  /** Stops watching; gradients stay as they are. */
  void abandon() noexcept;

 private:
  struct Bucket {
    std::vector<std::size_t> members;
    /** Members that have not got the gradients that are expected. */
    std::size_t waiting = 0;
    at::Tensor flat;
    PendingReduction pending;
    /** The gradients as they were when the bucket left, and the versions of their values. */
    std::vector<at::Tensor> sent;
    std::vector<std::int64_t> versions;
  };
  struct Watched {
    at::Tensor parameter;
    std::size_t bucket = 0;
    std::uint32_t expected = 0;
    std::uint32_t count = 0;
  };
  class Hook;

  void fill(std::int64_t bucketBytes);
  void watch();
  void unwatch() noexcept;
  void accumulated(std::size_t index);
  /** Sends off the buckets that are ready, in their order, which is that of all ranks. */
  void sendReady();
  void send(Bucket& bucket);
  bool hasChanged(const Bucket& bucket) const;
  void restore(const Bucket& bucket, const std::int32_t* present);

  c10::intrusive_ptr<ProcessGroup> group_;
  std::string name_;
  std::vector<Watched> watched_;
  std::vector<Bucket> buckets_;
  std::size_t sent_ = 0;
  bool active_ = false;
  /** By name: how many gradients each parameter got in the last execution. */
  std::map<std::string, std::vector<std::uint32_t>> known_;
};

}  // namespace tadpole
