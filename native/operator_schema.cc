// Names and schemas of the operators of libtorch's dispatcher, for the typed surface.
#include <ATen/core/dispatch/Dispatcher.h>

#include "arguments.h"
#include "environment.h"
#include "errors.h"
#include "operator.h"

namespace tadpole {

namespace {

/** camelCase(name): PyTorch's snake_case name as JavaScript spells it. */
Napi::Value camelCaseName(const Napi::CallbackInfo& info) {
  return Napi::String::New(info.Env(), camelCase(readString(info[0], "name")));
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

}  // namespace

void initOperatorSchemas(Napi::Object exports) {
  define<camelCaseName>(exports, "camelCase");
  define<operatorNames>(exports, "operatorNames");
  define<operatorSchema>(exports, "operatorSchema");
}

}  // namespace tadpole
