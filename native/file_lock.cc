// Locks on files with flock(2), which the system releases when their process ends, however it ends.
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

/** The descriptors that hold locks, in all environments of the process; unlockFile closes no other. */
class HeldLocks {
 public:
  void add(int descriptor) {
    const std::lock_guard<std::mutex> lock(mutex_);
    descriptors_.insert(descriptor);
  }

  /** Removes `descriptor`; returns whether it held a lock. */
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

/** Whether `path` still names the open file, which its last holder may have removed meanwhile. */
bool isFileAt(int descriptor, const std::string& path) {
  struct stat open{};
  struct stat named{};
  return fstat(descriptor, &open) == 0 && stat(path.c_str(), &named) == 0 && open.st_ino == named.st_ino &&
         open.st_dev == named.st_dev;
}

/**
 * lockFile(path): a descriptor that holds the lock, 'held' when another process or descriptor holds it, or
 * 'unsupported' when the file system has no locks.
 */
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

/** unlockFile(descriptor): releases the lock. */
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
