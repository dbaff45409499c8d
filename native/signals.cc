// Signals that end the process immediately with a message. JavaScript's own listeners would wait for the work
// in progress, which takes long while data is loaded.
#include "signals.h"

#include <unistd.h>

#include <array>
#include <csignal>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "arguments.h"
#include "errors.h"

namespace tadpole {

namespace {

// A signal handler can only use globals.
std::array<char, 256> lastWord{};
std::size_t lastWordLength = 0;
int exitCode = 0;

std::vector<std::pair<int, struct sigaction>>& earlierActions() {
  static std::vector<std::pair<int, struct sigaction>> actions;
  return actions;
}

extern "C" void tadpoleEndNow(int /*signal*/) {
  [[maybe_unused]] const ssize_t written = write(STDERR_FILENO, lastWord.data(), lastWordLength);
  _exit(exitCode);
}

/** restoreSignals(): restores what endOnSignals changed. */
Napi::Value restoreSignals(const Napi::CallbackInfo& info) {
  for (const auto& [signal, action] : earlierActions())
    sigaction(signal, &action, nullptr);
  earlierActions().clear();
  return info.Env().Undefined();
}

/**
 * endOnSignals(signals: number[], word, code): each of them prints `word` and ends the process with `code`.
 */
Napi::Value endOnSignals(const Napi::CallbackInfo& info) {
  const Napi::Array signals = readArray(info[0], "signals");
  const std::string word = readString(info[1], "word");
  const auto code = static_cast<int>(readInteger(info[2], "code"));
  restoreSignals(info);
  lastWordLength = word.copy(lastWord.data(), lastWord.size());
  exitCode = code;
  struct sigaction action{};
  action.sa_handler = tadpoleEndNow;
  sigfillset(&action.sa_mask);
  for (std::uint32_t i = 0; i < signals.Length(); ++i) {
    const auto signal = static_cast<int>(readInteger(signals.Get(i), "signals"));
    struct sigaction earlier{};
    if (sigaction(signal, &action, &earlier) == 0)
      earlierActions().emplace_back(signal, earlier);
  }
  return info.Env().Undefined();
}

}  // namespace

void initSignals(Napi::Object exports) {
  define<endOnSignals>(exports, "endOnSignals");
  define<restoreSignals>(exports, "restoreSignals");
}

}  // namespace tadpole
