// TensorBoard's event files, as far as scalars need them: records of length, masked CRC-32C, protobuf Event, masked CRC-32C.
// Source: tensorflow/tensorboard proto event.proto, summary.proto; the record framing of tensorflow core/lib/io/record_writer.h.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace likeness::runs {

/// The first record of every file ("brain.Event:2").
std::string tensorboard_header(double wall_time);

/// One record holding scalars of one step.
std::string tensorboard_scalars(double wall_time, std::int64_t step, const std::vector<std::pair<std::string, double>>& scalars);

/// CRC-32C (Castagnoli); masked as the records have it.
std::uint32_t masked_crc32c(std::string_view bytes);

}  // namespace likeness::runs
