/* The main job in C89: a certificate for an on-call post, from the card to a keystore that works.
 *
 *   enrol PLATFORM CARD FOLDER PASSWORD PIN
 *
 * PLATFORM is production, acceptance or the address of a sandbox; CARD is any, a reader's name, or sandbox; FOLDER is
 * where the keystore is put, empty for ehealth/keystore in the folder of the user. A real program asks the person for
 * password and PIN; they stand on the command line only because this is a sample. */
#include <stdio.h>
#include <string.h>

#ifdef _WIN32
#include <windows.h>
#include <shellapi.h>
#include <stdlib.h>
#endif

#include "ehcert.h"

/* Says what went wrong, and what to do; frees it. Returns 1. */
static int told(EhcError *error) {
  EhcText *message = NULL;
  EhcText *advice = NULL;
  ehc_error_free(ehc_error_message(error, "en", &message));
  ehc_error_free(ehc_error_advice(error, "en", &advice));
  fprintf(stderr, "%s (%u): %s %s\n", ehc_error_name(error), (unsigned)ehc_error_code(error), ehc_text_data(message),
          ehc_text_data(advice));
  ehc_text_free(message);
  ehc_text_free(advice);
  ehc_error_free(error);
  return 1;
}

/* Appends a text to JSON, quoted. Returns the new end. */
static char *quoted(char *to, const char *text) {
  *to++ = '"';
  for (; *text != '\0'; text++) {
    if (*text == '"' || *text == '\\') *to++ = '\\';
    *to++ = *text;
  }
  *to++ = '"';
  *to = '\0';
  return to;
}

static char *plain(char *to, const char *text) {
  strcpy(to, text);
  return to + strlen(text);
}

/* Shows a member of an event. */
static int shown(const EhcEvent *event, const char *label, const char *path) {
  EhcText *text = NULL;
  EhcError *error = ehc_event_value(event, path, &text);
  if (error != NULL) return told(error);
  printf("%s: %s\n", label, ehc_text_data(text));
  ehc_text_free(text);
  return 0;
}

#ifdef _WIN32
/* Windows gives main() its arguments in the code page of the system; the library takes UTF-8. */
static char **utf8_arguments(int *count) {
  wchar_t **wide = CommandLineToArgvW(GetCommandLineW(), count);
  char **utf8 = wide == NULL ? NULL : calloc((size_t)*count + 1, sizeof *utf8);
  int i;
  for (i = 0; utf8 != NULL && i < *count; i++) {
    int size = WideCharToMultiByte(CP_UTF8, 0, wide[i], -1, NULL, 0, NULL, NULL);
    utf8[i] = malloc((size_t)size + 1);
    if (utf8[i] == NULL) return NULL;
    WideCharToMultiByte(CP_UTF8, 0, wide[i], -1, utf8[i], size, NULL, NULL);
  }
  LocalFree(wide);
  return utf8;
}
#endif

int main(int argc, char **argv) {
  static char operation[8192];
  char *to = operation;
  const char *password;
  const char *pin;
  EhcJob *job = NULL;
  EhcError *error;
  int over = 0;
  int failed = 0;

#ifdef _WIN32
  argv = utf8_arguments(&argc);
  if (argv == NULL) return 2;
#endif
  if (argc != 6 || strlen(argv[1]) + strlen(argv[2]) + strlen(argv[3]) > 3000) {
    fprintf(stderr, "usage: enrol PLATFORM CARD FOLDER PASSWORD PIN\n");
    return 2;
  }
  password = argv[4];
  pin = argv[5];
  to = plain(to, "{\"operation\":\"request\",\"with\":{\"platform\":");
  to = quoted(to, argv[1]);
  to = plain(to, ",\"card\":");
  to = quoted(to, argv[2]);
  to = plain(to, ",\"language\":\"en\"},");
  if (argv[3][0] != '\0') {
    to = plain(to, "\"folder\":");
    to = quoted(to, argv[3]);
    to = plain(to, ",");
  }
  to = plain(to, "\"identifierType\":\"NIHII-GUARD_POST\",\"identifier\":\"67803295\",\"name\":\"On-call post Example\"");
  to = plain(to, ",\"contact\":{\"emailPrivate\":\"someone@example.org\",\"phonePrivate\":\"0470123456\"},\"complete\":120}");

  error = ehc_job_start(operation, (const uint8_t *)password, strlen(password), NULL, 0, &job);
  if (error != NULL) return told(error);
  while (!over) {
    EhcEvent *event = NULL;
    EhcText *label = NULL;
    size_t i;
    error = ehc_job_poll(job, 200, &event);
    if (error != NULL) {
      failed = told(error);
      break;
    }
    error = NULL;
    switch (ehc_event_kind(event)) {
      case EHC_EVENT_PROGRESS:
        if (ehc_step_label(ehc_event_name(event), "en", &label) == NULL) {
          printf("%3u %% %s\n", (unsigned)ehc_event_percent(event), ehc_text_data(label));
          ehc_text_free(label);
        }
        break;
      case EHC_EVENT_PIN:
        error = ehc_job_answer_pin(job, (const uint8_t *)pin, strlen(pin));
        break;
      case EHC_EVENT_CONTRACT:
        /* A real program shows the contract and lets the person decide. */
        failed |= shown(event, "certificate for", "review.dn");
        error = ehc_job_answer_contract(job, 1);
        break;
      case EHC_EVENT_WARNING:
        told(ehc_event_problem(event, 0));
        break;
      case EHC_EVENT_DONE:
        failed |= shown(event, "keystore", "result.keystore");
        failed |= shown(event, "serial", "result.serial");
        failed |= shown(event, "encryption token", "result.etkSerial");
        over = 1;
        break;
      case EHC_EVENT_FAILED:
        for (i = 0; (error = ehc_event_problem(event, i)) != NULL; i++) failed = told(error);
        over = 1;
        break;
      default:
        break;
    }
    ehc_event_free(event);
    if (error != NULL) {
      failed = told(error);
      break;
    }
  }
  ehc_job_free(job);
  return failed;
}
