#include "engine/io/safetensors_header.h"

#include <nlohmann/json.hpp>

#include "engine/base/error.h"

namespace likeness::io {
namespace {

// Real models have a few thousand tensors; an entry costs several times its text in memory.
constexpr std::size_t max_entries = 100'000;
constexpr std::size_t max_name_bytes = 4096;
constexpr std::size_t max_dimensions = 64;
constexpr std::size_t max_quoted = 200;

std::string in_quotes(const std::string& name) { return "\"" + name.substr(0, max_quoted) + "\""; }

class HeaderReader : public nlohmann::json_sax<nlohmann::json> {
 public:
  explicit HeaderReader(const std::string& what) : what_(what) {}

  SafetensorsHeader take() { return std::move(header_); }

  bool null() override {
    // The reference library reads "__metadata__": null as no metadata.
    if (place_ == Place::top && key_ == "__metadata__") {
      header_.warnings.push_back("the metadata is null");
      return true;
    }
    return extra_or_refuse("null");
  }
  bool boolean(bool) override { return extra_or_refuse("true or false"); }
  bool number_integer(number_integer_t) override { return extra_or_refuse("a negative number"); }
  bool number_float(number_float_t, const string_t&) override { return extra_or_refuse("a fraction or a number beyond 64 bits"); }
  bool binary(binary_t&) override { return false; }

  bool number_unsigned(number_unsigned_t value) override {
    if (place_ == Place::shape) {
      if (entry_.shape.size() >= max_dimensions) refuse("tensor " + in_quotes(name_) + " has more than 64 dimensions");
      entry_.shape.push_back(value);
    } else if (place_ == Place::offsets) {
      if (offsets_ >= 2) refuse("tensor " + in_quotes(name_) + " has more than two data_offsets");
      (offsets_++ == 0 ? entry_.begin : entry_.end) = value;
    } else {
      return extra_or_refuse("a number");
    }
    return true;
  }

  bool string(string_t& value) override {
    if (place_ == Place::metadata) {
      if (header_.metadata.size() >= max_entries) refuse("its metadata has more than " + std::to_string(max_entries) + " entries");
      if (!header_.metadata.emplace(key_, std::move(value)).second) refuse("metadata " + in_quotes(key_) + " is given twice");
    } else if (place_ == Place::tensor && key_ == "dtype") {
      if (value.size() > max_quoted) refuse("tensor " + in_quotes(name_) + " has no readable dtype");
      entry_.dtype = std::move(value);
    } else {
      return extra_or_refuse("text");
    }
    return true;
  }

  bool key(string_t& name) override {
    if (extra_depth_ > 0) return true;
    key_ = std::move(name);
    if (place_ == Place::tensor) note_field();
    return true;
  }

  bool start_object(std::size_t) override {
    if (extra_depth_ > 0) return enter_extra();
    if (place_ == Place::outside) {
      place_ = Place::top;
    } else if (place_ == Place::top && key_ == "__metadata__") {
      if (metadata_seen_) refuse("__metadata__ is given twice");
      metadata_seen_ = true;
      place_ = Place::metadata;
    } else if (place_ == Place::top) {
      start_tensor();
    } else {
      return is_extra_field() ? enter_extra() : extra_or_refuse("an object");
    }
    return true;
  }

  bool end_object() override {
    if (extra_depth_ > 0) return leave_extra();
    if (place_ == Place::tensor) finish_tensor();
    place_ = place_ == Place::top ? Place::outside : Place::top;
    return true;
  }

  bool start_array(std::size_t) override {
    if (extra_depth_ > 0) return enter_extra();
    if (place_ == Place::tensor && key_ == "shape") {
      place_ = Place::shape;
    } else if (place_ == Place::tensor && key_ == "data_offsets") {
      place_ = Place::offsets;
    } else {
      return is_extra_field() ? enter_extra() : extra_or_refuse("a list");
    }
    return true;
  }

