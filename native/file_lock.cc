// Locks on files that the system gives back when their process ends, however it ends.
#include "file_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <mutex>
#include <set>
#include <string>

#include "arguments.h"
#include "errors.h"

namespace tadpole {

namespace {

/** The descriptors that hold locks, of every environment of the process: nothing else is closed by
 * unlockFile. */
class HeldLocks {
 public:
  void add(int descriptor) {
    const std::lock_guard<std::mutex> lock(mutex_);
    descriptors_.insert(descriptor);
  }

  /** Whether `descriptor` held a lock; it does not count any more. */
  bool take(std::int64_t descriptor) {
    const std::lock_guard<std::mutex> lock(mutex_);
    return descriptors_.erase(descriptor) > 0;
  }

 private:
  std::mutex mutex_;
  std::set<std::int64_t> descriptors_;
};

HeldLocks& heldLocks() {
  static HeldLocks locks;
  return locks;
}

/** Whether `path` still leads to the open file: its last holder may have removed it meanwhile. */
bool isFileAt(int descriptor, const std::string& path) {
  struct stat open{};
  struct stat named{};
  return fstat(descriptor, &open) == 0 && stat(path.c_str(), &named) == 0 && open.st_ino == named.st_ino &&
         open.st_dev == named.st_dev;
}

/** lockFile(path): a descriptor that holds the lock; 'held' when it is another's, 'unsupported' where there
 * are none. */
Napi::Value lockFile(const Napi::CallbackInfo& info) {
  const std::string path = readString(info[0], "path");
  while (true) {
    const int descriptor = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (descriptor < 0)
      throwSystemError(path);
    int failed = 0;
    do {
      failed = flock(descriptor, LOCK_EX | LOCK_NB) == 0 ? 0 : errno;
    } while (failed == EINTR);
    if (failed == 0 && isFileAt(descriptor, path)) {
      heldLocks().add(descriptor);
      return Napi::Number::New(info.Env(), descriptor);
    }
    close(descriptor);
    if (failed == 0)
      continue;
    return Napi::String::New(info.Env(), failed == EWOULDBLOCK ? "held" : "unsupported");
  }
}

/** unlockFile(descriptor): gives the lock back. */
Napi::Value unlockFile(const Napi::CallbackInfo& info) {
  const std::int64_t descriptor = readInteger(info[0], "descriptor");
  if (!heldLocks().take(descriptor))
    throw ValueError("argument 'descriptor' must be one that lockFile() returned, got " +
                     std::to_string(descriptor));
  close(static_cast<int>(descriptor));
  return info.Env().Undefined();
}

}  // namespace

void initFileLock(Napi::Object exports) {
  define<lockFile>(exports, "lockFile");
  define<unlockFile>(exports, "unlockFile");
}

}  // namespace tadpole
