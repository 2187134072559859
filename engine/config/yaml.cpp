#include <charconv>
#include <filesystem>

#include <yaml-cpp/yaml.h>

#include "engine/base/error.h"
#include "engine/base/files.h"
#include "engine/config/json_requests.h"

namespace likeness::config {

namespace {

constexpr int kMaximumDepth = 32;
constexpr std::size_t kMaximumNodes = 100'000;  // bounds what YAML aliases can multiply to

Json scalar(const YAML::Node& node) {
  const std::string& text = node.Scalar();
  if (node.Tag() == "!") return text;  // quoted
  if (text == "true" || text == "True" || text == "TRUE") return true;
  if (text == "false" || text == "False" || text == "FALSE") return false;
  if (text.empty() || text == "~" || text == "null" || text == "Null" || text == "NULL") return nullptr;
  const char* begin = text.data() + (text.front() == '+' ? 1 : 0);
  const char* end = text.data() + text.size();
  std::int64_t whole = 0;
  if (const auto [last, fault] = std::from_chars(begin, end, whole); fault == std::errc() && last == end) return whole;
  double number = 0;
  if (const auto [last, fault] = std::from_chars(begin, end, number); fault == std::errc() && last == end) return number;
  return text;
}

Json json_from(const YAML::Node& node, int depth, std::size_t& nodes, const std::string& path) {
  if (depth > kMaximumDepth || ++nodes > kMaximumNodes) throw Error(ErrorKind::bad_input, path + ": too deeply nested or too large");
  if (node.IsScalar()) return scalar(node);
  if (node.IsSequence()) {
    Json list = Json::array();
    for (const auto& item : node) list.push_back(json_from(item, depth + 1, nodes, path));
    return list;
  }
  if (node.IsMap()) {
    Json object = Json::object();
    for (const auto& item : node) {
      if (!item.first.IsScalar()) throw Error(ErrorKind::bad_input, path + ": expected names as keys");
      const std::string key = item.first.Scalar();
      if (object.contains(key)) throw Error(ErrorKind::bad_input, path + ": the field \"" + key + "\" stands twice");
      object[key] = json_from(item.second, depth + 1, nodes, path);
    }
    return object;
  }
  return nullptr;
}

}  // namespace

Json read_config_file(const std::string& path) {
  const std::string extension = std::filesystem::path(path).extension().string();
  if (extension != ".yaml" && extension != ".yml") return read_json_file(path);
  try {
    std::size_t nodes = 0;
    return json_from(YAML::Load(read_file(path, 4u << 20)), 0, nodes, path);
  } catch (const YAML::Exception& fault) {
    throw Error(ErrorKind::bad_input, path + ": line " + std::to_string(fault.mark.line + 1) + ": " + fault.msg);
  }
}

}  // namespace likeness::config
