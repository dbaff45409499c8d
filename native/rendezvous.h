// Where the processes of a group meet: a file on one machine, or a port of one of them.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <torch/csrc/distributed/c10d/Store.hpp>
#include <vector>

#include "process_group.h"

namespace tadpole {

/** The store in a file that all processes see; it must not be that of an earlier group. */
c10::intrusive_ptr<c10d::Store> fileStore(const std::string& path, int size);

/**
 * The store of the process that serves it. Port 0: any. Throws an error that says so when the port is taken.
 */
c10::intrusive_ptr<c10d::Store> servedStore(std::uint16_t port, std::chrono::milliseconds timeout);

/** The store of a process that uses another process's store; waits for it. */
c10::intrusive_ptr<c10d::Store> remoteStore(const std::string& host, std::uint16_t port,
                                            std::chrono::milliseconds timeout);

/** The port of either of these stores. */
std::uint16_t portOf(const c10d::Store& store);

/**
 * Announces this rank to the others with a text about it, and waits for theirs. Throws an error that says so
 * when some do not come, or two have the same rank.
 *
 * @returns the texts of all, by rank
 */
std::vector<std::string> meetRanks(const GroupPlace& place, const std::string& about);

}  // namespace tadpole
