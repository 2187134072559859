#include "engine/io/safetensors.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <limits>

#include "engine/base/error.h"
#include "engine/io/file_kind.h"
#include "engine/io/safetensors_header.h"

namespace likeness::io {
namespace {

constexpr std::uint64_t max_header_bytes = 100'000'000;

struct Width {
  std::string_view name;
  std::uint64_t bits;
};

// safetensors/src/tensor.rs, Dtype::bitsize.
constexpr Width widths[] = {{"BOOL", 8},    {"F4", 4},      {"F6_E2M3", 6}, {"F6_E3M2", 6},     {"U8", 8},          {"I8", 8},
                            {"F8_E5M2", 8}, {"F8_E4M3", 8}, {"F8_E8M0", 8}, {"F8_E4M3FNUZ", 8}, {"F8_E5M2FNUZ", 8}, {"I16", 16},
                            {"U16", 16},    {"F16", 16},    {"BF16", 16},   {"I32", 32},        {"U32", 32},        {"F32", 32},
                            {"C64", 64},    {"F64", 64},    {"I64", 64},    {"U64", 64}};

/// Bits per element; 0 for a dtype that the format does not know.
std::uint64_t bit_width(std::string_view dtype) {
  const auto found = std::find_if(std::begin(widths), std::end(widths), [&](const Width& width) { return width.name == dtype; });
  return found == std::end(widths) ? 0 : found->bits;
}

class Reader {
 public:
  explicit Reader(const std::filesystem::path& path) : what_(path.string()) {
    index_.path = path;
    index_.files.push_back(MappedFile::open(path));
  }

  TensorIndex read() {
    SafetensorsHeader header = parse_safetensors_header(header_text(), what_);
    index_.metadata = std::move(header.metadata);
    index_.warnings.insert(index_.warnings.end(), header.warnings.begin(), header.warnings.end());
    for (auto& [name, entry] : header.tensors) add(name, std::move(entry));
    check_ranges();
    for (std::string& warning : index_.warnings) warning = what_ + ": " + warning + ".";
    return std::move(index_);
  }

 private:
  [[noreturn]] void refuse(const std::string& why, const std::string& hint = "Fetch the file again; it was cut short or altered.") const {
    throw Error(ErrorKind::bad_input, what_ + ": " + why + ".", hint);
  }

  std::string_view header_text() {
    const std::span<const std::byte> bytes = index_.files[0]->bytes();
    std::uint64_t length = 0;
    if (bytes.size() >= 8) std::memcpy(&length, bytes.data(), 8);
    if (bytes.size() < 8 || length > max_header_bytes || length > bytes.size() - 8) explain_no_header(bytes.size(), length);
    data_ = bytes.subspan(8 + length);
    const std::string_view text(reinterpret_cast<const char*>(bytes.data()) + 8, length);
    if (text.empty() || text.find_first_not_of(" \t\r\n") == std::string_view::npos) refuse("the safetensors header is empty");
    if (text.front() != '{' && std::string_view(" \t\r\n").find(text.front()) == std::string_view::npos)
      explain_no_header(bytes.size(), length);
    if (text.front() != '{') index_.warnings.push_back("the header starts with blanks");
    if (length % 8 != 0) index_.warnings.push_back("the data is not aligned to 8 bytes");
    return text;
  }

  [[noreturn]] void explain_no_header(std::uint64_t size, std::uint64_t length) const {
    const FileKind kind = sniff(index_.path);
    if (kind != FileKind::other && kind != FileKind::safetensors) throw wrong_kind(index_.path, kind, "a safetensors file");
    if (size < 8) refuse("the file has only " + std::to_string(size) + " bytes; a safetensors file starts with 8 bytes of header length");
    if (length > max_header_bytes)
      refuse("this is not a safetensors file, or a damaged one: its header would be " + std::to_string(length) + " bytes long (at most " +
             std::to_string(max_header_bytes) + ")");
    if (length > size - 8)
      refuse("the header should be " + std::to_string(length) + " bytes long but only " + std::to_string(size - 8) + " follow");
    refuse("the safetensors header does not start with {");
  }

  void add(const std::string& name, HeaderEntry header) {
    TensorEntry entry{name, dtype_from_name(header.dtype), std::move(header.dtype), {}, {}};
    const std::uint64_t bits = bit_width(entry.dtype_text);
    if (bits == 0)
      throw Error(ErrorKind::unsupported,
                  what_ + ": tensor \"" + name + "\" has the number type \"" + entry.dtype_text + "\", which is not known.",
                  "Convert the file to F16 or F32.");
    const std::uint64_t expected = byte_count(name, header.shape, bits);
    if (header.begin > header.end || header.end > data_.size())
      refuse("tensor \"" + name + "\" lies at bytes " + std::to_string(header.begin) + " to " + std::to_string(header.end) +
             ", but the file holds only " + std::to_string(data_.size()) + " bytes of data");
    entry.shape.assign(header.shape.begin(), header.shape.end());
    if (header.end - header.begin != expected)
      refuse("tensor \"" + name + "\" of shape " + shape_text(entry.shape) + " and type " + entry.dtype_text + " needs " +
             std::to_string(expected) + " bytes but has " + std::to_string(header.end - header.begin));
    entry.bytes = data_.subspan(header.begin, expected);
    if (name.empty()) index_.warnings.push_back("one tensor has an empty name");
    index_.tensors.emplace(name, std::move(entry));
  }

  std::uint64_t byte_count(const std::string& name, const std::vector<std::uint64_t>& shape, std::uint64_t bits) const {
    std::uint64_t total = 1;
    bool fits = true;
    for (const std::uint64_t size : shape)
      fits = fits && size <= std::numeric_limits<std::int64_t>::max() && !__builtin_mul_overflow(total, size, &total);
    if (!fits || __builtin_mul_overflow(total, bits, &total)) refuse("the shape of tensor \"" + name + "\" is impossibly large");
    if (total % 8 != 0) refuse("tensor \"" + name + "\" does not fill whole bytes");
    return total / 8;
  }

  /// No hole, no overlap, and the last tensor ends with the file.
  void check_ranges() const {
    std::vector<const TensorEntry*> sorted;
    for (const auto& [name, entry] : index_.tensors) sorted.push_back(&entry);
    const auto ends = [](const TensorEntry* e) { return e->bytes.data() + e->bytes.size(); };
    std::sort(sorted.begin(), sorted.end(),
              [&](auto* a, auto* b) { return a->bytes.data() != b->bytes.data() ? a->bytes.data() < b->bytes.data() : ends(a) < ends(b); });
    const std::byte* position = data_.data();
    for (const TensorEntry* entry : sorted) {
      if (entry->bytes.data() < position) refuse("tensor \"" + entry->name + "\" lies on top of another one");
      if (entry->bytes.data() > position)
        refuse(std::to_string(entry->bytes.data() - position) + " bytes before tensor \"" + entry->name + "\" belong to none");
      position = ends(entry);
    }
    const auto left = data_.data() + data_.size() - position;
    if (left > 0) refuse(std::to_string(left) + " bytes after the last tensor belong to none");
  }

  std::string what_;
  TensorIndex index_;
  std::span<const std::byte> data_;
};

}  // namespace

TensorIndex open_safetensors(const std::filesystem::path& path) {
  static_assert(std::endian::native == std::endian::little, "safetensors data is used as it lies in the file");
  return Reader(path).read();
}

}  // namespace likeness::io
