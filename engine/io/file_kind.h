// What a file is by its first bytes, whatever its name says: a web page saved as model.safetensors is called a web page.
// Reads at most 4 KiB. Errors: bad_input when the path is missing, unreadable or a folder.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "engine/base/error.h"

namespace likeness::io {

enum class FileKind {
  safetensors,
  zip,     ///< how torch.save writes checkpoints (.ckpt, .pt, .bin)
  pickle,  ///< the older torch.save, or any pickle
  gguf,
  lfs_pointer,
  web_page,
  json,
  png,
  jpeg,
  webp,
  empty,
  other
};

FileKind sniff(const std::filesystem::path& path);

/// "a safetensors file", "a Git LFS pointer", "a web page" ...
std::string_view kind_text(FileKind kind);

/// The error for a file that should have been `expected` ("a safetensors file") and is something else: unsupported for a sound file of a
/// known kind, bad_input for the rest; the hint says what to do (fetch the real file, download again ...).
Error wrong_kind(const std::filesystem::path& path, FileKind found, std::string_view expected);

}  // namespace likeness::io
