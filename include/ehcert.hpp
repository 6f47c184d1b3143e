// ehcert for C++17: handles that free themselves, errors as exceptions. Everything else is ehcert.h.
#ifndef EHCERT_HPP
#define EHCERT_HPP

#include "ehcert.h"

#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace ehcert {

/// Frees a handle; one specialisation for each type of the ABI.
template <class T> struct Free;
#define EHCERT_FREE(Type, function) \
  template <> struct Free<Type> { \
    void operator()(Type *handle) const noexcept { function(handle); } \
  };
EHCERT_FREE(EhcText, ehc_text_free)
EHCERT_FREE(EhcBytes, ehc_bytes_free)
EHCERT_FREE(EhcError, ehc_error_free)
EHCERT_FREE(EhcEvent, ehc_event_free)
EHCERT_FREE(EhcJob, ehc_job_free)
EHCERT_FREE(EhcKeystore, ehc_keystore_free)
EHCERT_FREE(EhcFlow, ehc_flow_free)
EHCERT_FREE(EhcStep, ehc_step_free)
EHCERT_FREE(EhcSigner, ehc_signer_free)
EHCERT_FREE(EhcPlatform, ehc_platform_free)
EHCERT_FREE(EhcCard, ehc_card_free)
EHCERT_FREE(EhcCardStep, ehc_card_step_free)
#undef EHCERT_FREE

template <class T> using Handle = std::unique_ptr<T, Free<T>>;

/// What went wrong.
class Error : public std::runtime_error {
 public:
  /// `what()` is the message in English.
  /// @param error what a function returned; taken over
  explicit Error(EhcError *error)
      : std::runtime_error(read(ehc_error_message, error, "en")), error_(error, ehc_error_free) {}
  /// @return the stable number
  std::uint32_t code() const noexcept { return ehc_error_code(error_.get()); }
  /// @return the stable name
  std::string name() const { return ehc_error_name(error_.get()); }
  /// @return the field of the input that is wrong; empty when it is none
  std::string field() const {
    const char *field = ehc_error_field(error_.get());
    return field ? field : "";
  }
  /// @return who must act: user, helpdesk, integrator or ehealth
  std::string actor() const { return ehc_error_actor(error_.get()); }
  /// @return whether a repetition can help
  bool retryable() const noexcept { return ehc_error_retryable(error_.get()); }
  /// @param language fr, nl, de or en
  /// @return what happened, in plain words
  std::string message(const char *language) const { return read(ehc_error_message, error_.get(), language); }
  /// @param language fr, nl, de or en
  /// @return what to do next
  std::string advice(const char *language) const { return read(ehc_error_advice, error_.get(), language); }

 private:
  template <class F> static std::string read(F function, const EhcError *error, const char *language) {
    EhcText *text = nullptr;
    Handle<EhcError> failed(function(error, language, &text));
    Handle<EhcText> owner(text);
    return owner ? std::string(ehc_text_data(text), ehc_text_length(text)) : std::string();
  }
  // Exceptions are copied.
  std::shared_ptr<EhcError> error_;
};

/// Throws what a function returned, if it failed.
/// @param error what it returned; taken over
inline void check(EhcError *error) {
  if (error) throw Error(error);
}

/// Calls a function whose last argument gives a handle: `make<EhcKeystore>(ehc_keystore_open, ...)`.
/// @param function a function of ehcert.h
/// @param arguments its arguments but the last
/// @return what it gives, which frees itself
template <class T, class F, class... A> Handle<T> make(F function, A... arguments) {
  T *out = nullptr;
  check(function(arguments..., &out));
  return Handle<T>(out);
}

/// Calls a function that gives a text.
/// @param function a function of ehcert.h
/// @param arguments its arguments but the last
/// @return the text, UTF-8
template <class F, class... A> std::string text(F function, A... arguments) {
  auto out = make<EhcText>(function, arguments...);
  return std::string(ehc_text_data(out.get()), ehc_text_length(out.get()));
}

/// Calls a function that gives bytes. They are copied out of memory that is wiped; wiping the copy is the caller's.
/// @param function a function of ehcert.h
/// @param arguments its arguments but the last
/// @return the bytes
template <class F, class... A> std::vector<std::uint8_t> bytes(F function, A... arguments) {
  auto out = make<EhcBytes>(function, arguments...);
  const std::uint8_t *data = ehc_bytes_data(out.get());
  return std::vector<std::uint8_t>(data, data + ehc_bytes_length(out.get()));
}

/// @param text a text, UTF-8
/// @return its octets, as the functions take passwords and PINs
inline const std::uint8_t *octets(std::string_view text) {
  return reinterpret_cast<const std::uint8_t *>(text.data());
}

/// An operation on its way; destroying it cancels it.
class Job {
 public:
  /// Starts it, see `ehc_job_start`.
  /// @param operation_json what is to be done
  /// @param password of the keystore, UTF-8
  /// @param new_password for a renewal; empty to keep the old one
  Job(const std::string &operation_json, std::string_view password, std::string_view new_password = {})
      : job_(make<EhcJob>(ehc_job_start, operation_json.c_str(), octets(password), password.size(),
                          new_password.empty() ? nullptr : octets(new_password), new_password.size())) {}
  /// @param milliseconds how long to wait for it at most
  /// @return the next event
  Handle<EhcEvent> poll(std::uint32_t milliseconds) const {
    return make<EhcEvent>(ehc_job_poll, static_cast<const EhcJob *>(job_.get()), milliseconds);
  }
  /// Answers `EHC_EVENT_PIN`.
  /// @param pin digits in ASCII
  void answer_pin(std::string_view pin) const { check(ehc_job_answer_pin(job_.get(), octets(pin), pin.size())); }
  /// Answers `EHC_EVENT_CONTRACT` and `EHC_EVENT_REVOCATION`.
  /// @param accepted whether the person accepts
  void answer_contract(bool accepted) const { check(ehc_job_answer_contract(job_.get(), accepted)); }
  /// Answers `EHC_EVENT_APDU`.
  /// @param response the response APDU, status words included
  void answer_card(const std::vector<std::uint8_t> &response) const {
    check(ehc_job_answer_card(job_.get(), response.data(), response.size()));
  }
  /// Ends it soon; from any thread.
  void cancel() const { check(ehc_job_cancel(job_.get())); }

 private:
  Handle<EhcJob> job_;
};

}  // namespace ehcert

#endif
