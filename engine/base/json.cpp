#include "engine/base/json.h"

#include <algorithm>
#include <limits>
#include <vector>

#include "engine/base/error.h"
#include "engine/base/files.h"

namespace likeness {
namespace {

constexpr std::size_t max_depth = 100;

/// A literal and the string that stands for it while the text is parsed.
struct NonFiniteValue {
  std::string_view literal;
  std::string_view marker;
  double number;
};
constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr NonFiniteValue non_finite_values[] = {{"-Infinity", "\x01-Infinity", -infinity},
                                                {"Infinity", "\x01Infinity", infinity},
                                                {"NaN", "\x01NaN", std::numeric_limits<double>::quiet_NaN()}};

/// The text with each such literal outside of strings replaced by its marker.
std::string with_markers(std::string_view text) {
  std::string marked;
  bool in_string = false;
  for (std::size_t i = 0; i < text.size();) {
    if (in_string && text[i] == '\\' && i + 1 < text.size()) {
      marked += text.substr(i, 2);
      i += 2;
      continue;
    }
    if (text[i] == '"') in_string = !in_string;
    const auto* found = in_string ? std::end(non_finite_values)
                                  : std::find_if(std::begin(non_finite_values), std::end(non_finite_values), [&](const auto& value) {
                                      return text.substr(i).starts_with(value.literal);
                                    });
    if (found == std::end(non_finite_values)) {
      marked += text[i++];
    } else {
      marked += "\"\\u0001" + std::string(found->literal) + "\"";
      i += found->literal.size();
    }
  }
  return marked;
}

/// Builds the tree in linear time: nlohmann's own builder searches the object for every key it adds. Refuses a key given twice.
class TreeBuilder : public nlohmann::json_sax<Json> {
 public:
  TreeBuilder(const std::string& what, NonFinite non_finite) : what_(what), non_finite_(non_finite) {}

  Json take() { return std::move(root_); }

  bool null() override { return add(nullptr); }
  bool boolean(bool value) override { return add(value); }
  bool number_integer(number_integer_t value) override { return add(value); }
  bool number_unsigned(number_unsigned_t value) override { return add(value); }
  bool number_float(number_float_t value, const string_t&) override { return add(value); }
  bool string(string_t& value) override {
    if (non_finite_ == NonFinite::accepted)
      for (const auto& [literal, marker, number] : non_finite_values)
        if (value == marker) return add(number);
    return add(std::move(value));
  }
  bool binary(binary_t&) override { return false; }
  bool start_object(std::size_t) override { return open(Json::object()); }
  bool start_array(std::size_t) override { return open(Json::array()); }

  bool key(string_t& name) override {
    key_ = std::move(name);
    return true;
  }

  bool end_object() override {
    refuse_duplicates();
    open_.pop_back();
    return true;
  }

  bool end_array() override {
    open_.pop_back();
    return true;
  }

  bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception& error) override {
    std::string text = error.what();
    if (const auto end = text.find("] "); end != std::string::npos) text.erase(0, end + 2);
    if (text.size() > 300) text = text.substr(0, 300) + "...";
    throw Error(ErrorKind::bad_input, what_ + " is not valid JSON: " + text + ".");
  }

 private:
  Json* add(Json value) {
    if (open_.empty()) {
      root_ = std::move(value);
      return &root_;
    }
    Json& parent = *open_.back();
    if (parent.is_array()) return &parent.get_ref<Json::array_t&>().emplace_back(std::move(value));
    auto& members = static_cast<Json::object_t::Container&>(parent.get_ref<Json::object_t&>());
    return &members.emplace_back(std::move(key_), std::move(value)).second;
  }

  bool open(Json container) {
    if (open_.size() >= max_depth)
      throw Error(ErrorKind::bad_input, what_ + " is nested more than " + std::to_string(max_depth) + " levels deep.");
    open_.push_back(add(std::move(container)));
    return true;
  }

  void refuse_duplicates() const {
    std::vector<const std::string*> names;
    for (const auto& [name, value] : open_.back()->get_ref<const Json::object_t&>()) names.push_back(&name);
    std::sort(names.begin(), names.end(), [](auto* a, auto* b) { return *a < *b; });
    const auto twice = std::adjacent_find(names.begin(), names.end(), [](auto* a, auto* b) { return *a == *b; });
    if (twice != names.end())
      throw Error(ErrorKind::bad_input, what_ + " gives \"" + (*twice)->substr(0, 200) + "\" twice; which one counts cannot be known.");
  }

  const std::string& what_;
  NonFinite non_finite_;
  Json root_;
  std::string key_;
  std::vector<Json*> open_;
};

}  // namespace

Json parse_json(std::string_view text, const std::string& what, NonFinite non_finite) {
  if (text.starts_with("\xff\xfe") || text.starts_with("\xfe\xff"))
    throw Error(ErrorKind::bad_input, what + " is UTF-16 text; JSON in UTF-8 was expected.", "Save it again as UTF-8.");
  // The JSON reader would take a NUL byte for the end of the text.
  if (const auto nul = text.find('\0'); nul != std::string_view::npos)
    throw Error(ErrorKind::bad_input, what + " is not valid JSON: byte " + std::to_string(nul) + " is NUL.");
  TreeBuilder builder(what, non_finite);
  if (non_finite == NonFinite::accepted) Json::sax_parse(with_markers(text), &builder);
  else Json::sax_parse(text, &builder);
  return builder.take();
}

Json read_json_file(const std::filesystem::path& path, std::size_t max_bytes, NonFinite non_finite) {
  return parse_json(read_file(path, max_bytes), path.string(), non_finite);
}

void write_json_file(const std::filesystem::path& path, const Json& json) {
  write_file(path, json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n");
}

}  // namespace likeness
