#include <chrono>

#include <doctest/doctest.h>

#include "engine/base/error.h"
#include "engine/io/pickle.h"
#include "tests/engine/io/torch_bytes.h"

using likeness::Error;
using likeness::ErrorKind;
using namespace likeness::io;
using namespace likeness::test;

namespace {

PickleTree read(const std::string& bytes) {
  std::size_t length = 0;
  return read_pickle(std::as_bytes(std::span(bytes)), "model.ckpt", length);
}

void check_refused(const std::string& bytes, std::string_view words) {
  const auto start = std::chrono::steady_clock::now();
  try {
    read(bytes);
    FAIL("accepted");
  } catch (const Error& error) {
    CAPTURE(std::string(error.what()));
    CHECK(error.kind() == ErrorKind::bad_input);
    CHECK(std::string(error.what()).find(words) != std::string::npos);
    CHECK(std::string(error.what()).starts_with("model.ckpt: the pickle "));
  }
  CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(1));
}

void check_call_refused(const std::string& module, const std::string& name, const std::string& arguments = tuple_op({text_op("id")})) {
  check_refused(pickle_of(global_op(module, name) + arguments + "R"), module + "." + name);
}

}  // namespace

TEST_CASE("plain values come as they are") {
  const std::string bytes = pickle_of("(" + number_op(static_cast<std::uint32_t>(-5)) + "K\x07" + std::string("M\x01\x02", 3) + "N\x88" +
                                      std::string("G\x40\x09\x21\xfb\x54\x44\x2d\x18", 9) + "\x8a\x02\xff\x7f" + "\x8a\x01\xfe" + "t");
  const PickleTree tree = read(bytes);
  const auto& items = tree[tree.root].items;
  REQUIRE(items.size() == 8);
  CHECK(tree[items[0]].integer == -5);
  CHECK(tree[items[1]].integer == 7);
  CHECK(tree[items[2]].integer == 513);
  CHECK(tree[items[3]].kind == ValueKind::none);
  CHECK(tree[items[4]].kind == ValueKind::boolean);
  CHECK(tree[items[5]].number == 3.141592653589793);
  CHECK(tree[items[6]].integer == 32767);
  CHECK(tree[items[7]].integer == -2);
}

TEST_CASE("the memo, frames and protocol 4 names") {
  const std::string frame = std::string("\x80\x04\x95") + little(6, 8);
  const std::string bytes = frame + "\x8c\x01" + "a" + "\x94" + "h" + std::string(1, '\0') + "\x86" + ".";
  const PickleTree tree = read(bytes);
  REQUIRE(tree[tree.root].items.size() == 2);
  CHECK(tree[tree[tree.root].items[1]].text == "a");
  const std::string ordered =
      "\x80\x04\x8c\x0b"
      "collections\x8c\x0bOrderedDict\x93)R.";
  CHECK(read(ordered).values.back().kind == ValueKind::dict);
}

TEST_CASE("names outside the list are refused by name, however they are spelt") {
  check_call_refused("os", "system");
  check_call_refused("builtins", "getattr");
  check_call_refused("__builtin__", "eval");
  check_call_refused("torch.hub", "load");
  check_call_refused("torch", "load");
  check_call_refused("numpy", "load");
  check_call_refused("numpy.core.multiarray", "_reconstruct");
  check_call_refused("torch._utils", "_rebuild_tensor_v3");
  check_call_refused("torch._utils", "_rebuild_tensor_v2\r");
  check_refused(
      "\x80\x04\x8c\x02"
      "os\x94\x8c\x06system\x94h" +
          std::string(1, '\0') + "h\x01\x93" + tuple_op({text_op("id")}) + "R.",
      "os.system");
  check_refused(pickle_of(global_op("builtins", "getattr") + tuple_op({global_op("os", "system"), text_op("x")}) + "R"),
                "builtins.getattr");
  check_refused(pickle_of(number_op(1) + number_op(2) + "\x93"), "no text");
}

TEST_CASE("allowed names do only what torch.save needs") {
  check_refused(pickle_of(global_op("collections", "OrderedDict") + tuple_op({"]"}) + "R"), "collections.OrderedDict in a way");
  check_refused(pickle_of(global_op("torch", "FloatStorage") + ")R"), "torch.FloatStorage in a way");
  check_refused(pickle_of(global_op("torch.nn.modules.container", "ParameterDict") + ")R"), "in a way that is not allowed");
  check_refused(pickle_of(global_op("torch._utils", "_rebuild_parameter") + tuple_op({"N"}) + "R"), "_rebuild_parameter in a way");
  check_refused(pickle_of(global_op("collections", "OrderedDict") + "NR"), "without a tuple");
  check_refused(pickle_of(text_op("os.system") + ")R"), "no allowed name");
  check_refused(pickle_of("}" + tuple_op({}) + "R"), "no allowed name");
}

TEST_CASE("objects are never made, states never set") {
  check_refused(pickle_of(global_op("collections", "OrderedDict") + ")\x81"), "NEWOBJ");
  check_refused(pickle_of(text_op("a") + "}b"), "BUILD");
  check_refused(pickle_of(global_op("collections", "OrderedDict") + dict_op({{"__setstate__", "N"}}) + "b"), "BUILD");
  for (const char operation :
       {'i', 'o', '\x92', '\x82', '\x83', '\x84', 'P', 'I', 'S', 'V', 'L', 'F', 'd', 'l', 'p', 'g', '\x8b', '\x8f', '\x97', '\0'})
    check_refused("\x80\x02(" + std::string(1, operation) + "aaaaaaaa\nbbbb\n.", "uses the operation 0x");
  // Attributes of a dict, as state_dict() leaves them, are passed over.
  const std::string attributes = pickle_of(dict_op({{"a", "N"}}) + dict_op({{"_metadata", "}"}}) + "b");
  const PickleTree tree = read(attributes);
  CHECK(tree[tree.root].items.size() == 2);
}

