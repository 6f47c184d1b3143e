/* The C ABI without network: what it answers, and that wrong use is an error and never a crash. */
#include <pthread.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ehcert.h"
#include "ehcert.h" /* may be included twice */

/* The layout of the only public structure: pointers and lengths in pairs, then two numbers. */
#define PLACE(member, place) typedef char place_of_##member[offsetof(EhcTrust, member) == (place) ? 1 : -1]
PLACE(anchors, 0);
PLACE(anchors_length, sizeof(void *));
PLACE(untrusted, 2 * sizeof(void *));
PLACE(untrusted_length, 3 * sizeof(void *));
PLACE(crls, 4 * sizeof(void *));
PLACE(crls_length, 5 * sizeof(void *));
PLACE(ocsp, 6 * sizeof(void *));
PLACE(ocsp_length, 7 * sizeof(void *));
PLACE(revocation, 8 * sizeof(void *));
PLACE(inspect_old, 8 * sizeof(void *) + 4);
typedef char size_of_trust[sizeof(EhcTrust) == 8 * sizeof(void *) + 8 ? 1 : -1];
typedef char size_of_bool[sizeof(bool) == 1 ? 1 : -1];

static int checks = 0;

#define CHECK(condition)                                                          \
  do {                                                                            \
    checks++;                                                                     \
    if (!(condition)) {                                                           \
      fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition);             \
      exit(1);                                                                    \
    }                                                                             \
  } while (0)

/* The call fails with this code; the error is freed. */
static void fails(EhcError *error, unsigned code) {
  CHECK(error != NULL);
  if (ehc_error_code(error) != code) {
    fprintf(stderr, "%s instead of code %u\n", ehc_error_name(error), code);
    exit(1);
  }
  ehc_error_free(error);
}

/* The call fails, with whatever code. */
static void refused(EhcError *error) {
  CHECK(error != NULL);
  ehc_error_free(error);
}

static void works(EhcError *error) {
  if (error != NULL) {
    fprintf(stderr, "unexpected: %s\n", ehc_error_name(error));
    exit(1);
  }
  checks++;
}

enum { INTERNAL = 1000, INVALID = 1001, WRONG_STATE = 1002 };

static void errors(void) {
  EhcText *out = NULL;
  EhcError *error = ehc_check_identifier("CBE", "0999999032", &out);
  const char *languages[] = {"fr", "nl", "de", "en"};
  size_t i;
  CHECK(error != NULL && out == NULL); /* outputs are written only on success */
  CHECK(strcmp(ehc_error_field(error), "identifier") == 0);
  CHECK(!ehc_error_retryable(error));
  CHECK(strcmp(ehc_error_actor(error), "user") == 0);
  for (i = 0; i < 4; i++) {
    EhcText *message = NULL, *advice = NULL;
    works(ehc_error_message(error, languages[i], &message));
    works(ehc_error_advice(error, languages[i], &advice));
    CHECK(ehc_text_length(message) > 10 && ehc_text_length(advice) > 10);
    CHECK(strlen(ehc_text_data(message)) == ehc_text_length(message));
    ehc_text_free(message);
    ehc_text_free(advice);
  }
  works(ehc_error_to_json(error, &out));
  CHECK(strstr(ehc_text_data(out), "\"code\"") != NULL);
  ehc_text_free(out);
  ehc_error_free(error);
}

static void values(void) {
  EhcText *out = NULL;
  works(ehc_check_identifier("NIHII-GUARD_POST", "679.990-77", &out));
  CHECK(strstr(ehc_text_data(out), "67999077") != NULL);
  ehc_text_free(out);
  works(ehc_check_phone("0470/00.00.00", &out));
  CHECK(strcmp(ehc_text_data(out), "0470000000") == 0);
  ehc_text_free(out);
  works(ehc_check_password((const uint8_t *)"court", 5, NULL, 0, &out));
  CHECK(strstr(ehc_text_data(out), "\"ok\":false") != NULL);
  ehc_text_free(out);
  works(ehc_professions("de", &out));
  ehc_text_free(out);
  works(ehc_review_request("{\"holder\":\"other\",\"identifierType\":\"CBE\",\"identifier\":\"0999999031\",\"name\":"
                           "\"Cabinet fictif\",\"firstNames\":\"\",\"baseServices\":[],\"contact\":{\"emailPrivate\":"
                           "\"a@example.org\",\"phonePrivate\":\"0470000000\"},\"key\":\"\"}", &out));
  CHECK(strstr(ehc_text_data(out), "CABINET FICTIF") != NULL);
  ehc_text_free(out);
  CHECK(ehc_abi_version() == 1);
  CHECK(strlen(ehc_version()) >= 5);
}

