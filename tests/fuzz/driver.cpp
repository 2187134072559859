// A small stand-in for libFuzzer where the compiler has none (g++): runs the corpus, then for a while mutations of it.
// Where the engine is built with -fsanitize-coverage=trace-pc (preset fuzz), inputs that reach new code join the corpus in memory.
// usage: TARGET [--seconds N] [--seed N] [--save FOLDER] CORPUS...   files or folders; an input that crashes is left in crash-TARGET.
#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

#include <fcntl.h>
#include <unistd.h>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);
extern "C" __attribute__((weak)) void __sanitizer_set_death_callback(void (*callback)());

/// Leaks count, and so does an allocation that no input of this size can need.
extern "C" const char* __asan_default_options() { return "max_allocation_size_mb=1024:allocator_may_return_null=0:handle_abort=0:abort_on_error=1"; }
extern "C" const char* __ubsan_default_options() { return "print_stacktrace=1:abort_on_error=1"; }

namespace {

namespace fs = std::filesystem;

constexpr std::size_t most_bytes = 1u << 16;
constexpr unsigned seconds_per_input = 10;

std::string current;
char crash_file[4096];

void save_crash() {
  const int file = open(crash_file, O_WRONLY | O_CREAT | O_TRUNC, 0644);
  if (file < 0) return;
  std::size_t done = 0;
  while (done < current.size()) {
    const ssize_t written = write(file, current.data() + done, current.size() - done);
    if (written <= 0) break;
    done += static_cast<std::size_t>(written);
  }
  close(file);
  const char note[] = "\nthe input is in ";
  static_cast<void>(!write(2, note, sizeof note - 1));
  static_cast<void>(!write(2, crash_file, std::strlen(crash_file)));
  static_cast<void>(!write(2, "\n", 1));
}

void on_signal(int) {
  save_crash();
  _exit(77);
}

void prepare_crashes(const std::string& target) {
  std::snprintf(crash_file, sizeof crash_file, "%s", (fs::current_path() / ("crash-" + target)).c_str());
  for (const int signal : {SIGABRT, SIGALRM}) std::signal(signal, on_signal);
  if (__sanitizer_set_death_callback != nullptr) {
    __sanitizer_set_death_callback(save_crash);
  } else {
    for (const int signal : {SIGSEGV, SIGFPE, SIGBUS, SIGILL}) std::signal(signal, on_signal);
  }
}

std::uint8_t seen[1u << 16];
std::size_t places = 0;
std::uintptr_t before = 0;

}  // namespace

extern "C" void __sanitizer_cov_trace_pc() {
  const auto here = reinterpret_cast<std::uintptr_t>(__builtin_return_address(0));
  std::uint8_t& hit = seen[(here ^ before) % sizeof seen];
  places += hit == 0 ? 1 : 0;
  hit = 1;
  before = here >> 1;
}

namespace {

/// True when it reached something new.
bool run(const std::string& input) {
  current = input;
  const std::size_t known = places;
  before = 0;
  alarm(seconds_per_input);
  LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(current.data()), current.size());
  alarm(0);
  return places > known;
}

