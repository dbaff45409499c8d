// Memory shared with TypeScript, through which slots of tensors are exchanged without a call.
#pragma once

#include <napi.h>

#include <cstddef>
#include <cstdint>

namespace tadpole {

/** Values in place of a slot for a value that is not a live Tensor. */
constexpr std::int32_t kNoTensor = -1;
constexpr std::int32_t kDisposedTensor = -2;
/**
 * An object with the class Tensor in its prototype chain but no handle: a copy of a Tensor, or a proxy of
 * one.
 */
constexpr std::int32_t kImitation = -3;

/**
 * An Int32Array: [0] is the slot of the newest handle or Tensor, [1] the number of arguments described for
 * the next call, followed by one entry per argument from [2] on. A Tensor keeps its slot in a private field,
 * which Node-API cannot read, and asking TypeScript for each argument would cost a call back.
 */
class SlotBoard {
 public:
  static constexpr std::size_t kMostArguments = 64;

  /** Creates the array. */
  void open(Napi::Env env);
  Napi::Value array() const { return {array_.Env(), static_cast<napi_value>(array_.Value())}; }

  std::int32_t newest() const { return values_[0]; }
  void setNewest(std::int32_t slot) { values_[0] = slot; }

  /**
   * The entries for the call that begins; nullptr when they do not describe `count` arguments. Valid until
   * other JavaScript runs.
   */
  const std::int32_t* take(std::size_t count) {
    const bool described = static_cast<std::size_t>(values_[1]) == count;
    values_[1] = 0;
    return described ? values_ + 2 : nullptr;
  }

 private:
  Napi::Reference<Napi::Int32Array> array_;
  std::int32_t unopened_[2] = {kNoTensor, 0};
  std::int32_t* values_ = unopened_;
};

}  // namespace tadpole
