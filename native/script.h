// TorchScript modules behind instances of the TypeScript class ScriptModule.
#pragma once

#include <napi.h>
#include <torch/csrc/jit/api/module.h>

#include <memory>

namespace tadpole {

/** Puts `module` behind `object`, a new instance of the TypeScript class ScriptModule. */
void attachScript(Napi::Value object, torch::jit::Module module);

/** The module behind `value`; throws for anything else, and when it was disposed. */
torch::jit::Module& unwrapScript(Napi::Value value);

/** How many calls of the module behind `value` are under way in other threads; callers count up and down. */
std::shared_ptr<int> runningCalls(Napi::Value value);

void initScript(Napi::Object exports);
void initScriptCalls(Napi::Object exports);
void initTrace(Napi::Object exports);
void initGraph(Napi::Object exports);

}  // namespace tadpole
