// The thread that checks available memory for the block cache.
#include "memory_watch.h"

#include <chrono>
#include <new>
#include <optional>
#include <thread>

#include "memory_room.h"

namespace tadpole {

namespace {

constexpr std::chrono::milliseconds kPeriod(250);
constexpr std::uint32_t kUnusedPeriods = 40;

/**
 * Whether little memory is left. Two thresholds, so that memory just returned is not taken for room to keep
 * it again.
 */
bool isScarce(std::size_t machineMemory, bool was) noexcept {
  try {
    const std::optional<std::size_t> left = availableMemory();
    return left && *left < machineMemory / (was ? 4 : 8);
  } catch (const std::bad_alloc&) {
    return true;
  }
}

[[noreturn]] void watchForEver(BlockCache& cache, const std::atomic<std::size_t>& machineMemory) {
  bool scarce = false;
  while (true) {
    cache.waitForWork();
    std::this_thread::sleep_for(kPeriod);
    scarce = isScarce(machineMemory, scarce);
    cache.setScarce(scarce);
    cache.offerUnused(kUnusedPeriods);
  }
}

}  // namespace

void watchMemory(BlockCache& cache, const std::atomic<std::size_t>& machineMemory) {
  std::thread([&cache, &machineMemory] { watchForEver(cache, machineMemory); }).detach();
}

}  // namespace tadpole
