// The addon's entry point: everything that it exports to a JavaScript environment.
#include <napi.h>

#include "archive.h"
#include "arguments.h"
#include "autograd.h"
#include "dist.h"
#include "environment.h"
#include "errors.h"
#include "file_lock.h"
#include "files.h"
#include "generator.h"
#include "linear.h"
#include "operator.h"
#include "optim.h"
#include "runtime.h"
#include "script.h"
#include "signals.h"
#include "tensor.h"

namespace tadpole {

namespace {

/**
 * register({ createTensor, slotOf, grown, Error, TypeError, RangeError }): what the realm that loads the
 * addon provides.
 */
Napi::Value registerClasses(const Napi::CallbackInfo& info) {
  Environment::of(info.Env()).registerClasses(readObject(info[0], "classes"));
  return info.Env().Undefined();
}

/** slotBoard(): the Int32Array described in slot_board.h. */
Napi::Value slotBoard(const Napi::CallbackInfo& info) {
  return Environment::of(info.Env()).slots.array();
}

Napi::Object init(Napi::Env env, Napi::Object exports) {
  Environment::attach(env);
  define<registerClasses>(exports, "register");
  define<slotBoard>(exports, "slotBoard");
  initTensor(exports);
  initOperatorCalls(exports);
  initOperatorSchemas(exports);
  initAutograd(exports);
  initGenerator(exports);
  initRuntime(exports);
  initFiles(exports);
  initArchive(exports);
  initFileLock(exports);
  initScript(exports);
  initScriptCalls(exports);
  initTrace(exports);
  initGraph(exports);
  initLinear(exports);
  initOptim(exports);
  initGradients(exports);
  initSignals(exports);
  initDist(exports);
  return exports;
}

}  // namespace

NODE_API_MODULE(tadpole, init)

}  // namespace tadpole
