// How a run ended, kept in its folder as result.json: the verdict with its checks, the recommended checkpoint, speed and memory. Written once the run has reached
// its end, so a folder without it holds a run that was stopped or killed.
#pragma once

#include <filesystem>
#include <optional>

#include "engine/api/events.h"

namespace likeness::runs {

void write_result(const std::filesystem::path& folder, const api::TrainFinished& result);

/// For a run that goes on: it has no end yet.
void remove_result(const std::filesystem::path& folder);

/// Verdict, recommendation, speed and memory; the rest stays empty. Nothing where there is no result.json; Error{bad_input} for a damaged one.
std::optional<api::TrainFinished> read_result(const std::filesystem::path& folder);

}  // namespace likeness::runs
