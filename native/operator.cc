// Binding of JavaScript arguments to operator schemas, overload resolution, and the call through the
// dispatcher.
#include "operator.h"

#include <ATen/ATen.h>
#include <ATen/core/stack.h>
#include <torch/csrc/jit/frontend/tracer.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>

#include "arguments.h"
#include "errors.h"
#include "generator.h"
#include "js_value.h"
#include "nearest.h"
#include "tensor.h"

namespace tadpole {

namespace {

/** More than any ATen schema has, and the bits of a Binding's `bound`. */
constexpr std::size_t kMaxArguments = SlotBoard::kMostArguments;

std::string camelCase(const std::string& name) {
  std::string result;
  bool upper = false;
  for (const char letter : name) {
    if (letter == '_' && !result.empty()) {
      upper = true;
    } else {
      result += upper ? static_cast<char>(std::toupper(static_cast<unsigned char>(letter))) : letter;
      upper = false;
    }
  }
  return result;
}

bool isTensorArgument(const Operator::Argument& argument) {
  return argument.type.kind == Kind::kTensor ||
         (argument.type.kind == Kind::kList && argument.type.element == Kind::kTensor);
}

struct Keyword {
  std::string name;
  JsValue value;
};

/** The arguments of one call, looked at once and shared by all overloads tried. */
struct Call {
  Environment& environment;
  napi_env env;
  std::array<JsValue, kMaxArguments> positional;
  std::size_t count = 0;
  std::vector<Keyword> keywords;
  /** Whether values are taken for others as PyTorch does it: single-valued tensors for numbers, and in
   * arithmetic numbers for tensors. */
  bool substitutes = false;
  bool numbersAsTensors = false;

  Call(Environment& callEnvironment, napi_env callEnv) : environment(callEnvironment), env(callEnv) {}
};

/** An attempt to bind a call to one overload: the stack when it fits, else why not. */
struct Binding {
  torch::jit::Stack stack;
  bool requiresGrad = false;
  /** Which arguments were given, as bits, and the JavaScript values of those; null for numbers as tensors. */
  std::uint64_t bound = 0;
  std::array<napi_value, kMaxArguments> values;
  std::string problem;

