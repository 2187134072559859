#include "engine/io/zip_archive.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <limits>
#include <string_view>
#include <vector>

#include "engine/base/error.h"

namespace likeness::io {
namespace {

constexpr std::uint32_t end_mark = 0x06054b50, wide_end_mark = 0x06064b50, wide_locator_mark = 0x07064b50;
constexpr std::uint32_t central_mark = 0x02014b50, local_mark = 0x04034b50;
constexpr std::size_t end_size = 22, wide_end_size = 56, wide_locator_size = 20, central_size = 46, local_size = 30;
constexpr std::uint64_t most_entries = 100'000;
constexpr std::uint64_t in_wide_field = 0xffffffff;
constexpr std::uint16_t encrypted_flag = 1, sizes_follow_flag = 8;

struct Central {
  std::string name;
  std::uint16_t flags = 0, method = 0;
  std::uint32_t crc = 0;
  std::uint64_t packed = 0, size = 0, header = 0;
};

/// Bytes of the archive that belong to an entry, its local header included.
struct Extent {
  std::uint64_t begin = 0, end = 0;
  std::string name;
};

class ZipReader {
 public:
  ZipReader(std::span<const std::byte> file, const std::string& what) : file_(file), what_(what) {}

  ZipEntries read() {
    find_directory();
    std::uint64_t position = directory_;
    ZipEntries entries;
    for (std::uint64_t i = 0; i < count_; ++i) {
      const Central central = read_central(position);
      if (central.name.ends_with('/')) continue;  // a folder's own entry
      if (!entries.emplace(central.name, locate(central)).second) refuse("two entries are named \"" + central.name + "\"");
    }
    if (position != directory_ + directory_size_) refuse("the list of entries is not as long as stated");
    check_extents();
    return entries;
  }

 private:
  [[noreturn]] void refuse(const std::string& why) const {
    throw Error(ErrorKind::bad_input, what_ + ": the archive is damaged: " + why + ".",
                "Fetch the file again; it was cut short or altered.");
  }
  [[noreturn]] void unsupported(const std::string& why) const {
    throw Error(ErrorKind::unsupported, what_ + ": the archive " + why + "; PyTorch stores its checkpoints plainly.",
                "Save the checkpoint again with the program that made it, or use a safetensors file.");
  }

  template <class Number>
  Number at(std::uint64_t position) const {
    Number value;
    if (position > file_.size() || file_.size() - position < sizeof value) refuse("it ends in the middle of a header");
    std::memcpy(&value, file_.data() + position, sizeof value);
    return value;
  }

  std::string text(std::uint64_t position, std::size_t length) const {
    if (position > file_.size() || file_.size() - position < length) refuse("it ends in the middle of a name");
    return {reinterpret_cast<const char*>(file_.data()) + position, length};
  }

  void find_directory() {
    constexpr std::size_t longest_comment = 0xffff;
    if (file_.size() < end_size) refuse("it is too short");
    const std::uint64_t last = file_.size() - end_size;
    std::uint64_t end = last;
    while (at<std::uint32_t>(end) != end_mark || end + end_size + at<std::uint16_t>(end + 20) != file_.size()) {
      if (end == 0 || last - end >= longest_comment) refuse("its end is missing");
      --end;
    }
    if (at<std::uint16_t>(end + 4) != 0 || at<std::uint16_t>(end + 6) != 0) unsupported("is one part of several");
    count_ = at<std::uint16_t>(end + 10);
    directory_size_ = at<std::uint32_t>(end + 12);
    directory_ = at<std::uint32_t>(end + 16);
    if (count_ == 0xffff || directory_size_ == in_wide_field || directory_ == in_wide_field) end = find_wide_directory(end);
    if (directory_ > end || directory_size_ > end - directory_) refuse("its list of entries lies outside");
    if (count_ > most_entries || count_ > directory_size_ / central_size) refuse("it claims " + std::to_string(count_) + " entries");
  }

  std::uint64_t find_wide_directory(std::uint64_t end) {
    if (end < wide_locator_size || at<std::uint32_t>(end - wide_locator_size) != wide_locator_mark) refuse("its wide end is missing");
    const auto wide = at<std::uint64_t>(end - wide_locator_size + 8);
    if (wide > end || end - wide < wide_end_size || at<std::uint32_t>(wide) != wide_end_mark) refuse("its wide end is missing");
    count_ = at<std::uint64_t>(wide + 32);
    directory_size_ = at<std::uint64_t>(wide + 40);
    directory_ = at<std::uint64_t>(wide + 48);
    return wide;
  }

