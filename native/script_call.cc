// Calls of TorchScript methods, on this thread or in another one.
#include <ATen/Parallel.h>
#include <torch/csrc/jit/frontend/tracer.h>

#include <memory>
#include <string>
#include <utility>

#include "arguments.h"
#include "async.h"
#include "environment.h"
#include "errors.h"
#include "runtime.h"
#include "script.h"
#include "script_value.h"
#include "value.h"

namespace tadpole {

namespace {

using torch::jit::Module;

std::string methodNames(const Module& module) {
  std::string names;
  for (const torch::jit::Method& method : module.get_methods())
    names += (names.empty() ? "" : ", ") + method.name();
  return names.empty() ? "it has none" : "it has: " + names;
}

std::string signature(const c10::FunctionSchema& schema) {
  std::string text = schema.name() + "(";
  for (std::size_t i = 1; i < schema.arguments().size(); ++i) {
    const c10::Argument& argument = schema.arguments()[i];
    text += (i > 1 ? ", " : "") + argument.name() + ": " + argument.type()->repr_str();
  }
  return text + ")";
}

/**
 * Throws the error of a TorchScript call after `prefix` and without TorchScript's traceback. The interpreter
 * preserves the class of an error only if the program itself raised it or script_checks.h did. Must be called
 * from a catch block.
 */
[[noreturn]] void rethrowScriptFailure(const std::string& prefix) {
  const std::string message = currentExceptionMessage();
  // The traceback ends with a line such as `RuntimeError: what failed` or `builtins.ValueError: what failed`.
  const std::size_t kind = message.rfind("Error: ");
  if (message.find("TorchScript interpreter") == std::string::npos || kind == std::string::npos)
    rethrowAfter(prefix);
  const std::size_t start = message.find_last_of("\n.", kind);
  const std::string failure = message.substr(start == std::string::npos ? 0 : start + 1);
  if (failure.starts_with("ValueError") || failure.starts_with("IndexError"))
    throw ValueError(prefix + failure);
  if (failure.starts_with("TypeError"))
    throw ArgumentError(prefix + failure);
  throw std::runtime_error(prefix + failure);
}

/** A method of a module, with its arguments. */
struct ScriptCall {
  Module module;
  torch::jit::Method method;
  torch::jit::Stack arguments;

  c10::IValue run() {
    try {
      return method(std::move(arguments));
    } catch (...) {
      rethrowScriptFailure(method.name() + "(): ");
    }
  }

  napi_value write(napi_env env, const c10::IValue& result) const {
    const c10::TypePtr type = method.function().getSchema().returns().at(0).type();
    return writeValue(Environment::of(env), env, result, type.get());
  }
};

ScriptCall readCall(const Napi::CallbackInfo& info) {
  napi_env env = info.Env();
  Environment& environment = Environment::of(env);
  const Module& module = unwrapScript(info[0]);
  const std::string name = readString(info[1], "method");
  const auto method = module.find_method(name);
  if (!method)
    throw ValueError("the ScriptModule has no method '" + name + "'; " + methodNames(module));
  const c10::FunctionSchema& schema = method->function().getSchema();
  const Napi::Array values = readArray(info[2], "inputs");
  const std::size_t expected = schema.arguments().size() - 1;
  if (values.Length() > expected) {
    throw ArgumentError(signature(schema) + " takes " + std::to_string(expected) + " inputs, got " +
                        std::to_string(values.Length()));
  }
  ScriptCall call{module, *method, {}};
  for (std::uint32_t i = 0; i < values.Length(); ++i) {
    const c10::Argument& argument = schema.arguments()[i + 1];
    const std::string where = signature(schema) + ": argument '" + argument.name() + "'";
    call.arguments.push_back(readScriptValue(environment, values.Get(i), argument.type(), where));
  }
  return call;
}

/** scriptCall(module, method, inputs): the method's result. */
Napi::Value call(const Napi::CallbackInfo& info) {
  ScriptCall call = readCall(info);
  return {info.Env(), call.write(info.Env(), call.run())};
}

/** How many threads libtorch computes with in the calling thread: `threads` while it lives, and `usual`
 * afterwards. */
class ThreadCount {
 public:
  ThreadCount(int threads, int usual) : usual_(usual) { at::set_num_threads(threads); }
  ~ThreadCount() { at::set_num_threads(usual_); }
  ThreadCount(const ThreadCount&) = delete;
  ThreadCount& operator=(const ThreadCount&) = delete;

 private:
  int usual_;
};

/** scriptCallAsync(module, method, inputs, threads | null): the same in another thread, as a promise. */
Napi::Value callAsync(const Napi::CallbackInfo& info) {
  if (torch::jit::tracer::isTracing()) {
    throw std::runtime_error("asynchronous calls cannot be traced; call forward() inside of a traced module");
  }
  struct State {
    ScriptCall call;
    std::shared_ptr<int> running;
    c10::IValue result;

    State(ScriptCall scriptCall, std::shared_ptr<int> counter)
        : call(std::move(scriptCall)), running(std::move(counter)) {
      ++*running;
    }
    ~State() { --*running; }
    State(const State&) = delete;
    State& operator=(const State&) = delete;
  };
  auto state = std::make_shared<State>(readCall(info), runningCalls(info[0]));
  const int usual = at::get_num_threads();
  const int threads = info[3].IsNull() ? usual : readThreads(info[3]);
  return runAsync(
      info.Env(),
      [state, threads, usual] {
        const ThreadCount count(threads, usual);
        state->result = state->call.run();
      },
      [state](Napi::Env env) { return state->call.write(env, state->result); });
}

/** scriptMethods(module): { name, inputs: string[] }[] */
Napi::Value methods(const Napi::CallbackInfo& info) {
  Napi::Env env = info.Env();
  Napi::Array result = Napi::Array::New(env);
  for (const torch::jit::Method& method : unwrapScript(info[0]).get_methods()) {
    Napi::Array inputs = Napi::Array::New(env);
    const auto& arguments = method.function().getSchema().arguments();
    for (std::size_t i = 1; i < arguments.size(); ++i) {
      inputs.Set(static_cast<std::uint32_t>(i - 1), arguments[i].name());
    }
    Napi::Object entry = Napi::Object::New(env);
    entry.Set("name", method.name());
    entry.Set("inputs", inputs);
    result.Set(result.Length(), entry);
  }
  return result;
}

}  // namespace

void initScriptCalls(Napi::Object exports) {
  define<call>(exports, "scriptCall");
  define<callAsync>(exports, "scriptCallAsync");
  define<methods>(exports, "scriptMethods");
}

}  // namespace tadpole
