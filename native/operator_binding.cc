// Matching of JavaScript arguments to an operator's schema, and the reasons why a call does not fit.
#include "operator_binding.h"

#include <algorithm>
#include <utility>

#include "errors.h"
#include "nearest.h"
#include "substitution.h"
#include "value.h"
#include "value_number.h"

namespace tadpole {

namespace {

std::string quoted(const std::string& name) {
  return "'" + name + "'";
}

std::string mismatch(const Call& call, const Operator::Argument& argument, const JsValue& value) {
  return "argument " + quoted(argument.name) + " must be " + argument.type.name() + ", got " +
         describeMisfit(call.environment, call.env, value, argument.type);
}

std::string unknownKeyword(const Operator& op, const std::string& keyword) {
  std::vector<std::string> names;
  for (const Operator::Argument& argument : op.arguments)
    names.push_back(camelCase(argument.name));
  if (op.creates)
    names.emplace_back("requiresGrad");
  return "has no argument " + quoted(keyword) + didYouMean(keyword, names);
}

bool bindOne(const Call& call, const Operator& op, std::size_t index, const JsValue& value,
             Binding& binding) {
  const Operator::Argument& argument = op.arguments[index];
  c10::IValue& slot = binding.stack[index];
  if (value.type == napi_undefined && !argument.required)
    return true;
  // A getter among the arguments may have disposed the tensor, and its handle may hold another one.
  if (value.tensor != nullptr && value.tensor->generation != value.generation)
    throwDisposed();
  bool fits = false;
  bool isNumber = false;
  try {
    fits = readValue(call.environment, call.env, value, argument.type, slot) ||
           (call.substitutes && (readTensorAsNumber(value, argument.type, slot) ||
                                 readTensorAsIntegers(value, argument.type, slot)));
    isNumber = !fits && call.substitutes && call.numbersAsTensors && argument.type.kind == Kind::kTensor &&
               readNumberAsTensor(call.env, value, slot);
  } catch (const ValueError& error) {
    throw ValueError(op.name + ": argument " + quoted(argument.name) + ": " + error.what());
  }
  if (!fits && !isNumber) {
    binding.problem = mismatch(call, argument, value);
    return false;
  }
  binding.values[index] = isNumber ? nullptr : value.value;
  binding.bound |= std::uint64_t{1} << index;
  return true;
}

/** Whether the last argument is an options object: a plain object that is not a complex number. */
bool isOptions(const Call& call, const JsValue& value) {
  if (value.type != napi_object || value.tensor != nullptr || !isPlainObject(call.env, value.value))
    return false;
  c10::IValue complex;
  return !readScalar(call.env, value, complex);
}

}  // namespace

void readKeywords(Call& call) {
  if (call.count == 0 || !isOptions(call, call.positional[call.count - 1]))
    return;
  napi_value options = call.positional[--call.count].value;
  napi_value names = nullptr;
  check(call.env, napi_get_property_names(call.env, options, &names));
  std::uint32_t length = 0;
  check(call.env, napi_get_array_length(call.env, names, &length));
  for (std::uint32_t i = 0; i < length; ++i) {
    napi_value name = nullptr;
    napi_value value = nullptr;
    check(call.env, napi_get_element(call.env, names, i, &name));
    check(call.env, napi_get_property(call.env, options, name, &value));
    Keyword keyword{Napi::String(call.env, name).Utf8Value(), JsValue::of(call.environment, call.env, value)};
    if (keyword.value.type != napi_undefined)
      call.keywords.push_back(std::move(keyword));
  }
}

bool bind(const Call& call, const Operator& op, Binding& binding) {
  if (call.count > op.arguments.size() || call.count > op.positionalCount) {
    binding.problem = "takes " + std::to_string(op.positionalCount) + " positional arguments, got " +
                      std::to_string(call.count);
    const ValueType first = op.arguments.empty() ? ValueType() : op.arguments[0].type;
    if (first.kind == Kind::kList && first.element == Kind::kInt && call.positional[0].type == napi_number)
      binding.problem += "; sizes are one array, such as [2, 3]";
    return false;
  }
  binding.bound = 0;
  binding.stack.clear();
  binding.stack.reserve(std::max<std::size_t>(op.arguments.size(), 2));
  for (const Operator::Argument& argument : op.arguments)
    binding.stack.push_back(argument.defaultValue);
  for (std::size_t i = 0; i < call.count; ++i) {
    if (!bindOne(call, op, i, call.positional[i], binding))
      return false;
  }
  for (const Keyword& keyword : call.keywords) {
    const auto found = op.indexOf.find(keyword.name);
    if (op.creates && (keyword.name == "requiresGrad" || keyword.name == "requires_grad")) {
      if (keyword.value.type != napi_boolean) {
        binding.problem = "argument " + quoted(keyword.name) + " must be boolean, got " +
                          describe(call.environment, call.env, keyword.value.value);
        return false;
      }
      check(call.env, napi_get_value_bool(call.env, keyword.value.value, &binding.requiresGrad));
      continue;
    }
    if (found == op.indexOf.end()) {
      binding.problem = unknownKeyword(op, keyword.name);
      return false;
    }
    if (found->second < call.count) {
      binding.problem = "argument " + quoted(keyword.name) + " was given twice";
      return false;
    }
    if (!bindOne(call, op, found->second, keyword.value, binding))
      return false;
  }
  if (op.factoryDtype >= 0) {
    c10::IValue& dtype = binding.stack[static_cast<std::size_t>(op.factoryDtype)];
    const bool complex = std::any_of(binding.stack.begin(), binding.stack.end(),
                                     [](const c10::IValue& value) { return value.isComplexDouble(); });
    if (dtype.isNone()) {
      dtype = static_cast<std::int64_t>(complex ? c10::ScalarType::ComplexFloat : c10::ScalarType::Float);
    }
  }
  for (std::size_t i = call.count; i < op.arguments.size(); ++i) {
    if (op.arguments[i].required && !binding.has(i)) {
      binding.problem =
          "argument " + quoted(op.arguments[i].name) + " (" + op.arguments[i].type.name() + ") is missing";
      return false;
    }
  }
  return true;
}

}  // namespace tadpole