  bool end_array() override {
    if (extra_depth_ > 0) return leave_extra();
    place_ = Place::tensor;
    return true;
  }

  bool parse_error(std::size_t position, const std::string&, const nlohmann::detail::exception&) override {
    refuse("it is not valid JSON in UTF-8 at byte " + std::to_string(position));
  }

 private:
  enum class Place { outside, top, metadata, tensor, shape, offsets };

  [[noreturn]] void refuse(const std::string& why) const {
    throw Error(ErrorKind::bad_input, what_ + ": the safetensors header is damaged: " + why + ".",
                "Fetch the file again; no program can load it as it is.");
  }

  /// Fields beside the three known ones are passed over, as the reference library does, and mentioned.
  bool is_extra_field() const { return place_ == Place::tensor && key_ != "dtype" && key_ != "shape" && key_ != "data_offsets"; }

  bool extra_or_refuse(const std::string& found) {
    if (extra_depth_ > 0 || is_extra_field()) return true;
    switch (place_) {
      case Place::outside: refuse("it is " + found + ", not an object");
      case Place::top: refuse("entry " + in_quotes(key_) + " is " + found + ", not an object");
      case Place::metadata: refuse("metadata " + in_quotes(key_) + " is " + found + ", not text");
      default: refuse("tensor " + in_quotes(name_) + " has " + found + " in its " + in_quotes(key_));
    }
  }

  bool enter_extra() {
    ++extra_depth_;
    return true;
  }

  bool leave_extra() {
    --extra_depth_;
    return true;
  }

  void start_tensor() {
    if (header_.tensors.size() >= max_entries) refuse("it lists more than " + std::to_string(max_entries) + " tensors");
    name_ = key_;
    if (name_.size() > max_name_bytes) refuse("the tensor name " + in_quotes(name_) + "... is longer than 4096 bytes");
    if (header_.tensors.contains(name_)) refuse("tensor " + in_quotes(name_) + " is given twice");
    entry_ = {};
    offsets_ = 0;
    dtype_seen_ = shape_seen_ = offsets_seen_ = false;
    place_ = Place::tensor;
  }

  void note_field() {
    bool* seen = key_ == "dtype" ? &dtype_seen_ : key_ == "shape" ? &shape_seen_ : key_ == "data_offsets" ? &offsets_seen_ : nullptr;
    if (!seen) {
      if (header_.warnings.size() < 20)
        header_.warnings.push_back("tensor " + in_quotes(name_) + " has an unknown field " + in_quotes(key_));
      return;
    }
    if (*seen) refuse("tensor " + in_quotes(name_) + " gives its " + key_ + " twice");
    *seen = true;
  }

  void finish_tensor() {
    if (!dtype_seen_ || !shape_seen_ || !offsets_seen_ || offsets_ != 2)
      refuse("tensor " + in_quotes(name_) + " lacks its dtype, shape or two data_offsets");
    header_.tensors.emplace(name_, std::move(entry_));
  }

  const std::string& what_;
  SafetensorsHeader header_;
  Place place_ = Place::outside;
  std::size_t extra_depth_ = 0;
  std::string key_;
  std::string name_;
  HeaderEntry entry_;
  int offsets_ = 0;
  bool metadata_seen_ = false;
  bool dtype_seen_ = false, shape_seen_ = false, offsets_seen_ = false;
};

}  // namespace

SafetensorsHeader parse_safetensors_header(std::string_view json, const std::string& what) {
  // The JSON reader would take a NUL byte for the end of the text.
  if (const auto nul = json.find('\0'); nul != std::string_view::npos)
    throw Error(ErrorKind::bad_input, what + ": the safetensors header is damaged: byte " + std::to_string(nul) + " is NUL.");
  HeaderReader reader(what);
  nlohmann::json::sax_parse(json, &reader);
  return reader.take();
}

}  // namespace likeness::io
