/* Many threads: on functions, on one keystore, on one flow, on jobs that are polled, answered and cancelled at once; and
 * objects that another thread frees than the one that made them. What is told of every call is success or an error that
 * fits; ThreadSanitizer runs the same program. */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ehcert.h"

enum { THREADS = 32, WRONG_STATE = 1002, NOW = 1800000000 };

#define CHECK(condition)                                              \
  do {                                                                \
    if (!(condition)) {                                               \
      fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition); \
      exit(1);                                                        \
    }                                                                 \
  } while (0)

static const uint8_t *BYTES(const char *text) { return (const uint8_t *)text; }

static void works(EhcError *error) {
  if (error != NULL) {
    fprintf(stderr, "unexpected: %s\n", ehc_error_name(error));
    exit(1);
  }
}

/* Success, or the error that somebody else was first. Returns whether it was success. */
static int works_or_late(EhcError *error) {
  int late = error != NULL;
  if (late && ehc_error_code(error) != WRONG_STATE) {
    fprintf(stderr, "unexpected: %s\n", ehc_error_name(error));
    exit(1);
  }
  ehc_error_free(error);
  return !late;
}

/* Runs `work` on threads with the same argument, all at once. */
static void together(size_t count, void *(*work)(void *), void *argument) {
  pthread_t threads[THREADS];
  size_t i;
  for (i = 0; i < count; i++) CHECK(pthread_create(&threads[i], NULL, work, argument) == 0);
  for (i = 0; i < count; i++) CHECK(pthread_join(threads[i], NULL) == 0);
}

static void *functions(void *unused) {
  int i;
  (void)unused;
  for (i = 0; i < 50; i++) {
    EhcText *out = NULL;
    EhcError *error = ehc_check_identifier("CBE", "0999999032", &out);
    CHECK(error != NULL && strcmp(ehc_error_field(error), "identifier") == 0);
    works(ehc_error_message(error, i % 2 ? "fr" : "nl", &out));
    CHECK(ehc_text_length(out) > 10);
    ehc_text_free(out);
    ehc_error_free(error);
    works(ehc_check_phone("0470/00.00.00", &out));
    ehc_text_free(out);
  }
  return NULL;
}

static EhcFlow *flow_at_key(void) {
  EhcPlatform *platform = NULL;
  EhcFlow *flow = NULL;
  EhcStep *step = NULL;
  works(ehc_platform_new("http://127.0.0.1:1", NULL, 0, &platform));
  works(ehc_flow_foreign_request("40210100183", "Fictine", "Exemple",
                                 "{\"emailPrivate\":\"a@example.org\",\"phonePrivate\":\"0470000000\"}",
                                 BYTES("Test-1234"), 9, "p-384", "ehealth", platform, &flow));
  works(ehc_flow_step(flow, NOW, &step));
  CHECK(ehc_step_kind(step) == EHC_STEP_GENERATE_KEY);
  ehc_step_free(step);
  ehc_platform_free(platform);
  return flow;
}

static pthread_mutex_t counting = PTHREAD_MUTEX_INITIALIZER;
static int generated = 0;

/* Only one makes the key; who comes later is told so, or sees the next step. */
static void *one_flow(void *shared) {
  const EhcFlow *flow = (const EhcFlow *)shared;
  EhcStep *step = NULL;
  if (works_or_late(ehc_flow_generate_key(flow, NOW, &step))) {
    pthread_mutex_lock(&counting);
    generated++;
    pthread_mutex_unlock(&counting);
    CHECK(ehc_step_kind(step) == EHC_STEP_STORE);
    ehc_step_free(step);
  }
  works(ehc_flow_step(flow, NOW, &step));
  CHECK(ehc_step_kind(step) == EHC_STEP_STORE);
  ehc_step_free(step);
  return NULL;
}

static void *one_keystore(void *shared) {
  const EhcKeystore *keystore = (const EhcKeystore *)shared;
  int i;
  for (i = 0; i < 20; i++) {
    EhcText *text = NULL;
    if (works_or_late(ehc_keystore_entries(keystore, &text))) ehc_text_free(text);
    text = NULL;
    if (works_or_late(ehc_keystore_status(keystore, NOW, &text))) ehc_text_free(text);
  }
  /* wiped while others read: from then on they are told so */
  works(ehc_keystore_wipe(keystore));
  return NULL;
}

