// Crash drills: with LIKENESS_FAULT="write:17" (or rename:N, step:N) in the environment the process kills itself with SIGKILL at the
// N-th such point, as a power cut would. Called by the file functions and the training loop; costs one compare when not asked for.
// Tests use it to prove that a killed run resumes bit for bit.
#pragma once

namespace likeness {

enum class FaultPoint { write, rename, step };

/// Counts the point; does not return when it is the one the environment names.
void fault_point(FaultPoint point);

}  // namespace likeness
