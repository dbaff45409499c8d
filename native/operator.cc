// Operators of libtorch's dispatcher: their schemas, read once, and the overloads of a name.
#include "operator.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <string_view>
#include <utility>

#include "errors.h"

namespace tadpole {

namespace {

bool isTensorArgument(const Operator::Argument& argument) {
  return argument.type.kind == Kind::kTensor ||
         (argument.type.kind == Kind::kList && argument.type.element == Kind::kTensor);
}

/** Operators whose Tensor arguments may be numbers, as in PyTorch's argument parser. */
bool takesNumbersAsTensors(const std::string& name) {
  static constexpr auto kNames = std::to_array<std::string_view>({
      "add",      "add_",      "div",         "div_",         "divide",       "divide_",
      "mul",      "mul_",      "multiply",    "multiply_",    "sub",          "sub_",
      "subtract", "subtract_", "true_divide", "true_divide_", "floor_divide", "floor_divide_",
      "copy",     "copy_",     "to",          "_to_copy",     "_conj",
  });
  return std::find(kNames.begin(), kNames.end(), name) != kNames.end();
}

/** Whether an operator gives values of tensors to the host, and not only their shape or kind. */
bool readsValuesOf(const std::string& name) {
  static constexpr auto kNames = std::to_array<std::string_view>({
      "aten::equal",
      "aten::allclose",
      "aten::is_nonzero",
      "aten::item",
      "aten::_local_scalar_dense",
  });
  return std::find(kNames.begin(), kNames.end(), name) != kNames.end();
}

/** Overloads with a Tensor come before those with a number in its place; `out` variants come last. */
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

std::string camelCase(const std::string& name) {
  std::string result;
  std::size_t underscores = 0;
  for (const char letter : name) {
    if (letter == '_') {
      ++underscores;
      continue;
    }
    const bool joins = underscores > 0 && !result.empty();
    if (!joins)
      result.append(underscores, '_');
    result += joins ? static_cast<char>(std::toupper(static_cast<unsigned char>(letter))) : letter;
    underscores = 0;
  }
  return result.append(underscores, '_');
}

Operator::Operator(c10::OperatorHandle operatorHandle) : handle(std::move(operatorHandle)) {
  const c10::FunctionSchema& schema = handle.schema();
  precondition = preconditionOf(schema);
  readsValues = readsValuesOf(schema.name());
  name = schema.name() + (schema.overload_name().empty() ? "" : "." + schema.overload_name());
  for (const c10::Argument& source : schema.arguments()) {
    Argument argument;
    argument.name = source.name();
    argument.type = ValueType::of(source.real_type(), source.N());
    argument.keywordOnly = source.kwarg_only();
    argument.required = !source.default_value().has_value();
    if (!argument.required)
      argument.defaultValue = *source.default_value();
    // The stride of a pooling; its backward passes have no default for it.
    argument.type.mayBeEmpty = argument.name == "stride" && name.find("pool") != std::string::npos;
    if (!argument.keywordOnly)
      positionalCount = arguments.size() + 1;
    indexOf.emplace(argument.name, arguments.size());
    indexOf.emplace(camelCase(argument.name), arguments.size());
    arguments.push_back(std::move(argument));
  }
  creates = indexOf.count("pin_memory") > 0 && indexOf.count("dtype") > 0;
  // PyTorch infers int64 from integral fill values; JavaScript cannot tell 1 from 1.0, so factories give
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

}  // namespace tadpole