  Central read_central(std::uint64_t& position) const {
    if (at<std::uint32_t>(position) != central_mark) refuse("its list of entries is broken");
    Central entry{.name = text(position + central_size, at<std::uint16_t>(position + 28)),
                  .flags = at<std::uint16_t>(position + 8),
                  .method = at<std::uint16_t>(position + 10),
                  .crc = at<std::uint32_t>(position + 16),
                  .packed = at<std::uint32_t>(position + 20),
                  .size = at<std::uint32_t>(position + 24),
                  .header = at<std::uint32_t>(position + 42)};
    const std::uint64_t extra = position + central_size + entry.name.size();
    const auto extra_size = at<std::uint16_t>(position + 30);
    read_wide_fields(entry, extra, extra + extra_size);
    position = extra + extra_size + at<std::uint16_t>(position + 32);
    check_name(entry.name);
    return entry;
  }

  /// The zip64 extra field holds, in this order, those of the three that say 0xffffffff.
  void read_wide_fields(Central& entry, std::uint64_t begin, std::uint64_t end) const {
    while (end - begin >= 4) {
      const auto id = at<std::uint16_t>(begin), size = at<std::uint16_t>(begin + 2);
      begin += 4;
      if (size > end - begin) refuse("an extra field of \"" + entry.name + "\" is too long");
      std::uint64_t position = begin;
      for (std::uint64_t* field : {&entry.size, &entry.packed, &entry.header}) {
        if (id != 1 || *field != in_wide_field || begin + size - position < 8) continue;
        *field = at<std::uint64_t>(position);
        position += 8;
      }
      begin += size;
    }
  }

  void check_name(const std::string& name) const {
    const std::string inside = "/" + name + "/";
    const bool climbs = name.starts_with('/') || inside.find("/../") != std::string::npos || inside.find("/./") != std::string::npos ||
                        name.find_first_of(std::string("\\:\0", 3)) != std::string::npos;
    if (name.empty() || climbs) refuse("the entry \"" + name + "\" would lie outside of it");
  }

  ZipEntry locate(const Central& entry) {
    if (entry.flags & encrypted_flag) unsupported("is encrypted");
    if (entry.method != 0) unsupported("is packed (\"" + entry.name + "\")");
    if (entry.packed != entry.size) refuse("the two sizes of \"" + entry.name + "\" differ");
    if (entry.header >= directory_ || at<std::uint32_t>(entry.header) != local_mark)
      refuse("\"" + entry.name + "\" is not where it should be");
    const auto name_size = at<std::uint16_t>(entry.header + 26), extra_size = at<std::uint16_t>(entry.header + 28);
    if (text(entry.header + local_size, name_size) != entry.name) refuse("\"" + entry.name + "\" has another name in its own header");
    const bool sizes_follow = entry.flags & sizes_follow_flag;
    const auto local_packed = at<std::uint32_t>(entry.header + 18), local_full = at<std::uint32_t>(entry.header + 22);
    for (const std::uint32_t stated : {local_packed, local_full})
      if (!sizes_follow && stated != in_wide_field && stated != entry.size)
        refuse("\"" + entry.name + "\" has another size in its own header");
    if (at<std::uint16_t>(entry.header + 8) != 0) refuse("\"" + entry.name + "\" is packed in its own header only");
    const std::uint64_t data = entry.header + local_size + name_size + extra_size;
    if (data > directory_ || entry.size > directory_ - data) refuse("\"" + entry.name + "\" reaches beyond the entries");
    extents_.push_back({entry.header, data + entry.size, entry.name});
    return {file_.subspan(data, entry.size), entry.crc};
  }

  void check_extents() {
    std::sort(extents_.begin(), extents_.end(), [](const Extent& a, const Extent& b) { return a.begin < b.begin; });
    for (std::size_t i = 1; i < extents_.size(); ++i)
      if (extents_[i].begin < extents_[i - 1].end)
        refuse("the entries \"" + extents_[i - 1].name + "\" and \"" + extents_[i].name + "\" lie on top of one another");
  }

  std::span<const std::byte> file_;
  const std::string& what_;
  std::uint64_t directory_ = 0, directory_size_ = 0, count_ = 0;
  std::vector<Extent> extents_;
};

constexpr std::array<std::uint32_t, 256> crc_table = [] {
  std::array<std::uint32_t, 256> table{};
  for (std::uint32_t i = 0; i < 256; ++i) {
    std::uint32_t value = i;
    for (int bit = 0; bit < 8; ++bit) value = value & 1 ? 0xedb88320 ^ (value >> 1) : value >> 1;
    table[i] = value;
  }
  return table;
}();

}  // namespace

ZipEntries read_zip(std::span<const std::byte> file, const std::string& what) { return ZipReader(file, what).read(); }

void check_crc(const ZipEntry& entry, const std::string& name, const std::string& what) {
  std::uint32_t crc = 0xffffffff;
  for (const std::byte byte : entry.bytes) crc = crc_table[(crc ^ static_cast<std::uint32_t>(byte)) & 0xff] ^ (crc >> 8);
  if ((crc ^ 0xffffffff) != entry.crc)
    throw Error(ErrorKind::bad_input, what + ": the archive is damaged: \"" + name + "\" has another checksum than stated.",
                "Fetch the file again; it was altered on the way.");
}

}  // namespace likeness::io