/* Members of records, without a reader of JSON. */
static void records(void) {
  EhcText *all = NULL, *one = NULL;
  size_t count;
  works(ehc_error_table("fr", &all));
  count = ehc_text_count(all, "");
  CHECK(count > 100);
  works(ehc_text_value(all, "0.code", &one));
  CHECK(strcmp(ehc_text_data(one), "1000") == 0);
  ehc_text_free(one);
  works(ehc_text_value(all, "0.name", &one));
  CHECK(strcmp(ehc_text_data(one), "Internal") == 0);
  fails(ehc_text_value(one, "", &all), INVALID); /* a text that is no record */
  CHECK(ehc_text_count(one, "") == 0);
  ehc_text_free(one);
  one = NULL;
  fails(ehc_text_value(all, "0.nothing", &one), INVALID);
  fails(ehc_text_value(all, "0.code.further", &one), INVALID);
  fails(ehc_text_value(all, "-1", &one), INVALID);
  fails(ehc_text_value(all, "99999999999999999999", &one), INVALID);
  fails(ehc_text_value(all, "0..code", &one), INVALID);
  fails(ehc_text_value(NULL, "", &one), INVALID);
  CHECK(one == NULL);
  CHECK(ehc_text_count(all, "0") > 3 && ehc_text_count(all, "0.code") == 0 && ehc_text_count(all, "nothing") == 0);
  CHECK(ehc_text_count(NULL, "") == 0 && ehc_text_count(all, NULL) == 0 && ehc_text_count(all, "\xff") == 0);
  ehc_text_free(all);
}

static void misuse(void) {
  static uint8_t big[1 << 20];
  EhcText *text = NULL;
  EhcKeystore *keystore = NULL;
  EhcPlatform *platform = NULL;
  EhcFlow *flow = NULL;
  EhcStep *step = NULL;
  EhcCard *card = NULL;
  EhcCardStep *card_step = NULL;
  EhcBytes *bytes = NULL;
  /* NULL in every place */
  fails(ehc_check_identifier(NULL, "1", &text), INVALID);
  fails(ehc_check_identifier("CBE", NULL, &text), INVALID);
  fails(ehc_check_identifier("CBE", "1", NULL), INVALID);
  fails(ehc_check_email(NULL, &text), INVALID);
  fails(ehc_check_email("a@example.org", NULL), INVALID);
  fails(ehc_review_request(NULL, &text), INVALID);
  fails(ehc_review_request("{", &text), INVALID);
  fails(ehc_preview_csr(NULL, 10, &text), INVALID);
  fails(ehc_preview_csr(big, 10, NULL), INVALID);
  fails(ehc_keystore_open(NULL, 1, NULL, 0, &keystore), INVALID);
  fails(ehc_keystore_open(big, 1, big, 1, NULL), INVALID);
  fails(ehc_keystore_entries(NULL, &text), INVALID);
  fails(ehc_keystore_status(NULL, 0, &text), INVALID);
  fails(ehc_keystore_wipe(NULL), INVALID);
  fails(ehc_keystore_rewrap(NULL, "modern", &bytes), INVALID);
  fails(ehc_platform_new(NULL, NULL, 0, &platform), INVALID);
  fails(ehc_flow_step(NULL, 0, &step), INVALID);
  fails(ehc_flow_answer_http(NULL, 200, NULL, NULL, 0, 0, &step), INVALID);
  fails(ehc_flow_preflight(NULL, NULL, 0, &flow), INVALID);
  fails(ehc_card_start(NULL, &card_step), INVALID);
  fails(ehc_card_sign("wrong", "SHA-256", big, 32, NULL, 0, 0, &card), INVALID);
  fails(ehc_error_message(NULL, "fr", &text), INVALID);
  fails(ehc_step_to_json(NULL, &text), INVALID);
  /* lengths and text that is no UTF-8 */
  fails(ehc_preview_csr(big, (size_t)-1, &text), INVALID);
  fails(ehc_check_email("\xff\xfe", &text), INVALID);
  refused(ehc_keystore_open(big, sizeof big, (const uint8_t *)"x", 1, &keystore));
  /* accessors of nothing */
  CHECK(ehc_text_data(NULL) == NULL && ehc_text_length(NULL) == 0);
  CHECK(ehc_bytes_data(NULL) == NULL && ehc_bytes_length(NULL) == 0);
  CHECK(ehc_error_code(NULL) == 0 && ehc_error_name(NULL) == NULL && !ehc_error_retryable(NULL));
  CHECK(ehc_step_kind(NULL) == EHC_STEP_DONE && ehc_step_data(NULL) == NULL && ehc_step_data_length(NULL) == 0);
  CHECK(ehc_card_step_kind(NULL) == EHC_CARD_DONE && ehc_card_step_data(NULL) == NULL);
  CHECK(text == NULL && keystore == NULL && flow == NULL && step == NULL && card == NULL && bytes == NULL);
  ehc_text_free(NULL);
  ehc_bytes_free(NULL);
  ehc_error_free(NULL);
  ehc_keystore_free(NULL);
  ehc_flow_free(NULL);
  ehc_step_free(NULL);
  ehc_card_free(NULL);
  ehc_card_step_free(NULL);
  ehc_signer_free(NULL);
  ehc_platform_free(NULL);
}

