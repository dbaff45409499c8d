// Operators as JavaScript functions: overload resolution, the call through the dispatcher, and its results.
#include <ATen/ATen.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "arguments.h"
#include "errors.h"
#include "js_value.h"
#include "operator.h"
#include "operator_binding.h"
#include "preconditions.h"
#include "tracing.h"
#include "value.h"

namespace tadpole {

namespace {

std::string describeCall(const Call& call, const std::string& name) {
  std::string text = name + "(";
  for (std::size_t i = 0; i < call.count; ++i) {
    text += (i == 0 ? "" : ", ") + describe(call.environment, call.env, call.positional[i].value);
  }
  for (const Keyword& keyword : call.keywords) {
    text += (text.back() == '(' ? "" : ", ") + keyword.name + ": " +
            describe(call.environment, call.env, keyword.value.value);
  }
  return text + ")";
}

napi_value result(const Call& call, const Operator& op, const Binding& binding, const c10::IValue& value,
                  std::size_t index) {
  const int written = op.writtenArgument[index];
  if (written >= 0 && value.isTensor() && binding.has(static_cast<std::size_t>(written)) &&
      binding.values[static_cast<std::size_t>(written)] != nullptr) {
    return binding.values[static_cast<std::size_t>(written)];
  }
  return writeValue(call.environment, call.env, value, op.handle.schema().returns()[index].real_type().get());
}

void noteReads(const torch::jit::Stack& arguments) {
  for (const c10::IValue& argument : arguments) {
    if (argument.isTensor())
      noteHostRead(argument.toTensor());
  }
}

napi_value invoke(const Call& call, const Operator& op, Binding& binding) {
  try {
    if (op.precondition != nullptr)
      checkPrecondition(op.precondition, op.handle.schema(), binding.stack);
    if (op.readsValues)
      noteReads(binding.stack);
    op.handle.callBoxed(binding.stack);
  } catch (...) {
    rethrowAfter(describeCall(call, op.name) + ": ");
  }
  if (binding.requiresGrad)
    binding.stack[0].toTensor().requires_grad_();
  const std::size_t count = op.handle.schema().returns().size();
  if (count == 1)
    return result(call, op, binding, binding.stack[0], 0);
  napi_value array = nullptr;
  if (count == 0) {
    check(call.env, napi_get_undefined(call.env, &array));
    return array;
  }
  check(call.env, napi_create_array_with_length(call.env, count, &array));
  for (std::size_t i = 0; i < count; ++i) {
    check(call.env, napi_set_element(call.env, array, static_cast<std::uint32_t>(i),
                                     result(call, op, binding, binding.stack[i], i)));
  }
  return array;
}

napi_value callOverloads(Call& call, const OverloadSet& set) {
  Binding binding;
  std::vector<std::string> problems;
  const bool wantsOut = std::any_of(call.keywords.begin(), call.keywords.end(),
                                    [](const Keyword& keyword) { return keyword.name == "out"; });
  for (Operator* op : set.overloads) {
    if (bind(call, *op, binding))
      return invoke(call, *op, binding);
    if (wantsOut || op->indexOf.count("out") == 0)
      problems.push_back(op->name + ": " + binding.problem);
  }
  call.substitutes = true;
  call.numbersAsTensors = set.numbersAsTensors;
  for (Operator* op : set.overloads) {
    if (bind(call, *op, binding))
      return invoke(call, *op, binding);
  }
  if (problems.size() == 1)
    throw ArgumentError(problems[0]);
  std::string message = describeCall(call, set.name) + " fits no overload:";
  for (const std::string& problem : problems)
    message += "\n  " + problem;
  throw ArgumentError(message);
}

napi_value callOperator(napi_env env, napi_callback_info info) {
  return guard(env, [&]() -> napi_value {
    std::array<napi_value, kMaxArguments> arguments;
    std::size_t given = kMaxArguments;
    napi_value self = nullptr;
    void* data = nullptr;
    check(env, napi_get_cb_info(env, info, &given, arguments.data(), &self, &data));
    auto& set = *static_cast<OverloadSet*>(data);
    Environment& environment = Environment::of(env);
    if (!set.resolved)
      environment.operators->resolve(set);
    Call call(environment, env);
    const std::size_t first = set.method ? 1 : 0;
    const std::size_t count = first + given;
    if (count > kMaxArguments)
      throw ArgumentError(set.name + ": too many arguments");
    const std::int32_t* slots = environment.slots.take(count);
    for (; call.count < count; ++call.count) {
      napi_value value = call.count < first ? self : arguments[call.count - first];
      call.positional[call.count] = slots != nullptr ? JsValue::of(environment, env, value, slots[call.count])
                                                     : JsValue::of(environment, env, value);
    }
    while (call.count > 0 && call.positional[call.count - 1].type == napi_undefined)
      --call.count;
    readKeywords(call);
    return callOverloads(call, set);
  });
}

Napi::Value makeFunction(Napi::Env env, const std::string& name, OverloadSet* set) {
  napi_value function = nullptr;
  check(env, napi_create_function(env, name.c_str(), name.size(), callOperator, set, &function));
  return {env, function};
}

/**
 * operatorOverload(base, overload): Function | null for one overload such as ('add', 'Tensor'); '' is the
 * unnamed overload.
 */
Napi::Value operatorOverload(const Napi::CallbackInfo& info) {
  const std::string base = readString(info[0], "base");
  const std::string overload = readString(info[1], "overload");
  OperatorTable& table = *Environment::of(info.Env()).operators;
  Operator* op = table.find(base, overload);
  if (op == nullptr)
    return info.Env().Null();
  OverloadSet* set = table.makeSet(base, false);
  set->overloads = {op};
  set->resolved = true;
  return makeFunction(info.Env(), base, set);
}

/**
 * operatorFunction(base, method): a function that chooses the overload by its arguments; for a method, `this`
 * is the first.
 */
Napi::Value operatorFunction(const Napi::CallbackInfo& info) {
  const std::string base = readString(info[0], "base");
  OverloadSet* set = Environment::of(info.Env()).operators->makeSet(base, readBoolean(info[1], "method"));
  return makeFunction(info.Env(), base, set);
}

}  // namespace

void initOperatorCalls(Napi::Object exports) {
  define<operatorOverload>(exports, "operatorOverload");
  define<operatorFunction>(exports, "operatorFunction");
}

}  // namespace tadpole
