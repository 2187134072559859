// The stack machine behind pickle.h. Used by pickle.cpp (operations on data) and pickle_objects.cpp (REDUCE, BUILD, persistent ids).
// Errors: bad_input, naming the file and what is wrong.
// One machine reads one pickle.
#pragma once

#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "engine/io/pickle_symbols.h"
#include "engine/io/pickle_value.h"

namespace likeness::io {

class PickleMachine {
 public:
  PickleMachine(std::span<const std::byte> bytes, const std::string& what) : bytes_(bytes), what_(what) {}

  PickleTree run();
  std::size_t position() const { return position_; }

 private:
  [[noreturn]] void refuse(const std::string& why) const;

  // Input.
  template <class Number>
  Number number();
  double big_endian_double();
  std::string_view text(std::uint64_t length);
  std::string_view line();

  // The stack; what lies below the newest mark is out of reach.
  ValueId make(PickleValue value);
  void push(PickleValue value) { stack_.push_back(make(std::move(value))); }
  ValueId pop();
  ValueId& top();
  std::vector<ValueId> pop_to_mark();
  const PickleValue& value(ValueId id) const { return tree_.values[id]; }
  PickleValue& container(ValueKind kind, const char* operation);

  bool step(unsigned char operation);
  bool step_text(unsigned char operation);
  bool step_collection(unsigned char operation);
  bool step_memory(unsigned char operation);
  bool step_object(unsigned char operation);
  void push_long(std::size_t size);
  void push_tuple(std::size_t count);
  void append(std::vector<ValueId> items, ValueKind kind, const char* operation);
  void remember(std::uint64_t key);
  void recall(std::uint64_t key);

  // pickle_objects.cpp
  void push_symbol(std::string_view module, std::string_view name);
  void stack_global();
  void reduce();
  void new_object();
  void build();
  void persistent_id();
  PickleValue reduced(const Symbol& function, ValueId function_id, const PickleValue& arguments);
  PickleValue rebuilt_tensor(const PickleValue& arguments);
  std::vector<std::int64_t> whole_numbers(ValueId id, const char* meaning) const;
  const Symbol* symbol_of(ValueId id) const;

  std::span<const std::byte> bytes_;
  const std::string& what_;
  std::size_t position_ = 0;
  PickleTree tree_;
  std::vector<ValueId> stack_;
  std::vector<std::size_t> marks_;
  std::unordered_map<std::uint64_t, ValueId> memory_;
  std::unordered_map<std::string_view, std::size_t> storage_by_key_;
};

}  // namespace likeness::io