static const uint8_t *BYTES(const char *text) { return (const uint8_t *)text; }

/* Makes a keystore through a flow's own steps and misuses the flow on the way. */
static void keystores(void) {
  EhcPlatform *platform = NULL;
  EhcFlow *flow = NULL;
  EhcStep *step = NULL, *other = NULL;
  EhcKeystore *keystore = NULL;
  EhcBytes *bytes = NULL;
  EhcText *text = NULL;
  const char *contact = "{\"emailPrivate\":\"a@example.org\",\"phonePrivate\":\"0470000000\"}";
  works(ehc_platform_new("http://127.0.0.1:1", NULL, 0, &platform));
  /* a fictional BIS number whose check digits are right */
  works(ehc_flow_foreign_request("40210100183", "Fictine", "Exemple", contact, BYTES("Test-1234"), 9, "p-384",
                                 "ehealth", platform, &flow));
  works(ehc_flow_step(flow, 1800000000, &step));
  CHECK(ehc_step_kind(step) == EHC_STEP_GENERATE_KEY);
  fails(ehc_flow_answer_signature(flow, BYTES("x"), 1, 1800000000, &other), WRONG_STATE);
  fails(ehc_flow_answer_waited(flow, 1800000000, &other), WRONG_STATE);
  fails(ehc_flow_answer_stored(flow, BYTES("x"), 1, 1800000000, &other), WRONG_STATE);
  CHECK(other == NULL);
  ehc_step_free(step);
  works(ehc_flow_generate_key(flow, 1800000000, &step));
  CHECK(ehc_step_kind(step) == EHC_STEP_STORE && ehc_step_data_length(step) > 500);
  works(ehc_keystore_open(ehc_step_data(step), ehc_step_data_length(step), BYTES("Test-1234"), 9, &keystore));
  {
    EhcKeystore *none = NULL;
    EhcError *error =
        ehc_keystore_open(ehc_step_data(step), ehc_step_data_length(step), BYTES("Wrong-1234"), 10, &none);
    CHECK(none == NULL && strcmp(ehc_error_name(error), "KeystorePasswordWrong") == 0);
    ehc_error_free(error);
  }
  works(ehc_inspect_keystore(ehc_step_data(step), ehc_step_data_length(step), &text));
  CHECK(strstr(ehc_text_data(text), "3DES") != NULL);
  ehc_text_free(text);
  works(ehc_keystore_status(keystore, 1800000000, &text));
  CHECK(strstr(ehc_text_data(text), "\"pending\":true") != NULL);
  ehc_text_free(text);
  works(ehc_keystore_rewrap(keystore, "modern", &bytes));
  works(ehc_inspect_keystore(ehc_bytes_data(bytes), ehc_bytes_length(bytes), &text));
  CHECK(strstr(ehc_text_data(text), "AES-256") != NULL);
  ehc_text_free(text);
  ehc_bytes_free(bytes);
  bytes = NULL;
  works(ehc_keystore_change_password(keystore, BYTES("Other-5678"), 10, "ehealth", &bytes));
  ehc_bytes_free(bytes);
  bytes = NULL;
  refused(ehc_keystore_change_password(keystore, BYTES("short"), 5, "ehealth", &bytes));
  CHECK(bytes == NULL);
  works(ehc_keystore_wipe(keystore));
  fails(ehc_keystore_entries(keystore, &text), WRONG_STATE);
  ehc_keystore_free(keystore);
  /* another keystore than the one that was to be stored is refused, and the step stays due */
  refused(ehc_flow_answer_stored(flow, BYTES("garbage"), 7, 1800000000, &other));
  works(ehc_flow_step(flow, 1800000000, &other));
  CHECK(ehc_step_kind(other) == EHC_STEP_STORE);
  ehc_step_free(other);
  other = NULL;
  /* the outcome of another kind of flow, and before the end */
  works(ehc_flow_completion_outcome(flow, &text));
  CHECK(strcmp(ehc_text_data(text), "null") == 0);
  ehc_text_free(text);
  text = NULL;
  works(ehc_flow_answer_stored(flow, ehc_step_data(step), ehc_step_data_length(step), 1800000000, &other));
  CHECK(ehc_step_kind(other) == EHC_STEP_HTTP);
  CHECK(strncmp(ehc_step_url(other), "http://127.0.0.1:1/", 19) == 0 && strstr(ehc_step_headers(other), "SOAPAction") != NULL);
  ehc_step_free(other);
  ehc_step_free(step);
  ehc_flow_free(flow);
  ehc_platform_free(platform);
}