TEST_CASE("stack and memory are guarded") {
  check_refused(pickle_of("}" + text_op("a") + "Nu"), "mark that is not there");
  check_refused(pickle_of("s"), "not there");
  check_refused(pickle_of("N(0"), "not there");
  check_refused(pickle_of("}(" + text_op("a") + "u"), "key without a value");
  check_refused(pickle_of("](NNu"), "SETITEMS on something else");
  check_refused(pickle_of("}Na"), "APPEND on something else");
  check_refused(pickle_of("h\x05"), "recalls value 5");
  check_refused(pickle_of("j" + little(0xffffffff, 4)), "recalls value 4294967295");
  CHECK(read(pickle_of("Nr" + little(0xffffffff, 4))).values.size() == 1);
  check_refused("\x80\x02" + std::string(20'000, '(') + ".", "deeper than 10000 marks");
  check_refused("\x80\x02" + std::string(1'100'000, '}') + ".", "more than 1000000 values");
  check_refused("\x80\x02N" + std::string(1'100'000, '2') + "h\x01.", "recalls value 1");
}

TEST_CASE("lengths that lie") {
  check_refused("\x80\x04\x8d" + little(1ull << 63, 8) + "abc.", "9223372036854775808 bytes were announced");
  check_refused("\x80\x02X" + little(0xffffffff, 4) + "abc.", "4294967295 bytes were announced");
  check_refused("\x80\x04\x95" + little(1000, 8) + "N.", "a frame longer than itself");
  check_refused("\x80\x02N", "without its STOP");
  check_refused("\x80\x02", "without its STOP");
  check_refused("\x80", "ends in the middle");
  check_refused("", "ends in the middle");
  check_refused("\x80\x02NN.", "leaves 2 values");
  check_refused("\x80\x02(N.", "leaves");
  check_refused("\x80\x02.", "leaves 0 values");
  check_refused("\x80\x07N.", "protocol 7");
  check_refused("N.", "does not start as one");
  check_refused(
      "\x80\x02"
      "ctorch",
      "middle of a name");
}

TEST_CASE("tensors stay inside their storages") {
  const std::string storage = storage_op("FloatStorage", "0", 6);
  CHECK(read(pickle_of(tensor_op(storage, 0, {2, 3}, {3, 1}))).tensors.size() == 1);
  CHECK(read(pickle_of(tensor_op(storage, 6, {0}, {1}))).tensors.size() == 1);
  check_refused(pickle_of(tensor_op(storage, 1, {2, 3}, {3, 1})), "outside its storage of 6");
  check_refused(pickle_of(tensor_op(storage, 0, {2, 3}, {4, 1})), "outside its storage");
  check_refused(pickle_of(tensor_op(storage, 0, {0x7fffffff, 0x7fffffff, 0x7fffffff}, {0, 0, 0})), "outside its storage");
  check_refused(pickle_of(tensor_op(storage, 0, {7}, {0})), "repeats its storage");
  check_refused(pickle_of(tensor_op(storage, 0, {2, 3}, {3})), "another number of strides");
  check_refused(pickle_of(tensor_op(storage, 0, {static_cast<std::uint32_t>(-1)}, {1})), "no whole numbers");
  check_refused(pickle_of(tensor_op(storage, static_cast<std::uint32_t>(-1), {1}, {1})), "no offset");
  check_refused(pickle_of(tensor_op(storage, 0, {2}, {static_cast<std::uint32_t>(-1)})), "no whole numbers");
  check_refused(pickle_of(tensor_op("N", 0, {1}, {1})), "no storage");
  check_refused(pickle_of(tuple_op({storage, storage_op("HalfStorage", "0", 6)})), "in two ways");
  check_refused(pickle_of(tuple_op({storage, storage_op("FloatStorage", "0", 7)})), "in two ways");
  check_refused(pickle_of(text_op("0") + "Q"), "something else than a storage");
  check_refused(pickle_of(storage_op("FloatStorage", "0", static_cast<std::uint32_t>(-1))), "something else than a storage");
  check_refused(pickle_of(tuple_op({text_op("module"), global_op("torch", "FloatStorage"), text_op("0"), text_op("cpu"), "K\x01"}) + "Q"),
                "something else than a storage");
}

TEST_CASE("what frameworks leave beside the weights is opaque") {
  const PickleTree tree =
      read(pickle_of(global_op("numpy.core.multiarray", "scalar") +
                     tuple_op({global_op("numpy", "dtype") + tuple_op({text_op("f8")}) + "R" + tuple_op({"K\x03"}) + "b",
                               global_op("_codecs", "encode") + tuple_op({text_op("x"), text_op("latin1")}) + "R"}) +
                     "R"));
  CHECK(tree[tree.root].kind == ValueKind::opaque);
  const PickleTree key = read(pickle_of("}" + global_op("pytorch_lightning.callbacks.model_checkpoint", "ModelCheckpoint") + "}s"));
  CHECK(key[key.root].items.size() == 2);
}
