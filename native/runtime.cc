// Process-wide functions: libtorch's version, devices, threads, seeds and memory.
#include "runtime.h"

#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <ATen/Version.h>
#include <c10/core/CachingDeviceAllocator.h>
#include <torch/version.h>

#include <string>

#include "arguments.h"
#include "cpu_allocator.h"
#include "errors.h"
#include "names.h"
#include "script_checks.h"

namespace tadpole {

namespace {

/** versions(): the libtorch that the addon was built against, and the one that is loaded. */
Napi::Value versions(const Napi::CallbackInfo& info) {
  Napi::Object result = Napi::Object::New(info.Env());
  result.Set("builtAgainst", TORCH_VERSION);
  result.Set("variant", TADPOLE_LIBTORCH_VARIANT);
  result.Set("configuration", at::show_config());
  result.Set("cpuCapability", at::get_cpu_capability());
  return result;
}

/** manualSeed(seed): seeds the default generator of every device. */
Napi::Value manualSeed(const Napi::CallbackInfo& info) {
  at::manual_seed(static_cast<std::uint64_t>(readInteger(info[0], "seed")));
  return info.Env().Undefined();
}

Napi::Value getNumThreads(const Napi::CallbackInfo& info) {
  return Napi::Number::New(info.Env(), at::get_num_threads());
}

Napi::Value setNumThreads(const Napi::CallbackInfo& info) {
  at::set_num_threads(readThreads(info[0]));
  return info.Env().Undefined();
}

/** deviceCount(deviceType): number, 0 when the build or the machine has none. */
Napi::Value deviceCount(const Napi::CallbackInfo& info) {
  const c10::Device device = parseDevice(readString(info[0], "deviceType"));
  if (device.is_cpu())
    return Napi::Number::New(info.Env(), 1);
  const bool built = device.is_cuda() ? at::hasCUDA() : false;
  const int count = built ? at::globalContext().getAcceleratorHooksInterface(device.type()).deviceCount() : 0;
  return Napi::Number::New(info.Env(), count);
}

/** checkDevice(device): throws an error that says what to do unless this build and this machine have it. */
Napi::Value checkDevice(const Napi::CallbackInfo& info) {
  presentDevice(readString(info[0], "device"));
  return info.Env().Undefined();
}

/**
 * emptyCache(): returns memory that no tensor uses to the system; the result is the number of bytes of CPU
 * memory.
 */
Napi::Value emptyCache(const Napi::CallbackInfo& info) {
  const std::size_t bytes = emptyCpuCache();
// Older versions have it only behind the headers of CUDA.
#if TORCH_VERSION_MAJOR > 2 || TORCH_VERSION_MINOR >= 9
  if (at::hasCUDA()) {
    c10::DeviceAllocator* allocator = c10::getDeviceAllocator(c10::kCUDA);
    if (allocator->initialized())
      allocator->emptyCache();
  }
#endif
  return Napi::Number::New(info.Env(), static_cast<double>(bytes));
}

std::size_t readBytes(Napi::Value value) {
  const std::int64_t bytes = readInteger(value, "bytes");
  if (bytes < 0)
    throw ValueError("argument 'bytes' must be at least 0, got " + std::to_string(bytes));
  return static_cast<std::size_t>(bytes);
}

/** setMachineMemory(bytes): how much memory this process may have. */
Napi::Value noteMachineMemory(const Napi::CallbackInfo& info) {
  setMachineMemory(readBytes(info[0]));
  return info.Env().Undefined();
}

/** setMemoryLimit(bytes | null): the most that blocks in use and kept blocks may total. */
Napi::Value setMemoryLimit(const Napi::CallbackInfo& info) {
  limitCpuMemory(info[0].IsNull() ? BlockCache::kUnlimited : readBytes(info[0]));
  return info.Env().Undefined();
}

/** processMemory(): { inUse, kept, peak, limit | null } of the block cache, in bytes. */
Napi::Value processMemory(const Napi::CallbackInfo& info) {
  const BlockCache::Usage usage = cpuMemory();
  Napi::Object result = Napi::Object::New(info.Env());
  result.Set("inUse", static_cast<double>(usage.inUse));
  result.Set("kept", static_cast<double>(usage.kept));
  result.Set("peak", static_cast<double>(usage.peak));
  if (usage.limit == BlockCache::kUnlimited)
    result.Set("limit", info.Env().Null());
  else
    result.Set("limit", static_cast<double>(usage.limit));
  return result;
}

/** resetPeakMemory(): resets the peak to what is in use. */
Napi::Value resetPeakMemory(const Napi::CallbackInfo& info) {
  resetCpuMemoryPeak();
  return info.Env().Undefined();
}

}  // namespace

int readThreads(Napi::Value value) {
  const std::int64_t threads = readInteger(value, "threads");
  if (threads < 1 || threads > 1024) {
    throw ValueError("argument 'threads' must be between 1 and 1024, got " + std::to_string(threads));
  }
  return static_cast<int>(threads);
}

void initRuntime(Napi::Object exports) {
  installCpuAllocator();
  checkScriptOperators();
  // oneDNN does the convolutions that NNPACK could do; where NNPACK cannot start, each of the others would
  // print a warning.
  at::globalContext().setUserEnabledNNPACK(false);
  define<versions>(exports, "versions");
  define<manualSeed>(exports, "manualSeed");
  define<getNumThreads>(exports, "getNumThreads");
  define<setNumThreads>(exports, "setNumThreads");
  define<deviceCount>(exports, "deviceCount");
  define<checkDevice>(exports, "checkDevice");
  define<emptyCache>(exports, "emptyCache");
  define<noteMachineMemory>(exports, "setMachineMemory");
  define<setMemoryLimit>(exports, "setMemoryLimit");
  define<processMemory>(exports, "processMemory");
  define<resetPeakMemory>(exports, "resetPeakMemory");
}

}  // namespace tadpole
