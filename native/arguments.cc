// Conversion of Node-API values to the argument types of hand-written functions.
#include "arguments.h"

#include "environment.h"
#include "errors.h"
#include "js_value.h"
#include "value.h"

namespace tadpole {

namespace {

[[noreturn]] void refuseValue(Napi::Value value, const char* argument, const char* expected) {
  napi_env env = value.Env();
  throw ArgumentError(std::string("argument '") + argument + "' must be " + expected + ", got " +
                      describe(Environment::of(env), env, value));
}

}  // namespace

std::string readString(Napi::Value value, const char* argument) {
  if (!value.IsString())
    refuseValue(value, argument, "a string");
  return value.As<Napi::String>().Utf8Value();
}

double readNumber(Napi::Value value, const char* argument) {
  if (!value.IsNumber())
    refuseValue(value, argument, "a number");
  return value.As<Napi::Number>().DoubleValue();
}

std::int64_t readInteger(Napi::Value value, const char* argument) {
  napi_env env = value.Env();
  Environment& environment = Environment::of(env);
  ValueType integer;
  integer.kind = Kind::kInt;
  c10::IValue result;
  if (!readValue(environment, env, JsValue::of(environment, env, value), integer, result))
    refuseValue(value, argument, "an integer");
  return result.toInt();
}

bool readBoolean(Napi::Value value, const char* argument) {
  if (!value.IsBoolean())
    refuseValue(value, argument, "a boolean");
  return value.As<Napi::Boolean>().Value();
}

Napi::Object readObject(Napi::Value value, const char* argument) {
  if (!value.IsObject())
    refuseValue(value, argument, "an object");
  return value.As<Napi::Object>();
}

Napi::Array readArray(Napi::Value value, const char* argument) {
  if (!value.IsArray())
    refuseValue(value, argument, "an array");
  return value.As<Napi::Array>();
}

}  // namespace tadpole
