// Names of finished pictures: a five-digit counter that goes on from the highest present, and the seed: 00017-1234567.png.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

namespace likeness::generate {

/// A name in `folder` that is not taken; pictures of every extension count together.
std::filesystem::path next_picture_file(const std::filesystem::path& folder, std::int64_t seed, const std::string& extension = ".png");

/// Today's folder, local time: out/2026-08-24.
std::filesystem::path day_folder(const std::filesystem::path& out);

}  // namespace likeness::generate
