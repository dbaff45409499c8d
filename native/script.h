// TorchScript modules behind instances of the TypeScript class ScriptModule.
#pragma once

#include <napi.h>
#include <torch/csrc/jit/api/module.h>

#include <memory>

namespace tadpole {

/** Attaches `module` to `object`, a new instance of the TypeScript class ScriptModule. */
void attachScript(Napi::Value object, torch::jit::Module module);

/** The module behind `value`; throws for any other value and for a disposed module. */
torch::jit::Module& unwrapScript(Napi::Value value);

/**
 * The number of calls of the module behind `value` that run in other threads; callers increment and decrement
 * it.
 */
std::shared_ptr<int> runningCalls(Napi::Value value);

void initScript(Napi::Object exports);
void initScriptCalls(Napi::Object exports);
void initTrace(Napi::Object exports);
void initGraph(Napi::Object exports);

}  // namespace tadpole
