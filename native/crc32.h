// The CRC-32 checksum of zip archives.
#pragma once

#include <cstddef>
#include <cstdint>

namespace tadpole {

/** CRC-32 (IEEE 802.3) of `count` bytes; `start` is the checksum of the bytes before them. */
std::uint32_t crc32(const std::uint8_t* bytes, std::size_t count, std::uint32_t start = 0);

}  // namespace tadpole
