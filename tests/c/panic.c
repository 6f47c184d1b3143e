/* A panic inside the library is an error like any other: from the main thread, from threads that the host made, many at
 * a time; the process lives on and the library still answers. Over a build with the feature `panic-test`. */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ehcert.h"

#define CHECK(condition)                                              \
  do {                                                                \
    if (!(condition)) {                                               \
      fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition); \
      exit(1);                                                        \
    }                                                                 \
  } while (0)

#ifdef __cplusplus
extern "C"
#endif
    EHC_API EhcError *
    ehc_panic_test(uint32_t kind, const char *secret, EhcText **out);

static const char *SECRET = "Never-Told-4711";

static void alive(void) {
  EhcText *text = NULL;
  CHECK(ehc_check_phone("0470/00.00.00", &text) == NULL);
  CHECK(strcmp(ehc_text_data(text), "0470000000") == 0);
  ehc_text_free(text);
}

static void *panics(void *rounds) {
  size_t i;
  for (i = 0; i < *(const size_t *)rounds; i++) {
    uint32_t kind;
    for (kind = 0; kind < 4; kind++) {
      EhcText *text = NULL, *json = NULL;
      EhcError *error = ehc_panic_test(kind, SECRET, &text);
      if (kind == 2) { /* the same path without a panic */
        CHECK(error == NULL && text != NULL);
        ehc_text_free(text);
        continue;
      }
      CHECK(error != NULL && text == NULL);
      CHECK(ehc_error_code(error) == 1000);
      CHECK(strcmp(ehc_error_name(error), "Internal") == 0);
      CHECK(ehc_error_to_json(error, &json) == NULL);
      /* where it was, and nothing of what it said */
      CHECK(strstr(ehc_text_data(json), "panic_test.rs:") != NULL);
      CHECK(strstr(ehc_text_data(json), SECRET) == NULL);
      ehc_text_free(json);
      ehc_error_free(error);
    }
    alive();
  }
  return NULL;
}

int main(void) {
  pthread_t threads[8];
  size_t once = 1, many = 50, i;
  panics(&once);
  for (i = 0; i < 8; i++) CHECK(pthread_create(&threads[i], NULL, panics, &many) == 0);
  for (i = 0; i < 8; i++) CHECK(pthread_join(threads[i], NULL) == 0);
  alive();
  printf("%d panics became errors, %d of them on threads of the host\n", 3 * (1 + 8 * 50), 3 * 8 * 50);
  return 0;
}
