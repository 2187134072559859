// UTF-8, canonical composition (NFC, Unicode Standard Annex 15), lower case and character classes, as the tokenizers library has them.
#pragma once

#include <string>
#include <string_view>

namespace likeness::tokenizers {

/// Error{bad_input} with the position of the first byte that is not UTF-8 (surrogates and overlong forms included).
std::u32string decode_utf8(std::string_view text);

void append_utf8(std::string& text, char32_t code);
std::string encode_utf8(std::u32string_view text);

std::u32string nfc(std::u32string_view text);

/// Character by character, without regard to neighbours; only U+0130 grows (to two characters).
std::u32string lower_case(std::u32string_view text);

bool is_letter(char32_t code);
bool is_number(char32_t code);
bool is_blank(char32_t code);

}  // namespace likeness::tokenizers