static EhcJob *host_job(void) {
  EhcJob *job = NULL;
  works(ehc_job_start("{\"operation\":\"check\",\"with\":{\"platform\":\"acceptance\",\"card\":\"host\"}}", NULL, 0, NULL, 0,
                      &job));
  return job;
}

/* Every thread polls, answers whatever it sees, and cancels in the end. */
static void *one_job(void *shared) {
  const EhcJob *job = (const EhcJob *)shared;
  const uint8_t gone[1] = {0};
  int i, over = 0;
  for (i = 0; i < 200 && !over; i++) {
    EhcEvent *event = NULL;
    works(ehc_job_poll(job, 5, &event));
    over = ehc_event_kind(event) == EHC_EVENT_FAILED || ehc_event_kind(event) == EHC_EVENT_DONE;
    if (ehc_event_kind(event) == EHC_EVENT_APDU && i > 2) works_or_late(ehc_job_answer_card(job, gone, 1));
    works_or_late(ehc_job_answer_pin(job, BYTES("1234"), 4));
    if (i > 4) works(ehc_job_cancel(job));
    ehc_event_free(event);
  }
  CHECK(over);
  return NULL;
}

/* Everything that can be freed, made by one thread and freed by another. */
struct made {
  EhcText *text;
  EhcBytes *bytes;
  EhcError *error;
  EhcKeystore *keystore;
  EhcFlow *flow;
  EhcStep *step;
  EhcPlatform *platform;
  EhcSigner *signer;
  EhcCard *card;
  EhcCardStep *card_step;
  EhcJob *job;
  EhcEvent *event;
};

static void *make(void *shared) {
  struct made *m = (struct made *)shared;
  memset(m, 0, sizeof *m);
  works(ehc_check_phone("0470000000", &m->text));
  m->error = ehc_check_phone("x", NULL);
  CHECK(m->error != NULL);
  works(ehc_platform_new("acceptance", NULL, 0, &m->platform));
  m->flow = flow_at_key();
  works(ehc_flow_generate_key(m->flow, NOW, &m->step));
  works(ehc_keystore_open(ehc_step_data(m->step), ehc_step_data_length(m->step), BYTES("Test-1234"), 9, &m->keystore));
  works(ehc_keystore_rewrap(m->keystore, "modern", &m->bytes));
  works(ehc_card_read(&m->card));
  works(ehc_card_start(m->card, &m->card_step));
  works(ehc_signer_new(BYTES("0\x03xyz"), 5, BYTES("0\x03xyz"), 5, NULL, 0, &m->signer));
  m->job = host_job();
  works(ehc_job_poll(m->job, 1000, &m->event));
  return NULL;
}

static void *release(void *shared) {
  struct made *m = (struct made *)shared;
  ehc_text_free(m->text);
  ehc_bytes_free(m->bytes);
  ehc_error_free(m->error);
  ehc_keystore_free(m->keystore);
  ehc_flow_free(m->flow);
  ehc_step_free(m->step);
  ehc_platform_free(m->platform);
  ehc_signer_free(m->signer);
  ehc_card_free(m->card);
  ehc_card_step_free(m->card_step);
  ehc_job_free(m->job);
  ehc_event_free(m->event);
  return NULL;
}

int main(void) {
  struct made made;
  EhcFlow *flow = flow_at_key();
  EhcStep *step = NULL;
  EhcKeystore *keystore = NULL;
  EhcText *text = NULL;
  EhcError *error;
  int i;
  together(THREADS, functions, NULL);
  together(2, one_flow, flow);
  CHECK(generated == 1);
  works(ehc_flow_step(flow, NOW, &step));
  works(ehc_keystore_open(ehc_step_data(step), ehc_step_data_length(step), BYTES("Test-1234"), 9, &keystore));
  ehc_step_free(step);
  ehc_flow_free(flow);
  together(8, one_keystore, keystore);
  error = ehc_keystore_entries(keystore, &text);
  CHECK(error != NULL && ehc_error_code(error) == WRONG_STATE);
  ehc_error_free(error);
  ehc_keystore_free(keystore);
  for (i = 0; i < 4; i++) {
    EhcJob *job = host_job();
    together(4, one_job, job);
    ehc_job_free(job);
  }
  together(1, make, &made);
  together(1, release, &made);
  printf("threads: nothing but success and errors that fit\n");
  return 0;
}
