#include <doctest/doctest.h>

#include "engine/base/error.h"
#include "engine/tokenizers/unicode.h"

using namespace likeness::tokenizers;

TEST_CASE("UTF-8 there and back, and what is not UTF-8") {
  const std::string text = "aé猫😀";
  CHECK(decode_utf8(text) == U"aé猫😀");
  CHECK(encode_utf8(decode_utf8(text)) == text);
  CHECK(decode_utf8("\xf4\x8f\xbf\xbf") == std::u32string(1, 0x10ffff));
  for (const char* bad : {"\x80", "\xc0\x80", "\xc1\xbf", "\xe0\x80\x80", "\xed\xa0\x80", "\xf0\x80\x80\x80", "\xf4\x90\x80\x80",
                          "\xf8\x88\x80\x80\x80", "\xc3", "\xe4\xb8", "\xc3(", "\xff"}) {
    CAPTURE(bad);
    CHECK_THROWS_WITH_AS(decode_utf8(std::string("ok") + bad), doctest::Contains("byte 2"), likeness::Error);
  }
}

TEST_CASE("canonical composition") {
  CHECK(nfc(U"e\u0301") == U"\u00e9");
  CHECK(nfc(U"\u00e9") == U"\u00e9");
  // Marks are put in order before they compose; a mark of the same class blocks the next.
  CHECK(nfc(U"a\u0301\u0323") == U"\u1ea1\u0301");
  CHECK(nfc(U"x\u0304\u0301e") == U"x\u0304\u0301e");
  // One-way: singletons, composition exclusions.
  CHECK(nfc(U"\u212b \u2126") == U"\u00c5 \u03a9");
  CHECK(nfc(U"\u0958") == U"\u0915\u093c");
  // Hangul by arithmetic.
  CHECK(nfc(U"\u1112\u1161\u11ab") == U"\ud55c");
  CHECK(nfc(U"\uac00\u11a8") == U"\uac01");
  CHECK(nfc(U"\uac01\u11a8") == U"\uac01\u11a8");
}

TEST_CASE("lower case without context") {
  CHECK(lower_case(U"ABCxyzÀÖØÞŸ") == U"abcxyzàöøþÿ");
  CHECK(lower_case(U"\u0130") == U"i\u0307");
  CHECK(lower_case(U"ΟΣ") == U"οσ");
  CHECK(lower_case(U"ß\u1e9e×÷") == U"ßß×÷");
  CHECK(lower_case(U"Ā ā") == U"ā ā");
}

TEST_CASE("classes: combining marks are not letters, circled digits are numbers") {
  for (const char32_t letter : U"aZé猫가") CHECK((letter == 0 || is_letter(letter)));
  for (const char32_t other : {U'\u0301', U'1', U'_', U' ', U'😀'}) CHECK_FALSE(is_letter(other));
  for (const char32_t number : {U'0', U'²', U'½', U'①', U'Ⅷ', U'٤'}) CHECK(is_number(number));
  for (const char32_t blank : {U' ', U'\t', U'\n', U'\u00a0', U'\u0085', U'\u2028', U'\u3000'}) CHECK(is_blank(blank));
  for (const char32_t not_blank : {U'\u200b', U'\u001c', U'\ufeff', U'\0'}) CHECK_FALSE(is_blank(not_blank));
}
