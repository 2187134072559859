#include "engine/io/pickle.h"

#include <algorithm>
#include <bit>
#include <cstring>

#include "engine/base/error.h"
#include "engine/io/pickle_machine.h"

namespace likeness::io {
namespace {

// What no checkpoint comes near: a Stable Diffusion model with its optimizer has about 100,000 values.
constexpr std::size_t most_values = 1'000'000;
constexpr std::size_t most_marks = 10'000;

}  // namespace

void PickleMachine::refuse(const std::string& why) const {
  throw Error(ErrorKind::bad_input, what_ + ": the pickle " + why + ".",
              "A checkpoint needs nothing of that kind; do not trust this file, or convert it to safetensors where it was made.");
}

template <class Number>
Number PickleMachine::number() {
  Number value;
  const std::string_view raw = text(sizeof value);
  std::memcpy(&value, raw.data(), sizeof value);
  return value;
}

double PickleMachine::big_endian_double() { return std::bit_cast<double>(__builtin_bswap64(number<std::uint64_t>())); }

std::string_view PickleMachine::text(std::uint64_t length) {
  if (length > bytes_.size() - position_) refuse("ends in the middle of a value (" + std::to_string(length) + " bytes were announced)");
  const std::string_view found(reinterpret_cast<const char*>(bytes_.data()) + position_, length);
  position_ += length;
  return found;
}

std::string_view PickleMachine::line() {
  const std::string_view rest(reinterpret_cast<const char*>(bytes_.data()) + position_, bytes_.size() - position_);
  const std::size_t end = rest.find('\n');
  if (end == std::string_view::npos) refuse("ends in the middle of a name");
  position_ += end + 1;
  return rest.substr(0, end);
}

ValueId PickleMachine::make(PickleValue value) {
  if (tree_.values.size() >= most_values) refuse("holds more than " + std::to_string(most_values) + " values");
  tree_.values.push_back(std::move(value));
  return static_cast<ValueId>(tree_.values.size() - 1);
}

ValueId& PickleMachine::top() {
  if (stack_.size() <= (marks_.empty() ? 0 : marks_.back())) refuse("takes a value that is not there");
  return stack_.back();
}

ValueId PickleMachine::pop() {
  const ValueId id = top();
  stack_.pop_back();
  return id;
}

std::vector<ValueId> PickleMachine::pop_to_mark() {
  if (marks_.empty()) refuse("takes values up to a mark that is not there");
  const auto begin = stack_.begin() + static_cast<std::ptrdiff_t>(marks_.back());
  std::vector<ValueId> items(begin, stack_.end());
  stack_.erase(begin, stack_.end());
  marks_.pop_back();
  return items;
}

PickleValue& PickleMachine::container(ValueKind kind, const char* operation) {
  PickleValue& found = tree_.values[top()];
  if (found.kind != kind)
    refuse(std::string("uses ") + operation + " on something else than a " + (kind == ValueKind::dict ? "dict" : "list"));
  return found;
}

void PickleMachine::push_long(std::size_t size) {
  const std::string_view raw = text(size);
  PickleValue value{.kind = ValueKind::integer, .text = raw};
  if (size <= 8) {
    std::memcpy(&value.integer, raw.data(), size);
    if (size > 0 && size < 8 && (raw.back() & 0x80)) value.integer |= ~std::int64_t{0} << (8 * size);
  }
  push(std::move(value));
}

void PickleMachine::push_tuple(std::size_t count) {
  PickleValue tuple{.kind = ValueKind::tuple, .items = std::vector<ValueId>(count)};
  for (std::size_t i = count; i-- > 0;) tuple.items[i] = pop();
  push(std::move(tuple));
}

void PickleMachine::append(std::vector<ValueId> items, ValueKind kind, const char* operation) {
  if (kind == ValueKind::dict && items.size() % 2 != 0) refuse(std::string("gives ") + operation + " a key without a value");
  std::vector<ValueId>& target = container(kind, operation).items;
  target.insert(target.end(), items.begin(), items.end());
}

void PickleMachine::remember(std::uint64_t key) {
  const ValueId id = top();
  if (memory_.size() >= most_values) refuse("remembers more than " + std::to_string(most_values) + " values");
  memory_[key] = id;
}

void PickleMachine::recall(std::uint64_t key) {
  const auto found = memory_.find(key);
  if (found == memory_.end()) refuse("recalls value " + std::to_string(key) + ", which it never stored");
  stack_.push_back(found->second);
  if (stack_.size() > most_values) refuse("stacks more than " + std::to_string(most_values) + " values");
}

bool PickleMachine::step_text(unsigned char operation) {
  const auto push_text = [&](std::uint64_t length) { push({.kind = ValueKind::text, .text = text(length)}); };
  const auto push_integer = [&](std::int64_t value) { push({.kind = ValueKind::integer, .integer = value}); };
  switch (operation) {
    case 'J': push_integer(number<std::int32_t>()); return true;                              // BININT
    case 'K': push_integer(number<std::uint8_t>()); return true;                              // BININT1
    case 'M': push_integer(number<std::uint16_t>()); return true;                             // BININT2
    case 0x8a: push_long(number<std::uint8_t>()); return true;                                // LONG1
    case 'G': push({.kind = ValueKind::number, .number = big_endian_double()}); return true;  // BINFLOAT
    case 'X':
    case 'T':
    case 'B': push_text(number<std::uint32_t>()); return true;  // BINUNICODE, BINSTRING, BINBYTES
    case 0x8c:
    case 'U':
    case 'C': push_text(number<std::uint8_t>()); return true;  // the SHORT_ forms
    case 0x8d:
    case 0x8e: push_text(number<std::uint64_t>()); return true;  // BINUNICODE8, BINBYTES8
    case 'N': push({}); return true;                             // NONE
    case 0x88:
    case 0x89: push({.kind = ValueKind::boolean, .integer = operation == 0x88}); return true;  // NEWTRUE, NEWFALSE
    default: return false;
  }
}

bool PickleMachine::step_collection(unsigned char operation) {
  switch (operation) {
    case '}': push({.kind = ValueKind::dict}); return true;   // EMPTY_DICT
    case ']': push({.kind = ValueKind::list}); return true;   // EMPTY_LIST
    case ')': push({.kind = ValueKind::tuple}); return true;  // EMPTY_TUPLE
    case 0x85:
    case 0x86:
    case 0x87: push_tuple(operation - 0x84u); return true;                            // TUPLE1 to TUPLE3
    case 't': push({.kind = ValueKind::tuple, .items = pop_to_mark()}); return true;  // TUPLE
    case 'e': append(pop_to_mark(), ValueKind::list, "APPENDS"); return true;
    case 'u': append(pop_to_mark(), ValueKind::dict, "SETITEMS"); return true;
    case 'a': append({pop()}, ValueKind::list, "APPEND"); return true;
    case 's': {  // SETITEM
      const ValueId given = pop(), key = pop();
      append({key, given}, ValueKind::dict, "SETITEM");
      return true;
    }
    case '(':  // MARK
      if (marks_.size() >= most_marks) refuse("nests deeper than " + std::to_string(most_marks) + " marks");
      marks_.push_back(stack_.size());
      return true;
    default: return false;
  }
}

bool PickleMachine::step_memory(unsigned char operation) {
  switch (operation) {
    case 'q': remember(number<std::uint8_t>()); return true;   // BINPUT
    case 'r': remember(number<std::uint32_t>()); return true;  // LONG_BINPUT
    case 0x94: remember(memory_.size()); return true;          // MEMOIZE
    case 'h': recall(number<std::uint8_t>()); return true;     // BINGET
    case 'j': recall(number<std::uint32_t>()); return true;    // LONG_BINGET
    case '0': pop(); return true;                              // POP
    case '1': pop_to_mark(); return true;                      // POP_MARK
    case '2': stack_.push_back(top()); return true;            // DUP
    case 0x95:                                                 // FRAME
      if (number<std::uint64_t>() > bytes_.size() - position_) refuse("announces a frame longer than itself");
      return true;
    default: return false;
  }
}

bool PickleMachine::step_object(unsigned char operation) {
  switch (operation) {
    case 'c': {  // GLOBAL
      const std::string_view module = line();
      push_symbol(module, line());
      return true;
    }
    case 0x93: stack_global(); return true;
    case 'R': reduce(); return true;
    case 0x81: new_object(); return true;
    case 'b': build(); return true;
    case 'Q': persistent_id(); return true;
    default: return false;
  }
}

bool PickleMachine::step(unsigned char operation) {
  return step_memory(operation) || step_text(operation) || step_collection(operation) || step_object(operation);
}

PickleTree PickleMachine::run() {
  if (number<std::uint8_t>() != 0x80) refuse("does not start as one");
  const int protocol = number<std::uint8_t>();
  if (protocol < 2 || protocol > 5) refuse("has the protocol " + std::to_string(protocol) + "; 2 to 5 are known");
  for (;;) {
    if (position_ == bytes_.size()) refuse("ends without its STOP");
    const auto operation = number<std::uint8_t>();
    if (operation == '.') break;
    if (step(operation)) continue;
    constexpr char digits[] = "0123456789abcdef";
    refuse(std::string("uses the operation 0x") + digits[operation >> 4] + digits[operation & 15] + ", which is not allowed");
  }
  if (!marks_.empty() || stack_.size() != 1) refuse("leaves " + std::to_string(stack_.size()) + " values instead of one");
  tree_.root = stack_.back();
  return std::move(tree_);
}

PickleTree read_pickle(std::span<const std::byte> bytes, const std::string& what, std::size_t& length) {
  PickleMachine machine(bytes, what);
  PickleTree tree = machine.run();
  length = machine.position();
  return tree;
}

}  // namespace likeness::io
