// TorchScript modules behind instances of the TypeScript class ScriptModule.
#pragma once

#include <napi.h>
#include <torch/csrc/jit/api/module.h>

#include <string>

namespace tadpole {

/** Puts `module` behind `object`, a new instance of the TypeScript class ScriptModule. */
void attachScript(Napi::Value object, torch::jit::Module module);

/** What the exception in flight says, without TorchScript's traceback; must be called from a catch block. */
std::string scriptFailure();

void initScript(Napi::Object exports);
void initTrace(Napi::Object exports);

}  // namespace tadpole
