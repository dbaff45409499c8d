// CRC-32, computed for eight bytes at a time.
#include "crc32.h"

#include <array>

namespace tadpole {

namespace {

using Crc32Table = std::array<std::array<std::uint32_t, 256>, 8>;

/** Tables of the zip checksum for eight bytes at a time ("slicing by 8", Kounavis and Berry 2005). */
constexpr Crc32Table makeCrc32Table() {
  Crc32Table table{};
  for (std::uint32_t byte = 0; byte < 256; ++byte) {
    std::uint32_t remainder = byte;
    for (int bit = 0; bit < 8; ++bit)
      remainder = (remainder >> 1U) ^ ((remainder & 1U) != 0 ? 0xEDB88320U : 0U);
    table[0][byte] = remainder;
  }
  for (std::uint32_t byte = 0; byte < 256; ++byte) {
    for (std::size_t slice = 1; slice < 8; ++slice) {
      table[slice][byte] = (table[slice - 1][byte] >> 8U) ^ table[0][table[slice - 1][byte] & 0xFFU];
    }
  }
  return table;
}

constexpr Crc32Table kCrc32 = makeCrc32Table();

}  // namespace

std::uint32_t crc32(const std::uint8_t* bytes, std::size_t count, std::uint32_t start) {
  std::uint32_t crc = ~start;
  for (; count >= 8; bytes += 8, count -= 8) {
    const std::uint32_t low = crc ^ (std::uint32_t{bytes[0]} | std::uint32_t{bytes[1]} << 8U |
                                     std::uint32_t{bytes[2]} << 16U | std::uint32_t{bytes[3]} << 24U);
    crc = kCrc32[7][low & 0xFFU] ^ kCrc32[6][low >> 8U & 0xFFU] ^ kCrc32[5][low >> 16U & 0xFFU] ^
          kCrc32[4][low >> 24U] ^ kCrc32[3][bytes[4]] ^ kCrc32[2][bytes[5]] ^ kCrc32[1][bytes[6]] ^
          kCrc32[0][bytes[7]];
  }
  for (; count > 0; ++bytes, --count)
    crc = (crc >> 8U) ^ kCrc32[0][(crc ^ *bytes) & 0xFFU];
  return ~crc;
}

}  // namespace tadpole
