// Stores through which the processes of a group find each other.
#include "rendezvous.h"

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <limits>
#include <stdexcept>
#include <system_error>
#include <torch/csrc/distributed/c10d/FileStore.hpp>
#include <torch/csrc/distributed/c10d/TCPStore.hpp>
#include <utility>

#include "errors.h"

namespace tadpole {

namespace {

/** A socket that listens on the port, on IPv4 alone if there is no IPv6; -1 and errno on failure. */
int listenOn(std::uint16_t port, bool anyFamily) {
  const int descriptor = socket(anyFamily ? AF_INET6 : AF_INET, SOCK_STREAM, 0);
  if (descriptor < 0)
    return -1;
  const int on = 1;
  const int off = 0;
  setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  sockaddr_in6 six{};
  six.sin6_family = AF_INET6;
  six.sin6_port = htons(port);
  six.sin6_addr = in6addr_any;
  sockaddr_in four{};
  four.sin_family = AF_INET;
  four.sin_port = htons(port);
  four.sin_addr.s_addr = htonl(INADDR_ANY);
  if (anyFamily)
    setsockopt(descriptor, IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof off);
  const auto* address = anyFamily ? reinterpret_cast<sockaddr*>(&six) : reinterpret_cast<sockaddr*>(&four);
  const socklen_t length = anyFamily ? sizeof six : sizeof four;
  if (bind(descriptor, address, length) == 0 && listen(descriptor, SOMAXCONN) == 0)
    return descriptor;
  const int failed = errno;
  close(descriptor);
  errno = failed;
  return -1;
}

std::uint16_t boundPort(int descriptor) {
  sockaddr_storage address{};
  socklen_t length = sizeof address;
  if (getsockname(descriptor, reinterpret_cast<sockaddr*>(&address), &length) != 0)
    return 0;
  const bool six = address.ss_family == AF_INET6;
  return ntohs(six ? reinterpret_cast<sockaddr_in6*>(&address)->sin6_port
                   : reinterpret_cast<sockaddr_in*>(&address)->sin_port);
}

std::string rankKey(int rank) {
  return "tadpole/rank/" + std::to_string(rank);
}

std::string namesOf(const std::vector<int>& ranks) {
  std::string names = ranks.size() == 1 ? "rank " : "ranks ";
  for (std::size_t i = 0; i < ranks.size(); ++i)
    names += (i == 0 ? "" : ", ") + std::to_string(ranks[i]);
  return names;
}

/** Waits for a key without polling the store, which may be a file, too often. */
bool waitedFor(c10d::Store& store, const std::string& key, std::chrono::steady_clock::time_point until) {
  const auto left =
      std::chrono::duration_cast<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
  if (left.count() <= 0)
    return store.check({key});
  try {
    store.wait({key}, left);
    return true;
  } catch (const c10::Error&) {
    return store.check({key});
  }
}

}  // namespace

c10::intrusive_ptr<c10d::Store> fileStore(const std::string& path, int size) {
  return c10::make_intrusive<c10d::FileStore>(path, size);
}

c10::intrusive_ptr<c10d::Store> servedStore(std::uint16_t port, std::chrono::milliseconds timeout) {
  int descriptor = listenOn(port, true);
  if (descriptor < 0 && errno == EAFNOSUPPORT)
    descriptor = listenOn(port, false);
  if (descriptor < 0) {
    const bool taken = errno == EADDRINUSE;
    const std::string why = taken ? "another program has it" : std::generic_category().message(errno);
    throw ValueError("port " + std::to_string(port) + " cannot be served: " + why);
  }
  c10d::TCPStoreOptions options;
  options.port = boundPort(descriptor);
  options.isServer = true;
  options.waitWorkers = false;
  options.timeout = timeout;
  options.masterListenFd = descriptor;
  return c10::make_intrusive<c10d::TCPStore>("localhost", options);
}

c10::intrusive_ptr<c10d::Store> remoteStore(const std::string& host, std::uint16_t port,
                                            std::chrono::milliseconds timeout) {
  c10d::TCPStoreOptions options;
  options.port = port;
  options.waitWorkers = false;
  options.timeout = timeout;
  try {
    return c10::make_intrusive<c10d::TCPStore>(host, options);
  } catch (const c10::DistError&) {
    throw std::runtime_error("nothing answers at " + host + " port " + std::to_string(port));
  }
}

std::uint16_t portOf(const c10d::Store& store) {
  const auto* served = dynamic_cast<const c10d::TCPStore*>(&store);
  return served == nullptr ? std::uint16_t{0} : served->getPort();
}

std::vector<std::string> meetRanks(const GroupPlace& place, const std::string& about) {
  const auto until = std::chrono::steady_clock::now() + place.timeout;
  c10d::Store& store = *place.store;
  if (store.add(rankKey(place.rank) + "/count", 1) > 1)
    throw ValueError("two processes call themselves rank " + std::to_string(place.rank));
  store.set(rankKey(place.rank), std::vector<std::uint8_t>(about.begin(), about.end()));
  std::vector<int> missing;
  for (int rank = 0; rank < place.size; ++rank) {
    if (!waitedFor(store, rankKey(rank), until))
      missing.push_back(rank);
  }
  if (!missing.empty()) {
    const auto waited = std::chrono::duration_cast<std::chrono::seconds>(place.timeout).count();
    throw std::runtime_error(namesOf(missing) + " of " + std::to_string(place.size) +
                             " did not come within " + std::to_string(waited) + " s");
  }
  std::vector<std::string> texts;
  for (int rank = 0; rank < place.size; ++rank) {
    const std::vector<std::uint8_t> text = store.get(rankKey(rank));
    texts.emplace_back(text.begin(), text.end());
  }
  return texts;
}

}  // namespace tadpole
