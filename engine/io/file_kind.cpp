#include "engine/io/file_kind.h"

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <fstream>

namespace likeness::io {
namespace {

constexpr std::size_t sniffed_bytes = 4096;

std::string first_bytes(const std::filesystem::path& path) {
  std::error_code error;
  if (std::filesystem::is_directory(path, error)) throw Error(ErrorKind::bad_input, path.string() + " is a folder; a file was expected.");
  std::ifstream file(path, std::ios::binary);
  if (!file) throw Error(ErrorKind::bad_input, path.string() + " could not be opened: " + std::strerror(errno) + ".");
  std::string bytes(sniffed_bytes, '\0');
  file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  bytes.resize(static_cast<std::size_t>(file.gcount()));
  return bytes;
}

bool looks_like_safetensors(std::string_view bytes) {
  std::uint64_t length = 0;
  if (bytes.size() < 9) return false;
  std::memcpy(&length, bytes.data(), 8);
  const auto start = bytes.find_first_not_of(" \t\r\n", 8);
  return length >= 2 && length <= 100'000'000 && start != std::string_view::npos && bytes[start] == '{';
}

/// Blanks and a byte order mark removed, lower case.
std::string text_start(std::string_view bytes) {
  if (bytes.starts_with("\xef\xbb\xbf")) bytes.remove_prefix(3);
  const auto start = bytes.find_first_not_of(" \t\r\n");
  std::string text(start == std::string_view::npos ? std::string_view() : bytes.substr(start, 64));
  std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

bool looks_like_json(const std::string& text) {
  if (!text.starts_with("{") && !text.starts_with("[")) return false;
  const auto next = text.find_first_not_of(" \t\r\n", 1);
  return next != std::string::npos && std::string_view("\"{}[]-0123456789tfn").find(text[next]) != std::string_view::npos;
}

}  // namespace

FileKind sniff(const std::filesystem::path& path) {
  using namespace std::string_view_literals;
  const std::string bytes = first_bytes(path);
  const std::string_view view = bytes;
  if (view.empty()) return FileKind::empty;
  if (looks_like_safetensors(view)) return FileKind::safetensors;
  if (view.starts_with("PK\3\4"sv) || view.starts_with("PK\5\6"sv)) return FileKind::zip;
  if (view.starts_with("GGUF"sv)) return FileKind::gguf;
  if (view.starts_with("\x89PNG\r\n\x1a\n"sv)) return FileKind::png;
  if (view.starts_with("\xff\xd8\xff"sv)) return FileKind::jpeg;
  if (view.starts_with("RIFF"sv) && view.substr(8, 4) == "WEBP"sv) return FileKind::webp;
  if (view.size() >= 2 && view[0] == '\x80' && view[1] >= 2 && view[1] <= 5) return FileKind::pickle;
  if (view.starts_with("version https://git-lfs"sv)) return FileKind::lfs_pointer;
  const std::string text = text_start(view);
  if (text.starts_with("<!doctype html") || text.starts_with("<html") || text.starts_with("<head")) return FileKind::web_page;
  return looks_like_json(text) ? FileKind::json : FileKind::other;
}

std::string_view kind_text(FileKind kind) {
  switch (kind) {
    case FileKind::safetensors: return "a safetensors file";
    case FileKind::zip: return "a zip archive, as PyTorch writes checkpoints";
    case FileKind::pickle: return "a Python pickle, as PyTorch wrote checkpoints";
    case FileKind::gguf: return "a GGUF file";
    case FileKind::lfs_pointer: return "a Git LFS pointer, not the file itself";
    case FileKind::web_page: return "a web page";
    case FileKind::json: return "a JSON file";
    case FileKind::png: return "a PNG picture";
    case FileKind::jpeg: return "a JPEG picture";
    case FileKind::webp: return "a WebP picture";
    case FileKind::empty: return "empty";
    case FileKind::other: return "of no known kind";
  }
  return "of no known kind";
}

Error wrong_kind(const std::filesystem::path& path, FileKind found, std::string_view expected) {
  const std::string message = path.string() + " is " + std::string(kind_text(found)) + "; " + std::string(expected) + " was expected.";
  switch (found) {
    case FileKind::zip:
    case FileKind::pickle: return {ErrorKind::unsupported, message, "Convert it to safetensors with the program that made it."};
    case FileKind::gguf: return {ErrorKind::unsupported, message, "Use the same model as a safetensors file or a diffusers folder."};
    case FileKind::lfs_pointer: return {ErrorKind::bad_input, message, "Fetch the real file: git lfs pull, or download it from its page."};
    case FileKind::web_page:
      return {ErrorKind::bad_input, message, "The download gave a page (a login or an error); fetch the file again."};
    case FileKind::empty: return {ErrorKind::bad_input, message, "The download or copy did not finish; fetch it again."};
    default: return {ErrorKind::bad_input, message, "Choose another file."};
  }
}

}  // namespace likeness::io
