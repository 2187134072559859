// SHA-256 (FIPS 180-4), as hexadecimal text: names model files and photos in run folders and pictures.
#pragma once

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>

namespace likeness {

/// 64 lower-case hexadecimal digits.
std::string sha256_hex(std::span<const std::byte> bytes);

/// Of a whole file, read in pieces.
std::string sha256_hex_of_file(const std::filesystem::path& path);

}  // namespace likeness
