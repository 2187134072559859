// Crash drills: with LIKENESS_FAULT="write:17" (or rename:N, step:N) in the environment the process kills itself with SIGKILL at the
// N-th such point, as a power cut would. Called by the file functions and the training loop; costs one compare when not asked for.
// Tests use it to prove that a killed run resumes bit for bit. memory:N and disk:N do not kill: the caller of the N-th point then behaves
// as if there were no memory or no room left.
#pragma once

namespace likeness {

enum class FaultPoint { write, rename, step, memory, disk };

/// Counts the point. When it is the one the environment names: does not return, or true for memory and disk.
bool fault_point(FaultPoint point);

}  // namespace likeness
