#include <algorithm>

#include "engine/base/error.h"
#include "engine/io/pickle_machine.h"

namespace likeness::io {
namespace {

constexpr std::size_t most_dimensions = 64;
constexpr std::size_t longest_shown = 100;

std::string shown(std::string_view name) { return std::string(name.substr(0, longest_shown)) + (name.size() > longest_shown ? "..." : ""); }

}  // namespace

void PickleMachine::push_symbol(std::string_view module, std::string_view name) {
  const auto row = find_symbol(module, name);
  if (!row) refuse("names " + shown(module) + "." + shown(name) + ", which is not allowed: it could run code");
  push({.kind = ValueKind::symbol, .integer = static_cast<std::int64_t>(*row)});
}

void PickleMachine::stack_global() {
  const ValueId name = pop(), module = pop();
  if (value(name).kind != ValueKind::text || value(module).kind != ValueKind::text) refuse("names something by what is no text");
  push_symbol(value(module).text, value(name).text);
}

const Symbol* PickleMachine::symbol_of(ValueId id) const {
  return value(id).kind == ValueKind::symbol ? &symbol(static_cast<std::size_t>(value(id).integer)) : nullptr;
}

void PickleMachine::reduce() {
  const ValueId arguments = pop(), function = pop();
  const Symbol* called = symbol_of(function);
  if (!called) refuse("calls (REDUCE) what is no allowed name");
  if (value(arguments).kind != ValueKind::tuple) refuse("calls " + std::string(called->name) + " without a tuple of arguments");
  push(reduced(*called, function, value(arguments)));
}

PickleValue PickleMachine::reduced(const Symbol& function, ValueId function_id, const PickleValue& arguments) {
  switch (function.role) {
    case SymbolRole::ordered_dict:
      if (arguments.items.empty()) return {.kind = ValueKind::dict};
      break;
    case SymbolRole::rebuild_tensor: return rebuilt_tensor(arguments);
    case SymbolRole::rebuild_parameter:
      if (!arguments.items.empty() && value(arguments.items[0]).kind == ValueKind::tensor) return value(arguments.items[0]);
      break;
    case SymbolRole::opaque: return {.kind = ValueKind::opaque, .items = {function_id}};
    default: break;
  }
  refuse("calls " + std::string(function.module) + "." + std::string(function.name) + " in a way that is not allowed");
}

std::vector<std::int64_t> PickleMachine::whole_numbers(ValueId id, const char* meaning) const {
  const PickleValue& tuple = value(id);
  std::vector<std::int64_t> numbers;
  const bool sound = (tuple.kind == ValueKind::tuple || tuple.kind == ValueKind::list) && tuple.items.size() <= most_dimensions &&
                     std::all_of(tuple.items.begin(), tuple.items.end(), [&](ValueId item) {
                       numbers.push_back(value(item).integer);
                       return value(item).kind == ValueKind::integer && value(item).text.size() <= 8 && numbers.back() >= 0;
                     });
  if (!sound) refuse(std::string("gives a tensor ") + meaning + " that are no whole numbers");
  return numbers;
}

PickleValue PickleMachine::rebuilt_tensor(const PickleValue& arguments) {
  if (arguments.items.size() < 4 || value(arguments.items[0]).kind != ValueKind::storage) refuse("makes a tensor of no storage");
  const PickleValue& offset = value(arguments.items[1]);
  if (offset.kind != ValueKind::integer || offset.text.size() > 8 || offset.integer < 0) refuse("gives a tensor no offset");
  PickleTensor tensor{.storage = static_cast<std::size_t>(value(arguments.items[0]).integer),
                      .offset = offset.integer,
                      .shape = whole_numbers(arguments.items[2], "sizes"),
                      .strides = whole_numbers(arguments.items[3], "strides")};
  if (tensor.shape.size() != tensor.strides.size()) refuse("gives a tensor another number of strides than of sizes");
  std::int64_t elements = 1, last = tensor.offset, step = 0;
  bool fits = true;
  for (std::size_t i = 0; i < tensor.shape.size(); ++i) {
    fits = fits && !__builtin_mul_overflow(elements, tensor.shape[i], &elements);
    if (tensor.shape[i] > 0)
      fits = fits && !__builtin_mul_overflow(tensor.shape[i] - 1, tensor.strides[i], &step) && !__builtin_add_overflow(last, step, &last);
  }
  const std::int64_t count = tree_.storages[tensor.storage].count;
  if (!fits || (elements > 0 && last >= count))
    refuse("has a tensor that reaches outside its storage of " + std::to_string(count) + " elements");
  if (elements > count) refuse("has a tensor that repeats its storage");
  tree_.tensors.push_back(std::move(tensor));
  return {.kind = ValueKind::tensor, .integer = static_cast<std::int64_t>(tree_.tensors.size() - 1)};
}

/// Only what older PyTorch needs for a ParameterDict.
void PickleMachine::new_object() {
  const ValueId arguments = pop(), type = pop();
  const Symbol* made = symbol_of(type);
  if (!made || made->role != SymbolRole::parameter_dict || value(arguments).kind != ValueKind::tuple || !value(arguments).items.empty())
    refuse("makes an object (NEWOBJ) of a kind that is not allowed");
  push({.kind = ValueKind::dict, .integer = 1});
}

/// The state of an object: attributes of a dict and what is opaque are passed over; a ParameterDict has its content there.
void PickleMachine::build() {
  const ValueId state = pop(), object = top();
  const ValueKind kind = value(object).kind;
  if (kind != ValueKind::dict && kind != ValueKind::opaque) refuse("sets the state (BUILD) of what has none");
  const bool parameter_dict = kind == ValueKind::dict && value(object).integer == 1;
  if (!parameter_dict || value(state).kind != ValueKind::dict) return;
  const std::vector<ValueId>& fields = value(state).items;
  for (std::size_t i = 0; i + 1 < fields.size(); i += 2)
    if (value(fields[i]).text == "_parameters" && value(fields[i + 1]).kind == ValueKind::dict)
      tree_.values[object].items.swap(tree_.values[fields[i + 1]].items);  // a copy could be asked for a million times
}

/// ("storage", type, key, location, count), older files with a view that must be None.
void PickleMachine::persistent_id() {
  const ValueId id = pop();
  const std::vector<ValueId>& items = value(id).items;
  const bool sound = value(id).kind == ValueKind::tuple &&
                     (items.size() == 5 || (items.size() == 6 && value(items[5]).kind == ValueKind::none)) &&
                     value(items[0]).text == "storage" && value(items[2]).kind == ValueKind::text &&
                     value(items[4]).kind == ValueKind::integer && value(items[4]).text.size() <= 8 && value(items[4]).integer >= 0;
  const Symbol* type = sound ? symbol_of(items[1]) : nullptr;
  if (!type || type->role != SymbolRole::storage) refuse("refers to something else than a storage");
  const PickleStorage storage{.key = value(items[2]).text, .dtype = type->dtype, .count = value(items[4]).integer};
  const auto [known, added] = storage_by_key_.emplace(storage.key, tree_.storages.size());
  if (added) tree_.storages.push_back(storage);
  const PickleStorage& first = tree_.storages[known->second];
  if (first.dtype != storage.dtype || first.count != storage.count)
    refuse("speaks of the storage \"" + shown(storage.key) + "\" in two ways");
  push({.kind = ValueKind::storage, .integer = static_cast<std::int64_t>(known->second)});
}

}  // namespace likeness::io
