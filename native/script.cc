// TorchScript modules: loading, modes, moving, tensors, saving, disposal.
#include "script.h"

#include <ATen/ATen.h>
#include <torch/csrc/jit/serialization/import.h>

#include <memory>
#include <optional>
#include <sstream>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "arguments.h"
#include "async.h"
#include "errors.h"
#include "names.h"
#include "native_object.h"
#include "tensor.h"

namespace tadpole {

namespace {

using torch::jit::Module;

/** Every parameter and buffer once, even if the module holds it under several names. */
std::vector<at::Tensor> ownTensors(const Module& module) {
  std::vector<at::Tensor> tensors;
  std::unordered_set<const c10::TensorImpl*> seen;
  const auto add = [&](const at::Tensor& tensor) {
    if (tensor.defined() && seen.insert(tensor.unsafeGetTensorImpl()).second)
      tensors.push_back(tensor);
  };
  for (const at::Tensor& tensor : module.parameters())
    add(tensor);
  for (const at::Tensor& tensor : module.buffers())
    add(tensor);
  return tensors;
}

std::int64_t bytesOf(const Module& module) {
  std::int64_t bytes = 0;
  for (const at::Tensor& tensor : ownTensors(module))
    bytes += static_cast<std::int64_t>(tensor.nbytes());
  return bytes;
}

struct ScriptBox {
  static constexpr const char* kName = "ScriptModule";
  static constexpr napi_type_tag kTag{0x7461647073637231, 0xb64c2f90e17d3a58};

  ScriptBox(napi_env owner, Module script) : env(owner), module(std::move(script)), bytes(bytesOf(*module)) {
    ++*live;
    reportMemory(bytes);
  }
  ~ScriptBox() { close(); }
  ScriptBox(const ScriptBox&) = delete;
  ScriptBox& operator=(const ScriptBox&) = delete;

  /** Drops this reference; calls in progress keep theirs. */
  void close() {
    if (!module)
      return;
    module.reset();
    --*live;
    reportMemory(-bytes);
  }

  /** Failures are ignored: an environment that is shutting down accepts no reports. */
  void reportMemory(std::int64_t change) const {
    std::int64_t total = 0;
    napi_adjust_external_memory(env, change, &total);
  }

  napi_env env;
  std::optional<Module> module;
  std::int64_t bytes;
  std::shared_ptr<std::int64_t> live = Environment::of(env).scriptModules;
  /** The number of calls that run in other threads, during which the module must not change. */
  std::shared_ptr<int> running = std::make_shared<int>(0);
};

ScriptBox& openBox(Napi::Value value) {
  ScriptBox& box = NativeObject<ScriptBox>::unwrap(value, "module");
  if (!box.module)
    throw std::runtime_error("this ScriptModule was disposed; load it again to use it");
  return box;
}

Module& unwrapIdleScript(Napi::Value value, const char* action) {
  ScriptBox& box = openBox(value);
  if (*box.running > 0) {
    throw std::runtime_error(std::string("cannot ") + action + " a ScriptModule while " +
                             std::to_string(*box.running) +
                             " asynchronous calls of it are running; await them first");
  }
  return *box.module;
}

std::optional<c10::Device> optionalDevice(Napi::Value value) {
  if (value.IsNull() || value.IsUndefined())
    return std::nullopt;
  return presentDevice(readString(value, "device"));
}

/** scriptLoad(object, path, device | null): fills `object`, a new ScriptModule. */
Napi::Value load(const Napi::CallbackInfo& info) {
  const std::string path = readString(info[1], "path");
  auto unit = std::make_shared<torch::jit::CompilationUnit>();
  attachScript(info[0],
               torch::jit::import_ir_module(unit, path, optionalDevice(info[2]), /*load_debug_files=*/false));
  return info.Env().Undefined();
}

/**
 * Wraps the tensors of a module; a tensor that it holds under several names becomes one JavaScript object.
 */
class NamedTensors {
 public:
  explicit NamedTensors(Napi::Env env) : env_(env) {}

  template <typename List>
  Napi::Array wrap(const List& tensors) {
    Napi::Array result = Napi::Array::New(env_);
    for (const auto& entry : tensors) {
      if (!entry.value.defined())
        continue;
      Napi::Array pair = Napi::Array::New(env_, 2);
      pair.Set(0U, entry.name);
      pair.Set(1U, wrapOnce(entry.value));
      result.Set(result.Length(), pair);
    }
    return result;
  }

 private:
  Napi::Value wrapOnce(const at::Tensor& tensor) {
    const auto [place, isNew] = wrapped_.try_emplace(tensor.unsafeGetTensorImpl());
    if (isNew)
      place->second = wrapTensor(env_, tensor);
    return place->second;
  }

