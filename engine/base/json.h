// JSON for every file and result of the project: nlohmann's type with keys kept in order, and checked reading.
// Numbers are printed so that reading them gives the same value back; a number that is not finite is null.
// Errors: bad_input, naming the file (or `what`), the line and what was expected.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

namespace likeness {

using Json = nlohmann::ordered_json;

/// Python writes numbers that JSON does not know; diffusers' scheduler configs hold them (lambda_min_clipped: -Infinity).
enum class NonFinite { refused, accepted };

/// Parses UTF-8 text. `what` names the text in errors. Depth is limited to 100, so hostile nesting cannot exhaust the stack.
/// `accepted` also reads Infinity, -Infinity and NaN where a value may stand.
Json parse_json(std::string_view text, const std::string& what, NonFinite non_finite = NonFinite::refused);

/// Reads a JSON file of at most `max_bytes`.
Json read_json_file(const std::filesystem::path& path, std::size_t max_bytes = 64u << 20, NonFinite non_finite = NonFinite::refused);

/// Indented by two, with a newline at the end; written aside and renamed (see files.h).
void write_json_file(const std::filesystem::path& path, const Json& json);

}  // namespace likeness