std::string read(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  std::string bytes{std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
  if (bytes.size() > most_bytes) bytes.resize(most_bytes);
  return bytes;
}

std::vector<std::string> read_corpus(const std::vector<fs::path>& paths) {
  std::vector<fs::path> files;
  for (const fs::path& path : paths) {
    if (!fs::is_directory(path)) files.push_back(path);
    else
      for (const auto& entry : fs::recursive_directory_iterator(path))
        if (entry.is_regular_file()) files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  std::vector<std::string> corpus;
  for (const fs::path& file : files) corpus.push_back(read(file));
  return corpus;
}

class Mutator {
 public:
  explicit Mutator(std::uint64_t seed) : random_(seed) {}

  std::string operator()(const std::vector<std::string>& corpus) {
    std::string input = corpus[below(corpus.size())];
    const std::size_t changes = 1 + below(below(4) == 0 ? 16 : 4);
    for (std::size_t i = 0; i < changes; ++i) change(input, corpus[below(corpus.size())]);
    if (input.size() > most_bytes) input.resize(most_bytes);
    return input;
  }

  std::size_t below(std::size_t limit) { return limit == 0 ? 0 : static_cast<std::size_t>(random_() % limit); }

 private:
  void change(std::string& input, const std::string& other) {
    const std::size_t at = below(input.size() + 1), rest = input.size() - at;
    switch (below(9)) {
      case 0: if (rest > 0) input[at] = static_cast<char>(input[at] ^ (1 << below(8))); break;
      case 1: if (rest > 0) input[at] = static_cast<char>(random_()); break;
      case 2: input.insert(at, 1 + below(8), static_cast<char>(random_())); break;
      case 3: input.erase(at, 1 + below(std::min<std::size_t>(rest, 32))); break;
      case 4: input.insert(at, input.substr(below(input.size() + 1), 1 + below(64))); break;
      case 5: number(input, at); break;
      case 6: input.resize(at); break;
      case 7: input.insert(at, other.substr(below(other.size() + 1), 1 + below(128))); break;
      default: input.replace(at, std::min<std::size_t>(rest, 16), other.substr(below(other.size() + 1), below(32))); break;
    }
  }

  /// A length or count that lies: 1 to 8 bytes, either end first, or as digits.
  void number(std::string& input, std::size_t at) {
    static constexpr std::uint64_t telling[] = {0, 1, 2, 4, 8, 16, 127, 128, 255, 256, 0x7fff, 0x8000, 0xffff, 0x10000, 0x7fffffff,
                                                0x80000000, 0xffffffff, 0x100000000, 0x7fffffffffffffff, 0x8000000000000000, ~0ull};
    const std::uint64_t value = telling[below(std::size(telling))] + below(3) - 1;
    std::string bytes;
    if (below(3) == 0) {
      bytes = below(2) == 0 ? std::to_string(value) : std::to_string(static_cast<std::int64_t>(value));
    } else {
      for (std::size_t i = 0; i < std::size_t(1) << below(4); ++i) bytes += static_cast<char>(value >> (8 * (i % 8)));
      if (below(2) == 0) std::reverse(bytes.begin(), bytes.end());
    }
    input.replace(at, std::min(bytes.size(), input.size() - at), bytes);
  }

  std::mt19937_64 random_;
};

}  // namespace

int main(int count, char** arguments) {
  double seconds = 0;
  std::uint64_t seed = 1;
  fs::path save;
  std::vector<fs::path> paths;
  for (int i = 1; i < count; ++i) {
    const std::string argument = arguments[i];
    if (argument == "--seconds" && i + 1 < count) seconds = std::atof(arguments[++i]);
    else if (argument == "--seed" && i + 1 < count) seed = std::strtoull(arguments[++i], nullptr, 10);
    else if (argument == "--save" && i + 1 < count) save = arguments[++i];
    else paths.emplace_back(argument);
  }
  prepare_crashes(fs::path(arguments[0]).filename());
  std::vector<std::string> corpus = read_corpus(paths);
  for (const std::string& input : corpus) run(input);
  run("");
  std::printf("%zu inputs of the corpus, %zu places reached\n", corpus.size(), places);
  if (corpus.empty()) corpus.emplace_back();

  std::printf("seed %llu, %g seconds\n", static_cast<unsigned long long>(seed), seconds);
  std::fflush(stdout);
  Mutator mutate(seed);
  const auto end = std::chrono::steady_clock::now() + std::chrono::duration<double>(seconds);
  std::size_t runs = 0;
  while (std::chrono::steady_clock::now() < end) {
    const std::string input = mutate(corpus);
    ++runs;
    if (!run(input)) continue;
    corpus.push_back(input);
    if (!save.empty()) std::ofstream(save / ("found-" + std::to_string(corpus.size())), std::ios::binary) << input;
  }
  std::printf("%zu mutations, %zu inputs that reach %zu places\n", runs, corpus.size(), places);
  return 0;
}
