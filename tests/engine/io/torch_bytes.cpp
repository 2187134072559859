#include "tests/engine/io/torch_bytes.h"

#include <utility>

namespace likeness::test {
namespace {

std::uint32_t crc_of(const std::string& bytes) {
  std::uint32_t crc = 0xffffffff;
  for (const char byte : bytes) {
    crc ^= static_cast<unsigned char>(byte);
    for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1) ^ (0xedb88320 & (0u - (crc & 1)));
  }
  return ~crc;
}

std::uint64_t stated(std::int64_t given, std::uint64_t right) { return given < 0 ? right : static_cast<std::uint64_t>(given); }

}  // namespace

std::string little(std::uint64_t value, int size) {
  std::string bytes;
  for (int i = 0; i < size; ++i) bytes += static_cast<char>(i < 8 ? value >> (8 * i) : 0);
  return bytes;
}

std::string zip_bytes(const std::vector<ZipPart>& parts, const std::string& comment) {
  std::string file, directory;
  for (const ZipPart& part : parts) {
    const std::uint64_t crc = stated(part.crc, crc_of(part.bytes)), header = stated(part.header_at, file.size());
    const std::string local_name = part.local_name.empty() ? part.name : part.local_name;
    file += "PK\3\4" + little(20, 2) + little(part.flags, 2) + little(part.method, 2) + little(0, 4) + little(crc, 4) +
            little(part.bytes.size(), 4) + little(part.bytes.size(), 4) + little(local_name.size(), 2) + little(0, 2) + local_name +
            part.bytes;
    const std::uint64_t size = stated(part.size, part.bytes.size());
    directory += "PK\1\2" + little(20, 2) + little(20, 2) + little(part.flags, 2) + little(part.method, 2) + little(0, 4) + little(crc, 4) +
                 little(size, 4) + little(size, 4) + little(part.name.size(), 2) + little(0, 12) + little(header, 4) + part.name;
  }
  return file + directory + "PK\5\6" + little(0, 4) + little(parts.size(), 2) + little(parts.size(), 2) + little(directory.size(), 4) +
         little(file.size(), 4) + little(comment.size(), 2) + comment;
}

std::string text_op(const std::string& text) { return "X" + little(text.size(), 4) + text; }
std::string number_op(std::uint32_t value) { return "J" + little(value, 4); }
std::string global_op(const std::string& module, const std::string& name) { return "c" + module + "\n" + name + "\n"; }

std::string tuple_op(const std::vector<std::string>& items) {
  std::string all = "(";
  for (const std::string& item : items) all += item;
  return all + "t";
}

std::string storage_op(const std::string& type, const std::string& key, std::uint32_t count) {
  return tuple_op({text_op("storage"), global_op("torch", type), text_op(key), text_op("cpu"), number_op(count)}) + "Q";
}

std::string tensor_op(const std::string& storage, std::uint32_t offset, const std::vector<std::uint32_t>& shape,
                      const std::vector<std::uint32_t>& strides) {
  const auto numbers = [](const std::vector<std::uint32_t>& values) {
    std::vector<std::string> items;
    for (const std::uint32_t value : values) items.push_back(number_op(value));
    return tuple_op(items);
  };
  return global_op("torch._utils", "_rebuild_tensor_v2") +
         tuple_op({storage, number_op(offset), numbers(shape), numbers(strides), "\x89", global_op("collections", "OrderedDict") + ")R"}) +
         "R";
}

std::string dict_op(const std::vector<std::pair<std::string, std::string>>& items) {
  std::string all = "}(";
  for (const auto& [key, value] : items) all += text_op(key) + value;
  return all + "u";
}

std::string pickle_of(const std::string& operations) { return "\x80\x02" + operations + "."; }

std::vector<ZipPart> checkpoint_parts(const std::string& pickle, const std::vector<std::string>& storages) {
  std::vector<ZipPart> parts{{"archive/data.pkl", pickle}, {"archive/version", "3\n"}, {"archive/byteorder", "little"}};
  for (std::size_t i = 0; i < storages.size(); ++i) parts.push_back({"archive/data/" + std::to_string(i), storages[i]});
  return parts;
}

std::string checkpoint_bytes(const std::string& pickle, const std::vector<std::string>& storages) {
  return zip_bytes(checkpoint_parts(pickle, storages));
}

std::string legacy_bytes(const std::string& pickle, const std::vector<std::pair<std::uint64_t, std::string>>& storages,
                         bool little_endian) {
  const std::string magic = std::string("\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19", 12);
  std::string keys = "](", data;
  for (std::size_t i = 0; i < storages.size(); ++i) {
    keys += text_op(std::to_string(i));
    data += little(storages[i].first, 8) + storages[i].second;
  }
  return pickle_of(magic) + pickle_of(number_op(1001)) +
         pickle_of(dict_op({{"protocol_version", number_op(1001)}, {"little_endian", little_endian ? "\x88" : "\x89"}})) + pickle +
         pickle_of(keys + "e") + data;
}

}  // namespace likeness::test