  Napi::Env env_;
  std::unordered_map<const c10::TensorImpl*, Napi::Value> wrapped_;
};

/** scriptTensors(module): { parameters, buffers }, each [name, Tensor][]: the module's own tensors. */
Napi::Value tensors(const Napi::CallbackInfo& info) {
  const Module& module = unwrapScript(info[0]);
  NamedTensors named(info.Env());
  Napi::Object result = Napi::Object::New(info.Env());
  result.Set("parameters", named.wrap(module.named_parameters()));
  result.Set("buffers", named.wrap(module.named_buffers()));
  return result;
}

/** scriptIsTraining(module) */
Napi::Value isTraining(const Napi::CallbackInfo& info) {
  return Napi::Boolean::New(info.Env(), unwrapScript(info[0]).is_training());
}

/** scriptTrain(module, on): sets the mode of the module and of all submodules. */
Napi::Value train(const Napi::CallbackInfo& info) {
  unwrapIdleScript(info[0], "change the mode of").train(readBoolean(info[1], "mode"));
  return info.Env().Undefined();
}

/**
 * scriptTo(module, device | null, dtype | null): moves parameters and buffers in place; the dtype applies to
 * floating-point ones.
 */
Napi::Value to(const Napi::CallbackInfo& info) {
  Module& module = unwrapIdleScript(info[0], "move");
  const std::optional<c10::Device> device = optionalDevice(info[1]);
  std::optional<c10::ScalarType> dtype;
  if (!info[2].IsNull() && !info[2].IsUndefined())
    dtype = parseDtype(readString(info[2], "dtype"));
  if (dtype && !c10::isFloatingType(*dtype)) {
    throw ValueError("a module can only be cast to a floating point dtype, got '" + dtypeName(*dtype) + "'");
  }
  const c10::NoGradGuard noGrad;
  const auto move = [&](const at::Tensor& tensor) {
    const c10::ScalarType target = dtype && tensor.is_floating_point() ? *dtype : tensor.scalar_type();
    tensor.set_data(tensor.to(device.value_or(tensor.device()), target));
    if (tensor.grad().defined())
      tensor.mutable_grad() = tensor.grad().to(device.value_or(tensor.device()), target);
  };
  for (const at::Tensor& tensor : ownTensors(module))
    move(tensor);
  return info.Env().Undefined();
}

torch::jit::ExtraFilesMap readExtraFiles(Napi::Value value) {
  const Napi::Object object = readObject(value, "extraFiles");
  const Napi::Array names = object.GetPropertyNames();
  torch::jit::ExtraFilesMap files;
  for (std::uint32_t i = 0; i < names.Length(); ++i) {
    const Napi::Value name = names.Get(i);
    files[readString(name, "extraFiles")] = readString(object.Get(name), "extraFiles");
  }
  return files;
}

/** A module, with a reference of its own, and the path and extra files to save it with. */
struct Saving {
  Module module;
  std::string path;
  torch::jit::ExtraFilesMap extraFiles;

  void run() const { module.save(path, extraFiles); }
};

Saving readSaving(const Napi::CallbackInfo& info) {
  Saving saving{unwrapScript(info[0]), readString(info[1], "path"), {}};
  saving.extraFiles = readExtraFiles(info[2]);
  return saving;
}

/** scriptSave(module, path, extraFiles) */
Napi::Value save(const Napi::CallbackInfo& info) {
  readSaving(info).run();
  return info.Env().Undefined();
}

/** scriptSaveAsync(module, path, extraFiles): the same, as a promise. */
Napi::Value saveAsync(const Napi::CallbackInfo& info) {
  const auto saving = std::make_shared<const Saving>(readSaving(info));
  return runAsync(
      info.Env(), [saving] { saving->run(); }, [](Napi::Env env) -> napi_value { return env.Undefined(); });
}

/**
 * scriptReread(object, module): fills `object`, a new ScriptModule, with the result of saving and loading
 * `module` in memory, which gives it tensors of its own.
 */
Napi::Value reread(const Napi::CallbackInfo& info) {
  std::stringstream bytes;
  unwrapScript(info[1]).save(bytes);
  attachScript(info[0], torch::jit::import_ir_module(std::make_shared<torch::jit::CompilationUnit>(), bytes,
                                                     /*device=*/std::nullopt, /*load_debug_files=*/false));
  return info.Env().Undefined();
}

/** scriptIsDisposed(module) */
Napi::Value isDisposed(const Napi::CallbackInfo& info) {
  return Napi::Boolean::New(info.Env(), !NativeObject<ScriptBox>::unwrap(info[0], "module").module);
}

/** scriptDispose(module): frees it immediately; repeated calls have no effect. */
Napi::Value dispose(const Napi::CallbackInfo& info) {
  NativeObject<ScriptBox>::unwrap(info[0], "module").close();
  return info.Env().Undefined();
}

/** scriptCount(): the number of live ScriptModules of this environment. */
Napi::Value count(const Napi::CallbackInfo& info) {
  return Napi::Number::New(info.Env(), static_cast<double>(*Environment::of(info.Env()).scriptModules));
}

}  // namespace

Module& unwrapScript(Napi::Value value) {
  return *openBox(value).module;
}

std::shared_ptr<int> runningCalls(Napi::Value value) {
  return openBox(value).running;
}

void attachScript(Napi::Value object, Module module) {
  NativeObject<ScriptBox>::attach(object, std::make_unique<ScriptBox>(object.Env(), std::move(module)));
}

void initScript(Napi::Object exports) {
  define<load>(exports, "scriptLoad");
  define<tensors>(exports, "scriptTensors");
  define<isTraining>(exports, "scriptIsTraining");
  define<train>(exports, "scriptTrain");
  define<to>(exports, "scriptTo");
  define<save>(exports, "scriptSave");
  define<saveAsync>(exports, "scriptSaveAsync");
  define<reread>(exports, "scriptReread");
  define<isDisposed>(exports, "scriptIsDisposed");
  define<dispose>(exports, "scriptDispose");
  define<count>(exports, "scriptCount");
}

}  // namespace tadpole