/* A flow to its end, and used after it. */
static void ended(void) {
  const char *answer =
      "<S:Envelope xmlns:S=\"http://schemas.xmlsoap.org/soap/envelope/\"><S:Body><R:GetExistingApplicationIdsResponse "
      "xmlns:R=\"urn:be:fgov:ehealth:certra:protocol:v2\" IssueInstant=\"2027-01-15T08:00:00Z\">"
      "<R:ApplicationId>SECOND</R:ApplicationId></R:GetExistingApplicationIdsResponse></S:Body></S:Envelope>";
  EhcPlatform *platform = NULL;
  EhcFlow *flow = NULL;
  EhcStep *step = NULL;
  EhcText *text = NULL;
  size_t i;
  works(ehc_platform_new("http://127.0.0.1:1", NULL, 0, &platform));
  works(ehc_flow_application_ids("CBE", "0999999031", platform, &flow));
  ehc_platform_free(platform); /* the flow has its own */
  works(ehc_flow_step(flow, 1800000000, &step));
  CHECK(ehc_step_kind(step) == EHC_STEP_HTTP);
  ehc_step_free(step);
  step = NULL;
  /* what is no answer leaves the step due */
  refused(ehc_flow_answer_http(flow, 200, "text/xml", NULL, 0, 1800000000, &step));
  refused(ehc_flow_answer_http(flow, 200, "text/xml", BYTES("<x/>"), 4, 1800000000, &step));
  refused(ehc_flow_answer_http(flow, 500, NULL, BYTES(answer), strlen(answer), 1800000000, &step));
  CHECK(step == NULL);
  works(ehc_flow_answer_http(flow, 200, "text/xml", BYTES(answer), strlen(answer), 1800000000, &step));
  for (i = 0; i < 2; i++) {
    EhcStep *other = NULL;
    CHECK(ehc_step_kind(step) == EHC_STEP_DONE && ehc_step_percent(step) == 100);
    CHECK(ehc_step_data_length(step) == 0 && strcmp(ehc_step_url(step), "") == 0 && strcmp(ehc_step_key(step), "") == 0);
    ehc_step_free(step);
    step = NULL;
    /* after the end nothing is taken any more, and the end is told again */
    fails(ehc_flow_answer_http(flow, 200, "text/xml", BYTES(answer), strlen(answer), 1800000000, &other), WRONG_STATE);
    fails(ehc_flow_answer_stored(flow, BYTES("x"), 1, 1800000000, &other), WRONG_STATE);
    fails(ehc_flow_answer_signature(flow, BYTES("x"), 1, 1800000000, &other), WRONG_STATE);
    fails(ehc_flow_generate_key(flow, 1800000000, &other), WRONG_STATE);
    fails(ehc_flow_answer_contract(flow, true, 1800000000, &other), WRONG_STATE);
    fails(ehc_flow_answer_waited(flow, 1800000000, &other), WRONG_STATE);
    CHECK(other == NULL);
    works(ehc_flow_step(flow, 1800000000, &step));
  }
  ehc_step_free(step);
  works(ehc_flow_application_ids_outcome(flow, &text));
  CHECK(ehc_text_count(text, "") == 1);
  CHECK(strstr(ehc_text_data(text), "SECOND") != NULL);
  ehc_text_free(text);
  ehc_flow_free(flow);
}

