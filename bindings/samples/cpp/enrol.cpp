// The main job in C++17: enrol PLATFORM CARD FOLDER PASSWORD PIN (see the sample in C for what they are).
#include <iostream>

#include "ehcert.hpp"

namespace {

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + '"';
}

std::string value(const ehcert::Handle<EhcEvent> &event, const char *path) {
  return ehcert::text(ehc_event_value, static_cast<const EhcEvent *>(event.get()), path);
}

int run(const std::vector<std::string> &arguments) {
  const std::string operation =
      R"({"operation":"request","with":{"platform":)" + quoted(arguments[0]) + R"(,"card":)" + quoted(arguments[1]) +
      R"(},"folder":)" + quoted(arguments[2]) +
      R"(,"identifierType":"NIHII-GUARD_POST","identifier":"67803295","name":"On-call post Example",)"
      R"("contact":{"emailPrivate":"someone@example.org","phonePrivate":"0470123456"},"complete":120})";
  const ehcert::Job job(operation, arguments[3]);
  for (;;) {
    const auto event = job.poll(200);
    switch (ehc_event_kind(event.get())) {
      case EHC_EVENT_PROGRESS:
        std::cout << ehc_event_percent(event.get()) << " % "
                  << ehcert::text(ehc_step_label, ehc_event_name(event.get()), "en") << '\n';
        break;
      case EHC_EVENT_PIN:
        job.answer_pin(arguments[4]);
        break;
      case EHC_EVENT_CONTRACT:
        std::cout << "certificate for: " << value(event, "review.dn") << '\n';
        job.answer_contract(true);
        break;
      case EHC_EVENT_DONE:
        std::cout << "keystore: " << value(event, "result.keystore") << '\n';
        return 0;
      case EHC_EVENT_FAILED:
        throw ehcert::Error(ehc_event_problem(event.get(), 0));
      default:
        break;
    }
  }
}

}  // namespace

int main(int argc, char **argv) {
  if (argc != 6) {
    std::cerr << "usage: enrol PLATFORM CARD FOLDER PASSWORD PIN\n";
    return 2;
  }
  try {
    return run({argv + 1, argv + argc});
  } catch (const ehcert::Error &error) {
    std::cerr << error.name() << " (" << error.code() << "): " << error.what() << ' ' << error.advice("en") << '\n';
    return 1;
  }
}
