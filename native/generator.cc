// The native half of the class Generator: a random number generator of one device.
#include "generator.h"

#include <ATen/CPUGeneratorImpl.h>
#include <ATen/Context.h>

#include <memory>
#include <mutex>

#include "arguments.h"
#include "errors.h"
#include "names.h"
#include "native_object.h"
#include "tensor.h"

namespace tadpole {

namespace {

struct GeneratorBox {
  static constexpr const char* kName = "Generator";
  static constexpr napi_type_tag kTag{0x7461647067656e31, 0x9d1f0c3b5a7e4821};
  at::Generator generator;
};

at::Generator newGenerator(c10::Device device) {
  if (device.is_cpu())
    return at::detail::createCPUGenerator();
  return at::globalContext().getAcceleratorHooksInterface(device.type()).getNewGenerator(device.index());
}

at::Generator& unwrap(const Napi::CallbackInfo& info) {
  return NativeObject<GeneratorBox>::unwrap(info[0], "generator").generator;
}

/**
 * generatorAttach(object, device, shared): attaches the device's default generator if shared, otherwise a new
 * one.
 */
Napi::Value attach(const Napi::CallbackInfo& info) {
  const c10::Device device = presentDevice(readString(info[1], "device"));
  const bool shared = readBoolean(info[2], "shared");
  auto box = std::make_unique<GeneratorBox>();
  box->generator = shared ? at::globalContext().defaultGenerator(device) : newGenerator(device);
  NativeObject<GeneratorBox>::attach(info[0], std::move(box));
  return info.Env().Undefined();
}

/** generatorManualSeed(generator, seed) */
Napi::Value generatorManualSeed(const Napi::CallbackInfo& info) {
  at::Generator& generator = unwrap(info);
  const auto seed = static_cast<std::uint64_t>(readInteger(info[1], "seed"));
  std::lock_guard<std::mutex> lock(generator.mutex());
  generator.set_current_seed(seed);
  return info.Env().Undefined();
}

/** generatorInitialSeed(generator): bigint */
Napi::Value initialSeed(const Napi::CallbackInfo& info) {
  return Napi::BigInt::New(info.Env(), unwrap(info).current_seed());
}

/** generatorGetState(generator): Tensor uint8 */
Napi::Value getState(const Napi::CallbackInfo& info) {
  at::Generator& generator = unwrap(info);
  std::lock_guard<std::mutex> lock(generator.mutex());
  return wrapTensor(info.Env(), generator.get_state());
}

/** generatorSetState(generator, state) */
Napi::Value setState(const Napi::CallbackInfo& info) {
  at::Generator& generator = unwrap(info);
  const at::Tensor& state = unwrapTensor(info[1], "state");
  std::lock_guard<std::mutex> lock(generator.mutex());
  generator.set_state(state);
  return info.Env().Undefined();
}

/** generatorDevice(generator): string */
Napi::Value generatorDevice(const Napi::CallbackInfo& info) {
  return Napi::String::New(info.Env(), unwrap(info).device().str());
}

}  // namespace

at::Generator* generatorOf(napi_env env, napi_value value) {
  GeneratorBox* box = NativeObject<GeneratorBox>::of(env, value);
  return box == nullptr ? nullptr : &box->generator;
}

void initGenerator(Napi::Object exports) {
  define<attach>(exports, "generatorAttach");
  define<generatorManualSeed>(exports, "generatorManualSeed");
  define<initialSeed>(exports, "generatorInitialSeed");
  define<getState>(exports, "generatorGetState");
  define<setState>(exports, "generatorSetState");
  define<generatorDevice>(exports, "generatorDevice");
}

}  // namespace tadpole