/* The verdict of a judgement; the text is freed. */
static int accepted(EhcText *text) {
  int yes = strstr(ehc_text_data(text), "\"accepted\":true") != NULL;
  CHECK(yes || strstr(ehc_text_data(text), "\"accepted\":false") != NULL);
  ehc_text_free(text);
  return yes;
}

static void judgements(void) {
  EhcText *out = NULL;
  EhcTrust trust;
  memset(&trust, 0, sizeof trust);
  fails(ehc_verify_certificate(NULL, 5, NULL, NULL, 0, &out), INVALID);
  refused(ehc_verify_certificate(BYTES("no certificate"), 14, NULL, NULL, 0, &out));
  fails(ehc_verify_certificate(BYTES("0\x03xyz"), 5, NULL, "{\"purpose\":\"fly\"}", 0, &out), INVALID);
  fails(ehc_verify_certificate(BYTES("0\x03xyz"), 5, NULL, "{", 0, &out), INVALID);
  fails(ehc_verify_certificate(BYTES("0\x03xyz"), 5, NULL, NULL, 0, NULL), INVALID);
  works(ehc_verify_certificate(BYTES("0\x03xyz"), 5, NULL, NULL, 0, &out));
  CHECK(!accepted(out));
  trust.anchors_length = 3;
  fails(ehc_verify_certificate(BYTES("0\x03xyz"), 5, &trust, "{}", 0, &out), INVALID);
  refused(ehc_verify_etk(BYTES("no token"), 8, NULL, 0, &out));
  fails(ehc_verify_etk(NULL, 8, NULL, 0, &out), INVALID);
  works(ehc_verify_message(BYTES("no message"), 10, NULL, 0, &out));
  CHECK(!accepted(out));
  fails(ehc_verify_message(NULL, 1, NULL, 0, &out), INVALID);
  refused(ehc_verify_signature(BYTES("0"), 1, "md5", BYTES("x"), 1, BYTES("y"), 1, &out));
  fails(ehc_verify_signature(BYTES("0"), 1, NULL, BYTES("x"), 1, BYTES("y"), 1, &out), INVALID);
  works(ehc_verify_signature(BYTES("0\x03xyz"), 5, "ecdsa-sha384", BYTES("x"), 1, BYTES("y"), 1, &out));
  CHECK(!accepted(out));
}

/* Polls until the last event; 1 when it is a failure of this name. */
static int failed(EhcJob *job, const char *name) {
  int i;
  for (i = 0; i < 200; i++) {
    EhcEvent *event = NULL;
    int over, found;
    EhcError *problem;
    works(ehc_job_poll(job, 100, &event));
    over = ehc_event_kind(event) == EHC_EVENT_FAILED;
    problem = ehc_event_problem(event, 0);
    found = problem != NULL && strcmp(ehc_error_name(problem), name) == 0;
    ehc_error_free(problem);
    CHECK(ehc_event_problem(event, 1) == NULL);
    ehc_event_free(event);
    if (over) return found;
  }
  return 0;
}

