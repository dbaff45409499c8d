// Binding of the arguments of a JavaScript call to an operator's schema.
#pragma once

#include <ATen/core/stack.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "environment.h"
#include "js_value.h"
#include "operator.h"

namespace tadpole {

struct Keyword {
  std::string name;
  JsValue value;
};

/** The arguments of one call, inspected once and shared by all overloads that are tried. */
struct Call {
  Environment& environment;
  napi_env env;
  std::array<JsValue, kMaxArguments> positional;
  std::size_t count = 0;
  std::vector<Keyword> keywords;
  /**
   * Whether values are converted as PyTorch does it: single-valued tensors for numbers, and in arithmetic
   * numbers for tensors.
   */
  bool substitutes = false;
  bool numbersAsTensors = false;

  Call(Environment& callEnvironment, napi_env callEnv) : environment(callEnvironment), env(callEnv) {}
};

/** An attempt to bind a call to one overload: the stack when it fits, otherwise the reason. */
struct Binding {
  torch::jit::Stack stack;
  bool requiresGrad = false;
  /**
   * The arguments that were given, as bits, and their JavaScript values; null for numbers that became
   * tensors.
   */
  std::uint64_t bound = 0;
  std::array<napi_value, kMaxArguments> values;
  std::string problem;

  Binding() {}
  bool has(std::size_t index) const { return (bound >> index & 1U) != 0; }
};

/** Takes the last positional argument as keywords when it is an options object. */
void readKeywords(Call& call);

/**
 * Puts the call's arguments into the overload's order; returns false and sets `binding.problem` when they do
 * not fit.
 * @throws ValueError for an argument of the right type with an impossible value
 */
bool bind(const Call& call, const Operator& op, Binding& binding);

}  // namespace tadpole
