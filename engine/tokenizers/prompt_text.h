// Small questions that the readers of prompt syntax share. Bytes of a character beyond ASCII count as letters.
#pragma once

#include <optional>
#include <string_view>

namespace likeness::tokenizers {

bool is_space(char c);
bool is_word(char c);

/// Without blanks around it.
std::string_view trimmed(std::string_view text);

/// `word` standing alone in `text`, from `from` on; npos when it does not.
std::size_t find_word(std::string_view text, std::string_view word, std::size_t from);

/// A number as prompts have it, nothing around it: "1.3", "+.5", "-2"; no exponents.
std::optional<double> prompt_number(std::string_view text);

}  // namespace likeness::tokenizers
