#include "engine/runs/tensorboard.h"

#include <array>
#include <bit>

namespace likeness::runs {

namespace {

constexpr std::array<std::uint32_t, 256> crc_table() {
  std::array<std::uint32_t, 256> table{};
  for (std::uint32_t i = 0; i < 256; ++i) {
    std::uint32_t value = i;
    for (int bit = 0; bit < 8; ++bit) value = (value >> 1) ^ ((value & 1) ? 0x82f63b78u : 0u);
    table[i] = value;
  }
  return table;
}
constexpr auto kCrcTable = crc_table();

void put_little_endian(std::string& out, std::uint64_t value, int bytes) {
  for (int i = 0; i < bytes; ++i) out += static_cast<char>(value >> (8 * i));
}

void put_varint(std::string& out, std::uint64_t value) {
  for (; value >= 0x80; value >>= 7) out += static_cast<char>(value | 0x80);
  out += static_cast<char>(value);
}

// Protobuf field keys: number << 3 | wire type (0 varint, 1 fixed64, 2 bytes, 5 fixed32).
void put_double(std::string& out, int field, double value) {
  out += static_cast<char>(field << 3 | 1);
  put_little_endian(out, std::bit_cast<std::uint64_t>(value), 8);
}
void put_float(std::string& out, int field, float value) {
  out += static_cast<char>(field << 3 | 5);
  put_little_endian(out, std::bit_cast<std::uint32_t>(value), 4);
}
void put_bytes(std::string& out, int field, std::string_view bytes) {
  out += static_cast<char>(field << 3 | 2);
  put_varint(out, bytes.size());
  out += bytes;
}

std::string record(const std::string& event) {
  std::string out;
  put_little_endian(out, event.size(), 8);
  put_little_endian(out, masked_crc32c(out), 4);
  out += event;
  put_little_endian(out, masked_crc32c(event), 4);
  return out;
}

}  // namespace

std::uint32_t masked_crc32c(std::string_view bytes) {
  std::uint32_t crc = ~0u;
  for (const char byte : bytes) crc = kCrcTable[(crc ^ static_cast<unsigned char>(byte)) & 0xff] ^ (crc >> 8);
  crc = ~crc;
  return ((crc >> 15) | (crc << 17)) + 0xa282ead8u;
}

std::string tensorboard_header(double wall_time) {
  std::string event;
  put_double(event, 1, wall_time);
  put_bytes(event, 3, "brain.Event:2");
  return record(event);
}

std::string tensorboard_scalars(double wall_time, std::int64_t step, const std::vector<std::pair<std::string, double>>& scalars) {
  std::string summary;
  for (const auto& [tag, value] : scalars) {
    std::string one;
    put_bytes(one, 1, tag);
    put_float(one, 2, static_cast<float>(value));
    put_bytes(summary, 1, one);
  }
  std::string event;
  put_double(event, 1, wall_time);
  event += static_cast<char>(2 << 3);
  put_varint(event, static_cast<std::uint64_t>(step));
  put_bytes(event, 5, summary);
  return record(event);
}

}  // namespace likeness::runs
