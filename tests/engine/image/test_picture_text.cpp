// Texts in JPEG, WebP and PNG: what goes in comes out, other writers' EXIF is read, damaged files end in a sentence.
#include <doctest/doctest.h>

#include "engine/base/error.h"
#include "engine/base/files.h"
#include "engine/image/exif_text.h"
#include "engine/image/picture_text.h"
#include "engine/image/utf16.h"
#include "tests/engine/image/picture_files.h"
#include "tests/support/temporary_folder.h"

using namespace likeness;
using namespace likeness::image;
using namespace std::string_literals;

namespace {

std::string text_in(const std::vector<PngText>& texts, const std::string& key) {
  for (const PngText& text : texts)
    if (text.key == key) return text.text;
  return "(none)";
}

/// A TIFF block with one directory of one ASCII or undefined value.
std::string block_with(bool big, int tag, int type, const std::string& value) {
  const auto number = [big](std::uint32_t n, int bytes) {
    std::string text;
    for (int i = 0; i < bytes; ++i) text += static_cast<char>(n >> 8 * (big ? bytes - 1 - i : i));
    return text;
  };
  return (big ? "MM"s : "II"s) + number(42, 2) + number(8, 4) + number(1, 2) + number(static_cast<std::uint32_t>(tag), 2) +
         number(static_cast<std::uint32_t>(type), 2) + number(static_cast<std::uint32_t>(value.size()), 4) + number(26, 4) + number(0, 4) +
         value;
}

std::string error_kind(const std::filesystem::path& file) {
  try {
    read_picture_texts(file);
  } catch (const Error& error) {
    return std::string(error_kind_name(error.kind()));
  }
  return "nothing thrown";
}

}  // namespace

TEST_CASE("every kind keeps texts and picture") {
  const test::TemporaryFolder folder;
  const Picture picture = test::quadrants(33, 20);
  std::string parameters = "a \"cat\", on a: mat\n\nSteps: 3 in the prompt\nNegative prompt: é 😀\n" + std::string(4096, 'x') +
                           "\nSteps: 20, Sampler: Euler a, Seed: 1";
  for (const std::string format : {"png", "jpeg", "webp"}) {
    CAPTURE(format);
    const auto file = folder / ("picture" + file_extension(format));
    const std::vector<PngText> texts = {{"parameters", parameters}, {"likeness", "{\"seed\": 1, \"ü\": \"😀\"}"}};
    const std::string bytes = encode_picture(picture, {format, 95}, texts);
    CHECK(bytes == encode_picture(picture, {format, 95}, texts));
    write_file(file, bytes);
    CHECK(text_in(read_picture_texts(file), "parameters") == parameters);
    CHECK(text_in(read_picture_texts(file), "likeness") == texts[1].text);
    const LoadedPicture loaded = read_picture(file);
    CHECK(loaded.format == format);
    CHECK(loaded.rotation == 0);
    CHECK(loaded.picture.width == 33);
    CHECK(test::shows_quadrants(loaded.picture, 40));
    write_file(file, encode_picture(picture, {format, 95}));
    CHECK(read_picture_texts(file).empty());
  }
  write_file(folder / "exact.webp", encode_picture(picture, {"webp", 100}));
  CHECK(read_picture(folder / "exact.webp").picture.rgb == picture.rgb);
  CHECK(encode_picture(picture, {"jpeg", 30}).size() < encode_picture(picture, {"jpeg", 100}).size());
}

TEST_CASE("texts longer than a JPEG can hold are refused, WebP takes them") {
  const Picture picture = test::quadrants(8, 8);
  const std::vector<PngText> texts = {{"parameters", std::string(40000, 'x')}};
  CHECK_THROWS_AS(encode_picture(picture, {"jpeg", 95}, texts), Error);
  CHECK(encode_picture(picture, {"webp", 95}, texts).size() > 80000);
  CHECK_THROWS_AS(encode_picture(picture, {"gif", 95}), Error);
}

TEST_CASE("comments of other writers: byte orders, ASCII, ComfyUI's and Fooocus's tags") {
  const auto comment = [](bool big, const std::string& value) {
    return text_in(exif_texts(block_with(big, 0x9286, 7, value), "t"), "parameters");
  };
  CHECK(comment(true, "UNICODE\0\0a\0b"s) == "ab");
  CHECK(comment(true, "UNICODE\0a\0b\0"s) == "ab");  // little-endian text in a big-endian block, as some write
  CHECK(comment(false, "UNICODE\0\0a\0b"s) == "ab");
  CHECK(comment(false, "UNICODE\0\xff\xfe\x3d\xd8\x00\xde"s) == "😀");
  CHECK(comment(true, "ASCII\0\0\0plain"s) == "plain");
  CHECK(comment(true, "{\"prompt\": 1}"s) == "{\"prompt\": 1}");
  CHECK(comment(true, "\0\0\0\0\0\0\0\0"s) == "(none)");
  CHECK(text_in(exif_texts(block_with(false, 0x0110, 2, "prompt:{\"3\": {}}\0"s), "t"), "prompt") == "{\"3\": {}}");
  CHECK(text_in(exif_texts(block_with(false, 0x010f, 2, "Workflow:{}\0"s), "t"), "workflow") == "{}");
  CHECK(text_in(exif_texts(block_with(true, 0x927c, 2, "fooocus\0"s), "t"), "fooocus_scheme") == "fooocus");
  CHECK(exif_texts(block_with(true, 0x0110, 2, "Canon EOS\0"s), "t").empty());
}

TEST_CASE("damaged blocks and files") {
  const std::string block = exif_block_of({{"parameters", "hello"}});
  for (std::size_t size = 0; size < block.size(); ++size) CHECK(exif_texts(block.substr(0, size), "t").size() <= 1);
  std::string far = block;
  far[4] = '\x7f';  // a directory beyond the end
  CHECK(exif_texts(far, "t").empty());
  const test::TemporaryFolder folder;
  const Picture picture = test::quadrants(16, 16);
  const std::string jpeg = encode_picture(picture, {"jpeg", 95}, {{"parameters", "x"}});
  folder.write("cut.jpg", jpeg.substr(0, 60));
  CHECK(error_kind(folder / "cut.jpg") == "bad_input");
  folder.write("cut.webp", encode_picture(picture, {"webp", 95}).substr(0, 40));
  CHECK(error_kind(folder / "cut.webp") == "bad_input");
  folder.write("page.png", "<!doctype html>");
  CHECK(error_kind(folder / "page.png") == "bad_input");
  CHECK(error_kind(folder / "absent.png") == "bad_input");
}

TEST_CASE("UTF-16: pairs, halves, and broken UTF-8") {
  CHECK(utf8_to_utf16_be("a😀") == "\0a\xd8\x3d\xde\x00"s);
  CHECK(utf16_to_utf8("\xd8\x3d\0a"s, ByteOrder::big) == "\xef\xbf\xbd"s + "a");
  CHECK(utf16_to_utf8("\xd8"s, ByteOrder::big).empty());
  CHECK(utf8_to_utf16_be("\xf0\x9f") == "\xff\xfd"s);
  CHECK(utf8_to_utf16_be("\xed\xa0\x80x").ends_with("\0x"s));
}