static void jobs(void) {
  const char *check = "{\"operation\":\"check\",\"with\":{\"platform\":\"acceptance\",\"card\":\"host\"}}";
  EhcJob *job = NULL;
  EhcEvent *event = NULL;
  EhcText *text = NULL;
  int i;
  fails(ehc_job_start(NULL, NULL, 0, NULL, 0, &job), INVALID);
  fails(ehc_job_start("{}", NULL, 0, NULL, 0, &job), INVALID);
  fails(ehc_job_start("{\"operation\":\"check\",\"frob\":1}", NULL, 0, NULL, 0, &job), INVALID);
  fails(ehc_job_start(check, NULL, 5, NULL, 0, &job), INVALID);
  fails(ehc_job_start(check, NULL, 0, NULL, 0, NULL), INVALID);
  fails(ehc_job_poll(NULL, 0, &event), INVALID);
  fails(ehc_job_answer_pin(NULL, NULL, 0), INVALID);
  fails(ehc_job_answer_contract(NULL, 1), INVALID);
  fails(ehc_job_answer_card(NULL, NULL, 0), INVALID);
  fails(ehc_job_cancel(NULL), INVALID);
  ehc_job_free(NULL);
  CHECK(ehc_event_kind(NULL) == EHC_EVENT_NOTHING);
  CHECK(ehc_event_name(NULL) == NULL);
  CHECK(ehc_event_percent(NULL) == 0);
  CHECK(ehc_event_tries_left(NULL) == -1);
  CHECK(ehc_event_command(NULL) == NULL);
  CHECK(ehc_event_command_length(NULL) == 0);
  CHECK(ehc_event_problem(NULL, 0) == NULL);
  fails(ehc_event_value(NULL, "event", &text), INVALID);
  fails(ehc_event_to_json(NULL, &text), INVALID);
  ehc_event_free(NULL);
  works(ehc_job_start(check, NULL, 0, NULL, 0, &job));
  fails(ehc_job_poll(job, 0, NULL), INVALID);
  fails(ehc_job_answer_pin(job, BYTES("1234"), 4), WRONG_STATE);
  fails(ehc_job_answer_contract(job, 1), WRONG_STATE);
  for (i = 0; i < 100; i++) {
    works(ehc_job_poll(job, 100, &event));
    if (ehc_event_kind(event) == EHC_EVENT_APDU) break;
    ehc_event_free(event);
    event = NULL;
  }
  CHECK(event != NULL);
  CHECK(ehc_event_command_length(event) >= 4);
  CHECK(ehc_event_command(event)[1] == 0xA4);
  fails(ehc_event_value(event, NULL, &text), INVALID);
  fails(ehc_event_value(event, "command", NULL), INVALID);
  fails(ehc_event_value(event, "result.keystore", &text), INVALID);
  works(ehc_event_value(event, "event", &text));
  CHECK(strcmp(ehc_text_data(text), "apdu") == 0);
  ehc_text_free(text);
  works(ehc_event_to_json(event, &text));
  CHECK(strstr(ehc_text_data(text), "\"command\":\"00a4") != NULL);
  ehc_text_free(text);
  ehc_event_free(event);
  works(ehc_job_answer_card(job, NULL, 0));
  CHECK(failed(job, "CardRemoved"));
  CHECK(failed(job, "CardRemoved"));
  ehc_job_free(job);
  job = NULL;
  /* an operation without card and network, whose result is a list */
  fails(ehc_job_start("{\"operation\":\"scan\"}", NULL, 0, NULL, 0, &job), INVALID);
  works(ehc_job_start("{\"operation\":\"scan\",\"paths\":[\"no/such/folder\"]}", NULL, 0, NULL, 0, &job));
  for (i = 0; i < 100; i++) {
    works(ehc_job_poll(job, 100, &event));
    if (ehc_event_kind(event) != EHC_EVENT_NOTHING) break;
    ehc_event_free(event);
  }
  CHECK(ehc_event_kind(event) == EHC_EVENT_DONE);
  works(ehc_event_value(event, "result.files", &text));
  CHECK(strcmp(ehc_text_data(text), "1") == 0);
  ehc_text_free(text);
  works(ehc_event_value(event, "result.keystores.0.state", &text));
  CHECK(strcmp(ehc_text_data(text), "unreadable") == 0);
  ehc_text_free(text);
  fails(ehc_event_value(event, "result.keystores.1.state", &text), INVALID);
  fails(ehc_job_answer_card(job, BYTES("x"), 1), WRONG_STATE);
  ehc_event_free(event);
  ehc_job_free(job);
  job = NULL;
  works(ehc_job_start(check, NULL, 0, NULL, 0, &job));
  works(ehc_job_cancel(job));
  CHECK(failed(job, "Cancelled"));
  ehc_job_free(job);
}

static void *thread(void *unused) {
  int i;
  (void)unused;
  for (i = 0; i < 200; i++) {
    EhcText *out = NULL;
    EhcError *error = ehc_check_identifier("SSIN", "93051822361", &out);
    ehc_error_free(error);
    ehc_text_free(out);
  }
  return NULL;
}

int main(void) {
  pthread_t threads[32];
  int i;
  errors();
  values();
  records();
  misuse();
  keystores();
  ended();
  judgements();
  jobs();
  for (i = 0; i < 32; i++) CHECK(pthread_create(&threads[i], NULL, thread, NULL) == 0);
  for (i = 0; i < 32; i++) pthread_join(threads[i], NULL);
  CHECK(ehc_live_objects() == 0);
  printf("%d checks\n", checks);
  return 0;
}