  Binding() {}
  bool has(std::size_t index) const { return (bound >> index & 1U) != 0; }
};

/** Arithmetic whose Tensor arguments may be numbers, as PyTorch's argument parser has it. */
bool takesNumbersAsTensors(const std::string& name) {
  static constexpr auto kNames = std::to_array<std::string_view>({
      "add",      "add_",      "div",         "div_",         "divide",       "divide_",
      "mul",      "mul_",      "multiply",    "multiply_",    "sub",          "sub_",
      "subtract", "subtract_", "true_divide", "true_divide_", "floor_divide", "floor_divide_",
      "copy",     "copy_",     "to",          "_to_copy",     "_conj",
  });
  return std::find(kNames.begin(), kNames.end(), name) != kNames.end();
}

std::string quoted(const std::string& name) {
  return "'" + name + "'";
}

std::string mismatch(const Call& call, const Operator::Argument& argument, const JsValue& value) {
  return "argument " + quoted(argument.name) + " must be " + argument.type.name() + ", got " +
         describeMisfit(call.environment, call.env, value, argument.type);
}

/** A number for a Tensor argument: a tensor that gives way to others when dtypes are promoted, as in PyTorch.
 */
bool readNumberAsTensor(const Call& call, const JsValue& value, c10::IValue& slot) {
  if (!readScalar(call.env, value, slot))
    return false;
  at::Tensor tensor = at::scalar_tensor(slot.toScalar(), slot.toScalar().type());
  tensor.unsafeGetTensorImpl()->set_wrapped_number(true);
  slot = std::move(tensor);
  return true;
}

/** The number in a tensor of one value. A trace would keep it for ever, and gradients end there: then it is
 * refused. */
bool readTensorAsNumber(const JsValue& value, const ValueType& type, c10::IValue& slot) {
  if (value.tensor == nullptr)
    return false;
  const at::Tensor& tensor = value.tensor->tensor;
  const bool integral = at::isIntegralType(tensor.scalar_type(), false);
  const bool takesInt = type.kind == Kind::kInt && integral;
  const bool takesFloat = type.kind == Kind::kFloat && (integral || tensor.is_floating_point());
  if (!(takesInt || takesFloat || type.kind == Kind::kScalar) || tensor.numel() != 1 || tensor.dim() != 0 ||
      tensor.requires_grad() || tensor.is_meta() || torch::jit::tracer::isTracing()) {
    return false;
  }
  const at::Scalar number = tensor.item();
  slot = takesFloat ? c10::IValue(number.toDouble()) : c10::IValue(number);
  return true;
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
  // A getter among the arguments may have disposed the tensor, and another one may have its handle.
  if (value.tensor != nullptr && value.tensor->generation != value.generation)
    throwDisposed();
  bool fits = false;
  bool isNumber = false;
  try {
    fits = readValue(call.environment, call.env, value, argument.type, slot) ||
           (call.substitutes && readTensorAsNumber(value, argument.type, slot));
    isNumber = !fits && call.substitutes && call.numbersAsTensors && argument.type.kind == Kind::kTensor &&
               readNumberAsTensor(call, value, slot);
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

/** Whether the last argument is an options object: a plain one that is no complex number. */
bool isOptions(const Call& call, const JsValue& value) {
  if (value.type != napi_object || value.tensor != nullptr || !isPlainObject(call.env, value.value))
    return false;
  c10::IValue complex;
  return !readScalar(call.env, value, complex);
}

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

napi_value invoke(const Call& call, const Operator& op, Binding& binding) {
  try {
    if (op.precondition != nullptr)
      checkPrecondition(op.precondition, op.handle.schema(), binding.stack);
    op.handle.callBoxed(binding.stack);
  } catch (...) {
    throw std::runtime_error(describeCall(call, op.name) + ": " + currentExceptionMessage());
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

/** operatorOverload(base, overload): Function | null for one overload such as ('add', 'Tensor'); '' is the
 * unnamed one. */
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

/** operatorFunction(base, method): a function that picks the overload by its arguments; as a method, `this`
 * comes first. */
Napi::Value operatorFunction(const Napi::CallbackInfo& info) {
  const std::string base = readString(info[0], "base");
  OverloadSet* set = Environment::of(info.Env()).operators->makeSet(base, readBoolean(info[1], "method"));
  return makeFunction(info.Env(), base, set);
}

/** operatorNames(): [base, overload][] of every ATen operator that has a schema. */
Napi::Value operatorNames(const Napi::CallbackInfo& info) {
  Napi::Array names = Napi::Array::New(info.Env());
  std::uint32_t count = 0;
  for (const c10::OperatorName& name : c10::Dispatcher::singleton().getAllOpNames()) {
    if (name.name.rfind("aten::", 0) != 0 || !c10::Dispatcher::singleton().findSchema(name))
      continue;
    Napi::Array entry = Napi::Array::New(info.Env(), 2);
    entry.Set(0U, name.name.substr(6));
    entry.Set(1U, name.overload_name);
    names.Set(count++, entry);
  }
  return names;
}

Napi::Object describeArgument(Napi::Env env, const c10::Argument& argument) {
  Napi::Object entry = Napi::Object::New(env);
  entry.Set("name", argument.name());
  entry.Set("type", argument.real_type()->annotation_str());
  entry.Set("size", argument.N() ? Napi::Value(Napi::Number::New(env, *argument.N())) : env.Null());
  entry.Set("keywordOnly", argument.kwarg_only());
  entry.Set("hasDefault", argument.default_value().has_value());
  entry.Set("written", argument.alias_info() != nullptr && argument.alias_info()->isWrite());
  return entry;
}

/** operatorSchema(base, overload): { schema, arguments, returns } */
Napi::Value operatorSchema(const Napi::CallbackInfo& info) {
  Napi::Env env = info.Env();
  Operator* op =
      Environment::of(env).operators->find(readString(info[0], "base"), readString(info[1], "overload"));
  if (op == nullptr)
    return env.Null();
  const c10::FunctionSchema& schema = op->handle.schema();
  Napi::Object result = Napi::Object::New(env);
  result.Set("schema", c10::toString(schema));
  Napi::Array arguments = Napi::Array::New(env);
  for (const c10::Argument& argument : schema.arguments()) {
    arguments.Set(arguments.Length(), describeArgument(env, argument));
  }
  Napi::Array returns = Napi::Array::New(env);
  for (const c10::Argument& argument : schema.returns()) {
    returns.Set(returns.Length(), describeArgument(env, argument));
  }
  result.Set("arguments", arguments);
  result.Set("returns", returns);
  return result;
}

/** Overloads that take a Tensor come before those that take a number in its place; `out` variants come last.
 */
int overloadRank(const Operator& op) {
  if (op.indexOf.count("out") > 0)
    return 3;
  const auto isUnsupported = [](const Operator::Argument& argument) {
    const ValueType& type = argument.type;
    return type.kind == Kind::kUnsupported ||
           (type.kind == Kind::kList && type.element == Kind::kUnsupported);
  };
  if (std::any_of(op.arguments.begin(), op.arguments.end(), isUnsupported))
    return 2;
  const auto isScalar = [](const Operator::Argument& argument) {
    return argument.required && argument.type.kind == Kind::kScalar;
  };
  return std::any_of(op.arguments.begin(), op.arguments.end(), isScalar) ? 1 : 0;
}

}  // namespace

Operator::Operator(c10::OperatorHandle operatorHandle) : handle(std::move(operatorHandle)) {
  const c10::FunctionSchema& schema = handle.schema();
  precondition = preconditionOf(schema);
  name = schema.name() + (schema.overload_name().empty() ? "" : "." + schema.overload_name());
  for (const c10::Argument& source : schema.arguments()) {
    Argument argument;
    argument.name = source.name();
    argument.type = ValueType::of(source.real_type(), source.N());
    argument.keywordOnly = source.kwarg_only();
    argument.required = !source.default_value().has_value();
    if (!argument.required)
      argument.defaultValue = *source.default_value();
    // A pooling's stride; its backward passes have no default for it.
    argument.type.mayBeEmpty = argument.name == "stride" && name.find("pool") != std::string::npos;
    if (!argument.keywordOnly)
      positionalCount = arguments.size() + 1;
    indexOf.emplace(argument.name, arguments.size());
    indexOf.emplace(camelCase(argument.name), arguments.size());
    arguments.push_back(std::move(argument));
  }
  creates = indexOf.count("pin_memory") > 0 && indexOf.count("dtype") > 0;
  // PyTorch infers int64 from integral fill values; in JavaScript 1 and 1.0 are the same, so factories give
  // float32.
  if (creates && std::none_of(arguments.begin(), arguments.end(), isTensorArgument)) {
    const std::size_t index = indexOf["dtype"];
    if (!arguments[index].required && arguments[index].defaultValue.isNone())
      factoryDtype = static_cast<int>(index);
  }
  for (const c10::Argument& returned : schema.returns()) {
    int written = -1;
    if (returned.alias_info() != nullptr && returned.alias_info()->isWrite()) {
      for (std::size_t i = 0; i < arguments.size(); ++i) {
        const c10::AliasInfo* alias = schema.arguments()[i].alias_info();
        if (alias != nullptr && alias->isWrite() &&
            alias->beforeSets() == returned.alias_info()->beforeSets()) {
          written = static_cast<int>(i);
        }
      }
    }
    writtenArgument.push_back(written);
  }
}

Operator* OperatorTable::find(const std::string& base, const std::string& overload) {
  const std::string key = base + "." + overload;
  const auto known = operators_.find(key);
  if (known != operators_.end())
    return known->second.get();
  const auto handle = c10::Dispatcher::singleton().findSchema({"aten::" + base, overload});
  if (!handle || handle->schema().arguments().size() > kMaxArguments)
    return nullptr;
  return operators_.emplace(key, std::make_unique<Operator>(*handle)).first->second.get();
}

OverloadSet* OperatorTable::makeSet(std::string name, bool method) {
  auto set = std::make_unique<OverloadSet>();
  set->name = std::move(name);
  set->method = method;
  set->numbersAsTensors = takesNumbersAsTensors(set->name);
  sets_.push_back(std::move(set));
  return sets_.back().get();
}

void OperatorTable::resolve(OverloadSet& set) {
  if (overloadNames_.empty()) {
    for (const c10::OperatorName& name : c10::Dispatcher::singleton().getAllOpNames()) {
      if (name.name.rfind("aten::", 0) == 0)
        overloadNames_[name.name.substr(6)].push_back(name.overload_name);
    }
  }
  for (const std::string& overload : overloadNames_[set.name]) {
    Operator* op = find(set.name, overload);
    if (op != nullptr)
      set.overloads.push_back(op);
  }
  if (set.overloads.empty())
    throw ArgumentError("libtorch has no operator '" + set.name + "'");
  std::sort(set.overloads.begin(), set.overloads.end(), [](const Operator* a, const Operator* b) {
    const auto key = [](const Operator* op) { return std::make_pair(overloadRank(*op), op->name); };
    return key(a) < key(b);
  });
  set.resolved = true;
}

void initOperators(Napi::Object exports) {
  define<operatorOverload>(exports, "operatorOverload");
  define<operatorFunction>(exports, "operatorFunction");
  define<operatorNames>(exports, "operatorNames");
  define<operatorSchema>(exports, "operatorSchema");
}

}  // namespace tadpole
