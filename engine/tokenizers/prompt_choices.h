// Choices in a prompt, made once per picture: {a|b} takes one, {2$$a|b|c} two different ones joined by ", ", {2$$ and $$a|b|c} by " and ",
// {1-2$$a|b|c} one or two; __name__ takes a line of a list. A chosen text may hold choices itself. \{ \| \} are literal and stay.
// Without choices a text is unchanged, so a resolved prompt resolves to itself.
// Source: adieyal/sd-dynamic-prompts, docs/SYNTAX.md; the seeded choice (mt19937_64, remainder) is our own and must not change.
#pragma once

#include <functional>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace likeness::tokenizers {

/// The lines of the list `name`; throws Error when there is none.
using WildcardLines = std::function<std::vector<std::string>(const std::string& name)>;

/// Error{bad_input} for lists that name each other in a circle, an empty list, or a result beyond max_text_bytes.
std::string resolve_choices(std::string_view prompt, std::mt19937_64& random, const WildcardLines& lines);

}  // namespace likeness::tokenizers
