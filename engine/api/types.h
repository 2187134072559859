// Small plain types that requests and events share. No tensors, no borrowed pointers; pictures are shared and never changed.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace likeness::api {

/// Given by Engine::submit, from 1 on, never reused while the engine lives. 0 means no job.
using JobId = std::uint64_t;

/// 8-bit sRGB, rows from the top, 3 bytes a pixel, no padding.
struct Pixels {
  int width = 0;
  int height = 0;
  std::vector<std::uint8_t> rgb;
};
using SharedPixels = std::shared_ptr<const Pixels>;

/// An Error as data; kind as error_kind_name() spells it. An empty message means no error.
struct ErrorText {
  std::string kind;
  std::string message;
  std::string hint;
};

}  // namespace likeness::api
