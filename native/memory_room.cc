// Available memory from Linux's /proc and control groups.
#include "memory_room.h"

#include <algorithm>
#include <fstream>
#include <limits>
#include <string>

namespace tadpole {

namespace {

/** The number after `name` in a file of lines `name number`. */
std::optional<std::size_t> numberAfter(const std::string& path, const std::string& name) {
  std::ifstream file(path);
  std::string word;
  std::size_t number = 0;
  while (file >> word) {
    if (word == name && file >> number)
      return number;
    file.ignore(std::numeric_limits<std::streamsize>::max(), '\n');
  }
  return std::nullopt;
}

/** The number at the beginning of a file; empty for `max` and for a missing file. */
std::optional<std::size_t> numberIn(const std::string& path) {
  std::ifstream file(path);
  std::size_t number = 0;
  return file >> number ? std::optional(number) : std::nullopt;
}

/** The file names of one version of control groups. */
struct GroupFiles {
  const char* root;
  const char* limit;
  const char* usage;
  const char* inactive;
  const char* active;
};
constexpr GroupFiles kVersion1{"/sys/fs/cgroup/memory", "/memory.limit_in_bytes", "/memory.usage_in_bytes",
                               "total_inactive_file", "total_active_file"};
constexpr GroupFiles kVersion2{"/sys/fs/cgroup", "/memory.max", "/memory.current", "inactive_file",
                               "active_file"};

std::optional<std::size_t> leftInGroup(const GroupFiles& files, const std::string& folder) {
  const auto limit = numberIn(folder + files.limit);
  const auto usage = numberIn(folder + files.usage);
  if (!limit || !usage)
    return std::nullopt;
  const std::string statistics = folder + "/memory.stat";
  // The page cache; the system counts offered pages there as well.
  const std::size_t droppable =
      numberAfter(statistics, files.inactive).value_or(0) + numberAfter(statistics, files.active).value_or(0);
  const std::size_t held = *usage - std::min(*usage, droppable);
  return *limit - std::min(*limit, held);
}

/** The least that a group or any of its ancestors leaves. */
std::size_t leftInGroups(const GroupFiles& files, std::string group) {
  std::size_t left = std::numeric_limits<std::size_t>::max();
  while (true) {
    left = std::min(left, leftInGroup(files, files.root + group).value_or(left));
    if (group.empty())
      return left;
    group.erase(group.rfind('/'));
  }
}

}  // namespace

std::optional<std::size_t> availableMemory() {
  const auto kibibytes = numberAfter("/proc/meminfo", "MemAvailable:");
  if (!kibibytes)
    return std::nullopt;
  std::size_t left = *kibibytes * 1024;
  std::ifstream groups("/proc/self/cgroup");
  // Lines such as `4:memory:/group` (version 1) and `0::/group` (version 2).
  for (std::string line; std::getline(groups, line);) {
    const std::size_t controllers = line.find(':') + 1;
    const std::size_t group = line.find(":/", controllers);
    if (controllers == 0 || group == std::string::npos)
      continue;
    const std::string names = "," + line.substr(controllers, group - controllers) + ",";
    const bool first = names.find(",memory,") != std::string::npos;
    if (!first && names != ",,")
      continue;
    const std::string path = line.substr(group + 1);
    left = std::min(left, leftInGroups(first ? kVersion1 : kVersion2, path == "/" ? "" : path));
  }
  return left;
}

}  // namespace tadpole
