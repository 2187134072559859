// likeness-cli: one JSON object on standard output, messages and progress on standard error, exit codes by kind of error.
// Ctrl-C finishes the running step, saves and exits with 130; a second one ends the program at once.
#include <csignal>
#include <cstdio>
#include <iostream>
#include <new>

#include <c10/util/Exception.h>
#include <unistd.h>

#include "app/cli/progress.h"
#include "app/cli/verb.h"
#include "engine/base/error.h"
#include "engine/base/files.h"
#include "engine/jobs/version.h"
#include "engine/tensor/allocator.h"
#include "engine/tensor/device.h"

namespace likeness::cli {

namespace {

std::stop_source stop_everything;
int interrupts = 0;

void on_interrupt(int) {
  if (++interrupts > 1) _exit(130);
  stop_everything.request_stop();
}

void print(const Json& json) { std::cout << json.dump(-1, ' ', false, Json::error_handler_t::replace) << std::endl; }

int print_error(ErrorKind kind, const std::string& message, const std::string& hint) {
  print({{"error", {{"kind", error_kind_name(kind)}, {"message", message}, {"hint", hint}}}});
  return exit_code(kind);
}

void print_verbs() {
  std::cout << "likeness-cli VERB [--option value ...]: teaches a model your subject and makes pictures of it.\n\n";
  for (const Verb& verb : verbs()) std::printf("  %-14s %s\n", verb.name, verb.summary);
  std::cout << "\nlikeness-cli VERB --help shows a verb's options; likeness-cli --version the version.\n";
}

const Verb& find_verb(const std::string& name) {
  for (const Verb& verb : verbs())
    if (verb.name == name) return verb;
  throw Error(ErrorKind::usage, "\"" + name + "\" is no verb.", "likeness-cli --help lists the verbs.");
}

int run_verb(const Verb& verb, std::span<const std::string> arguments) {
  config::FlagSet known = verb.flags();
  known.add_fields(api::ComputeOptions{});
  known.add({.key = "help", .kind = config::Flag::Kind::yes_no, .value_name = {}, .text = "Shows this text."});
  const config::Flags flags(known, arguments);
  if (flags.yes("help")) {
    std::cout << "likeness-cli " << verb.name << ": " << verb.summary << "\n\n" << known.help();
    return 0;
  }
  api::ComputeOptions compute;
  flags.read(compute);
  if (compute.device != "cpu") tensor::open_cuda_library();
  tensor::install_caching_allocator();
  ProgressPrinter printer;
  api::JobContext context(1, [&printer](const api::Event& event) { printer.print(event); }, stop_everything.get_token());
  Call call{flags, compute, context};
  const Json result = verb.run(call);
  printer.finish();
  print(result);
  return 0;
}

int run(std::span<const std::string> arguments) {
  if (arguments.empty()) throw Error(ErrorKind::usage, "No verb was given.", "likeness-cli --help lists the verbs.");
  if (arguments[0] == "--help") {
    print_verbs();
    return 0;
  }
  if (arguments[0] == "--version") {
    tensor::open_cuda_library();
    print(jobs::version_json());
    return 0;
  }
  return run_verb(find_verb(arguments[0]), arguments.subspan(1));
}

}  // namespace

}  // namespace likeness::cli

int main(int argc, char** argv) {
  using namespace likeness;
  std::signal(SIGXFSZ, SIG_IGN);  // a size limit is a failed write, not a death
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGINT, cli::on_interrupt);
  std::signal(SIGTERM, cli::on_interrupt);
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  try {
    return cli::run(arguments);
  } catch (const Error& error) {
    return cli::print_error(error.kind(), error.what(), error.hint());
  } catch (const std::filesystem::filesystem_error& fault) {
    const Error error = error_of(fault);
    return cli::print_error(error.kind(), error.what(), error.hint());
  } catch (const std::bad_alloc&) {
    return cli::print_error(ErrorKind::out_of_memory, "The memory of this machine was not enough.",
                            "Choose a smaller size or batch, or close other programs.");
  } catch (const c10::OutOfMemoryError&) {
    return cli::print_error(ErrorKind::out_of_memory, "The memory of the card was not enough.",
                            "Choose a smaller size or batch, or close other programs that use the card.");
  } catch (const std::exception& fault) {
    return cli::print_error(ErrorKind::internal, std::string("Something went wrong inside Likeness: ") + fault.what(),
                            "This is our own defect; please report it with this text.");
  }
}
