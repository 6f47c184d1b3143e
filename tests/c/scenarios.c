/* The C player of tests/scenarios: `scenarios PORT FILE`. FILE is a scenario as tests/c/scenarios.py flattens it: lines of
 * words, each word after the first in hexadecimal or `-` for none. Prints the trace. */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "ehcert.h"

enum { WORDS = 16, PATIENCE = 4 };

typedef struct {
  uint8_t *data;
  size_t length;
} Bytes;

/* A line: its first word, and what the others mean, each with a NUL behind it; data is NULL for `-`. */
typedef struct {
  char tag[16];
  Bytes word[WORDS];
  int count;
  bool used;
} Line;

static Line *lines;
static int line_count;
static int port;
static int64_t clock_offset;
static Bytes stored;
static const char *password;
static const char *request;
static EhcSigner *signer;
static EhcPlatform *platform;

static void die(const char *why) {
  fprintf(stderr, "%s\n", why);
  exit(2);
}

static void *grown(void *old, size_t size) {
  void *memory = realloc(old, size == 0 ? 1 : size);
  if (memory == NULL) die("no memory");
  return memory;
}

static Bytes copied(const void *data, size_t length) {
  Bytes bytes = {grown(NULL, length + 1), length};
  if (length != 0) memcpy(bytes.data, data, length);
  bytes.data[length] = 0;
  return bytes;
}

static const char *text_of(Bytes bytes) { return (const char *)bytes.data; }
static bool is(Bytes bytes, const char *text) { return bytes.data != NULL && strcmp(text_of(bytes), text) == 0; }

static Bytes unhexed(const char *hex) {
  Bytes bytes = {NULL, 0};
  size_t i;
  if (strcmp(hex, "-") == 0) return bytes;
  /* An empty word would not be seen; no text has a NUL in it. */
  bytes.length = strcmp(hex, "00") == 0 ? 0 : strlen(hex) / 2;
  bytes.data = grown(NULL, bytes.length + 1);
  for (i = 0; i < bytes.length; i++) {
    unsigned octet;
    if (sscanf(hex + 2 * i, "%2x", &octet) != 1) die("not hexadecimal");
    bytes.data[i] = (uint8_t)octet;
  }
  bytes.data[bytes.length] = 0;
  return bytes;
}

static void read_lines(const char *path) {
  FILE *file = fopen(path, "r");
  char *row = NULL;
  size_t room = 0;
  ssize_t length;
  if (file == NULL) die("no such file");
  while ((length = getline(&row, &room, file)) > 0) {
    Line *line;
    char *at = row, *word;
    lines = grown(lines, (size_t)(line_count + 1) * sizeof *lines);
    line = &lines[line_count++];
    memset(line, 0, sizeof *line);
    row[strcspn(row, "\n")] = 0;
    strncpy(line->tag, strtok_r(row, " ", &at), sizeof line->tag - 1);
    while ((word = strtok_r(NULL, " ", &at)) != NULL) {
      if (line->count == WORDS) die("too many words");
      line->word[line->count++] = unhexed(word);
    }
  }
  free(row);
  fclose(file);
}

static Line *first(const char *tag) {
  int i;
  for (i = 0; i < line_count; i++)
    if (strcmp(lines[i].tag, tag) == 0) return &lines[i];
  return NULL;
}

/* A POST over a connection of its own. False when no whole answer came. */
static bool post(const char *path, const char *headers, Bytes body, int *status, Bytes *type, Bytes *answer) {
  struct sockaddr_in address = {0};
  int connection = socket(AF_INET, SOCK_STREAM, 0);
  Bytes all = {NULL, 0};
  char head[4096];
  uint8_t *end;
  char *field;
  size_t sent = 0, promised = SIZE_MAX;
  ssize_t some;
  int size = snprintf(head, sizeof head,
                      "POST %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nConnection: close\r\nContent-Length: %zu\r\n%s\r\n", path,
                      port, body.length, headers);
  Bytes whole = copied(head, (size_t)size);
  if (size < 0 || (size_t)size >= sizeof head) die("too long a head");
  whole.data = grown(whole.data, whole.length + body.length);
  memcpy(whole.data + whole.length, body.data, body.length);
  whole.length += body.length;
  address.sin_family = AF_INET;
  address.sin_port = htons((uint16_t)port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (connection < 0 || connect(connection, (struct sockaddr *)&address, sizeof address) != 0) die("no sandbox");
  while (sent < whole.length) {
    some = send(connection, whole.data + sent, whole.length - sent, MSG_NOSIGNAL);
    if (some <= 0) break;
    sent += (size_t)some;
  }
  free(whole.data);
  do {
    all.data = grown(all.data, all.length + 65537);
    some = recv(connection, all.data + all.length, 65536, 0);
    if (some > 0) all.length += (size_t)some;
  } while (some > 0);
  all.data[all.length] = 0;
  close(connection);
  end = (uint8_t *)strstr((char *)all.data, "\r\n\r\n");
  if (end == NULL || sscanf((char *)all.data, "HTTP/1.1 %d", status) != 1) {
    free(all.data);
    return false;
  }
  *end = 0;
  *type = copied("", 0);
  for (field = strtok((char *)all.data, "\r\n"); field != NULL; field = strtok(NULL, "\r\n")) {
    if (strncasecmp(field, "content-length:", 15) == 0) promised = strtoul(field + 15, NULL, 10);
    if (strncasecmp(field, "content-type:", 13) == 0) {
      free(type->data);
      *type = copied(field + 13 + strspn(field + 13, " "), strlen(field + 13 + strspn(field + 13, " ")));
    }
  }
  *answer = copied(end + 4, all.length - (size_t)(end + 4 - all.data));
  free(all.data);
  if (promised == SIZE_MAX || answer->length != promised) {
    free(answer->data);
    free(type->data);
    return false;
  }
  return true;
}

static Bytes asked(const char *path, Bytes body) {
  int status;
  Bytes type, answer;
  if (!post(path, "Content-Type: application/octet-stream\r\n", body, &status, &type, &answer) || status != 200)
    die("the sandbox did not answer");
  free(type.data);
  return answer;
}

static void control(const char *command) {
  int status;
  Bytes type, answer, body = copied(command, strlen(command));
  if (!post("/control", "Content-Type: application/json\r\n", body, &status, &type, &answer) || status != 200)
    die(command);
  free(type.data);
  free(answer.data);
  free(body.data);
}

static int64_t now(void) { return (int64_t)time(NULL) + clock_offset; }

static void print_text(const char *before, EhcText *text, const char *after) {
  printf("%s%s%s\n", before, ehc_text_data(text), after);
  ehc_text_free(text);
}

/* Prints an error and frees it. */
static void print_error(EhcError *error) {
  EhcText *text = NULL;
  if (ehc_error_to_json(error, &text) != NULL) die("an error that cannot be shown");
  ehc_error_free(error);
  print_text("{\"error\": ", text, "}");
}

/* Drives a card operation; act is NULL, wrong-pin, no-pin or no-card. */
static EhcError *drive_card(EhcCard *card, const char *act) {
  EhcCardStep *step = NULL;
  EhcError *error;
  Bytes none = copied("", 0);
  free(asked("/card/reset", none).data);
  free(none.data);
  error = ehc_card_start(card, &step);
  while (error == NULL && ehc_card_step_kind(step) != EHC_CARD_DONE) {
    EhcCardStep *due = step;
    step = NULL;
    if (ehc_card_step_kind(due) == EHC_CARD_APDU) {
      Bytes response = {NULL, 0};
      if (act == NULL || strcmp(act, "no-card") != 0) {
        Bytes command = copied(ehc_card_step_data(due), ehc_card_step_data_length(due));
        response = asked("/card", command);
        free(command.data);
      }
      error = ehc_card_answer_response(card, response.data, response.length, &step);
      free(response.data);
    } else if (ehc_card_step_kind(due) == EHC_CARD_WAIT) {
      error = ehc_card_answer_waited(card, &step);
    } else if (act != NULL && strcmp(act, "no-pin") == 0) {
      error = ehc_card_answer_cancelled(card, &step);
    } else {
      const char *pin = act != NULL && strcmp(act, "wrong-pin") == 0 ? "0000" : "1234";
      error = ehc_card_answer_pin(card, (const uint8_t *)pin, 4, &step);
    }
    ehc_card_step_free(due);
  }
  ehc_card_step_free(step);
  return error;
}

static EhcError *public_key_identifier(EhcText **out) {
  EhcKeystore *keystore = NULL;
  EhcError *error =
      ehc_keystore_open(stored.data, stored.length, (const uint8_t *)password, strlen(password), &keystore);
  if (error == NULL) error = ehc_keystore_public_key_identifier(keystore, out);
  ehc_keystore_free(keystore);
  return error;
}

/* Posts a command with what only this run knows. */
static void control_filled(const char *command) {
  const char *place = strstr(command, "{publicKeyIdentifier}");
  EhcText *identifier = NULL;
  char filled[2048];
  if (place == NULL) {
    control(command);
    return;
  }
  if (public_key_identifier(&identifier) != NULL) die("no keystore");
  snprintf(filled, sizeof filled, "%.*s%s%s", (int)(place - command), command, ehc_text_data(identifier),
           place + strlen("{publicKeyIdentifier}"));
  ehc_text_free(identifier);
  control(filled);
}

/* flow KIND PASSWORD REQUEST PENDING RENEWS PATIENCE EXPECTED TYPE/BIS IDENTIFIER/FIRST REASON/NAME CONTACT */
static EhcError *make(const Line *told, bool pending, EhcFlow **flow) {
  const Bytes *word = told->word;
  const char *own = word[1].data == NULL ? password : text_of(word[1]);
  const uint8_t *secret = (const uint8_t *)own;
  size_t secret_length = strlen(own);
  pending = pending || word[3].data != NULL;
  if (is(word[0], "preflight")) return ehc_flow_preflight(signer, platform, now(), flow);
  if (is(word[0], "enrolment"))
    return ehc_flow_enrolment(signer, word[2].data == NULL ? request : text_of(word[2]), secret, secret_length,
                              "ehealth", pending ? stored.data : NULL, pending ? stored.length : 0,
                              word[4].data != NULL ? stored.data : NULL, word[4].data != NULL ? stored.length : 0, NULL,
                              0, platform, now(), flow);
  if (is(word[0], "completion"))
    return ehc_flow_completion(stored.data, stored.length, secret, secret_length, "ehealth",
                               word[6].data == NULL ? NULL : text_of(word[6]), (uint32_t)atoi(text_of(word[5])),
                               platform, flow);
  if (is(word[0], "keystoreStatus"))
    return ehc_flow_keystore_status(stored.data, stored.length, secret, secret_length, platform, flow);
  if (is(word[0], "selfTest"))
    return ehc_flow_self_test(stored.data, stored.length, secret, secret_length, platform, flow);
  if (is(word[0], "activation"))
    return ehc_flow_activation(stored.data, stored.length, secret, secret_length, platform, flow);
  if (is(word[0], "applicationIds"))
    return ehc_flow_application_ids(text_of(word[7]), text_of(word[8]), platform, flow);
  if (is(word[0], "revocation")) {
    EhcText *identifier = NULL;
    EhcError *error = public_key_identifier(&identifier);
    if (error == NULL)
      error = ehc_flow_revocation(signer, ehc_text_data(identifier), text_of(word[9]), platform, now(), flow);
    ehc_text_free(identifier);
    return error;
  }
  if (is(word[0], "foreignRequest"))
    return ehc_flow_foreign_request(text_of(word[7]), text_of(word[8]), text_of(word[9]), text_of(word[10]), secret,
                                    secret_length, "p-384", "ehealth", platform, flow);
  die("no such flow");
  return NULL;
}

static void print_outcome(const char *kind, EhcFlow *flow) {
  EhcText *text = NULL;
  EhcError *error = NULL;
  const char *before = "{\"outcome\": ", *after = "}";
  if (strcmp(kind, "preflight") == 0) {
    error = ehc_flow_preflight_outcome(flow, &text);
  } else if (strcmp(kind, "enrolment") == 0) {
    error = ehc_flow_enrolment_outcome(flow, &text);
  } else if (strcmp(kind, "completion") == 0) {
    error = ehc_flow_completion_outcome(flow, &text);
  } else if (strcmp(kind, "foreignRequest") == 0) {
    error = ehc_flow_foreign_outcome(flow, &text);
  } else {
    after = "}}";
    if (strcmp(kind, "keystoreStatus") == 0) {
      before = "{\"outcome\": {\"certificates\": ";
      error = ehc_flow_status_outcome(flow, &text);
    } else if (strcmp(kind, "applicationIds") == 0) {
      before = "{\"outcome\": {\"applicationIds\": ";
      error = ehc_flow_application_ids_outcome(flow, &text);
    } else if (strcmp(kind, "selfTest") == 0) {
      before = "{\"outcome\": {\"etkSerial\": ";
      error = ehc_flow_self_test_outcome(flow, &text);
    } else {
      printf("{\"outcome\": {}}\n");
      return;
    }
  }
  if (error != NULL) die("no outcome");
  print_text(before, text, after);
}

static EhcError *sign(EhcFlow *flow, const EhcStep *due, const char *act, EhcStep **next) {
  EhcCard *card = NULL;
  EhcBytes *signature = NULL;
  EhcText *json = NULL;
  const char *hash;
  char name[16] = "";
  EhcError *error = ehc_step_to_json(due, &json);
  if (error != NULL) return error;
  hash = strstr(ehc_text_data(json), "\"hash\":\"");
  if (hash == NULL || sscanf(hash, "\"hash\":\"%15[^\"]", name) != 1) die("no hash");
  ehc_text_free(json);
  error = ehc_card_sign(ehc_step_key(due), name, ehc_step_data(due), ehc_step_data_length(due), NULL, 0, now(), &card);
  if (error == NULL) error = drive_card(card, act);
  if (error == NULL) error = ehc_card_signature(card, &signature);
  if (error == NULL) {
    Bytes bytes = copied(ehc_bytes_data(signature), ehc_bytes_length(signature));
    if (act != NULL && strcmp(act, "wrong-signature") == 0) bytes.data[bytes.length - 1] ^= 1;
    if (act != NULL && strcmp(act, "no-signature") == 0) bytes.length = 0;
    error = ehc_flow_answer_signature(flow, bytes.data, bytes.length, now(), next);
    free(bytes.data);
  }
  ehc_bytes_free(signature);
  ehc_card_free(card);
  return error;
}

/* Answers a step. *lost: no whole answer came, or it was to be thrown away. */
static EhcError *answer(EhcFlow *flow, const EhcStep *due, const char *act, const Line *http, bool *lost,
                        EhcStep **next) {
  EhcError *error;
  *lost = false;
  if (act != NULL && strcmp(act, "not-asked") == 0) return ehc_flow_answer_waited(flow, now(), next);
  switch (ehc_step_kind(due)) {
    case EHC_STEP_SIGN:
      return sign(flow, due, act, next);
    case EHC_STEP_SHOW_CONTRACT:
      return ehc_flow_answer_contract(flow, act == NULL || strcmp(act, "decline") != 0, now(), next);
    case EHC_STEP_GENERATE_KEY:
      if (act != NULL && strcmp(act, "wrong-key") == 0)
        return ehc_flow_answer_key(flow, (const uint8_t *)"\x30\x00", 2, now(), next);
      return ehc_flow_generate_key(flow, now(), next);
    case EHC_STEP_HTTP: {
      int status;
      Bytes type, body, sent = {NULL, 0};
      if (act != NULL && strcmp(act, "http") == 0) {
        int times = atoi(text_of(http->word[3])), i;
        body = copied("", 0);
        body.data = grown(body.data, http->word[2].length * (size_t)times + 1);
        for (i = 0; i < times; i++) {
          memcpy(body.data + body.length, http->word[2].data, http->word[2].length);
          body.length += http->word[2].length;
        }
        error = ehc_flow_answer_http(flow, (uint16_t)atoi(text_of(http->word[0])), text_of(http->word[1]), body.data,
                                     body.length, now(), next);
        free(body.data);
        return error;
      }
      sent.data = (uint8_t *)ehc_step_data(due);
      sent.length = ehc_step_data_length(due);
      if (!post(strchr(strstr(ehc_step_url(due), "//") + 2, '/'), ehc_step_headers(due), sent, &status, &type, &body)) {
        *lost = true;
        return NULL;
      }
      error = NULL;
      *lost = act != NULL && strcmp(act, "lost") == 0;
      if (!*lost)
        error = ehc_flow_answer_http(flow, (uint16_t)status, text_of(type), body.data, body.length, now(), next);
      free(type.data);
      free(body.data);
      return error;
    }
    case EHC_STEP_STORE: {
      Bytes kept = copied(ehc_step_data(due), ehc_step_data_length(due));
      if (act != NULL && strcmp(act, "stored-other") == 0) kept.data[kept.length - 1] ^= 1;
      if (act != NULL && strcmp(act, "stored-half") == 0) kept.length /= 2;
      if (act != NULL && strcmp(act, "stored-nothing") == 0) kept.length = 0;
      error = ehc_flow_answer_stored(flow, kept.data, kept.length, now(), next);
      if (error == NULL) {
        free(stored.data);
        stored = copied(ehc_step_data(due), ehc_step_data_length(due));
      }
      free(kept.data);
      return error;
    }
    default: {
      char command[80];
      snprintf(command, sizeof command, "{\"do\":\"advance\",\"seconds\":%u}", (unsigned)ehc_step_seconds(due));
      control(command);
      clock_offset += ehc_step_seconds(due);
      return ehc_flow_answer_waited(flow, now(), next);
    }
  }
}

/* Plays the flow of a line; its script are the lines behind it. Gives the error that ended it. */
static EhcError *play(int at) {
  const Line *told = &lines[at];
  EhcFlow *flow = NULL;
  EhcStep *step = NULL;
  int failures = 0, i;
  EhcError *error = make(told, false, &flow);
  if (error == NULL) error = ehc_flow_step(flow, now(), &step);
  while (error == NULL) {
    EhcText *json = NULL;
    EhcStep *due = step;
    const Line *http = NULL;
    const char *act = NULL;
    bool lost = false, again = false;
    step = NULL;
    if (ehc_step_to_json(due, &json) != NULL) die("a step that cannot be shown");
    print_text("", json, "");
    if (ehc_step_kind(due) == EHC_STEP_DONE) {
      print_outcome(text_of(told->word[0]), flow);
      ehc_step_free(due);
      break;
    }
    for (i = at + 1; i < line_count && strcmp(lines[i].tag, "flow") != 0; i++) {
      /* at STEP ACT CLOCK, with lines `control` and `http` behind it */
      if (strcmp(lines[i].tag, "at") != 0 || lines[i].used || !is(lines[i].word[0], ehc_step_name(due))) continue;
      lines[i].used = true;
      act = lines[i].word[1].data == NULL ? NULL : text_of(lines[i].word[1]);
      if (lines[i].word[2].data != NULL) clock_offset = strtoll(text_of(lines[i].word[2]), NULL, 10);
      for (i++; i < line_count && strcmp(lines[i].tag, "at") != 0 && strcmp(lines[i].tag, "flow") != 0; i++) {
        if (strcmp(lines[i].tag, "control") == 0) control_filled(text_of(lines[i].word[0]));
        if (strcmp(lines[i].tag, "http") == 0) http = &lines[i];
      }
      break;
    }
    if (act != NULL && strcmp(act, "stop") == 0) {
      ehc_step_free(due);
      break;
    }
    if (act != NULL && strcmp(act, "restart") == 0) {
      printf("{\"restart\": true}\n");
      ehc_flow_free(flow);
      flow = NULL;
      error = make(told, stored.data != NULL, &flow);
      again = true;
    } else {
      error = answer(flow, due, act, http, &lost, &step);
      if (lost) printf("{\"lost\": true}\n");
    }
    ehc_step_free(due);
    if (error != NULL) {
      if (++failures == PATIENCE) break;
      print_error(error);
      error = NULL;
      again = true;
    } else if (!again && !lost) {
      failures = 0;
    }
    if (again || lost) error = ehc_flow_step(flow, now(), &step);
  }
  ehc_flow_free(flow);
  return error;
}

/* case CALL ARGUMENT... */
static void judge(const Line *line, const char *language) {
  const Bytes *a = line->word + 1;
  const char *call = text_of(line->word[0]);
  EhcText *text = NULL, *message = NULL, *advice = NULL;
  EhcError *error;
  bool json = true;
  if (strcmp(call, "checkIdentifier") == 0) {
    error = ehc_check_identifier(text_of(a[0]), text_of(a[1]), &text);
  } else if (strcmp(call, "checkPassword") == 0) {
    error = ehc_check_password(a[0].data, a[0].length, a[1].data, a[1].length, &text);
  } else if (strcmp(call, "foldName") == 0) {
    error = ehc_fold_name(text_of(a[0]), &text);
  } else if (strcmp(call, "reviewRequest") == 0) {
    error = ehc_review_request(text_of(a[0]), &text);
  } else {
    json = false;
    if (strcmp(call, "checkEmail") == 0) {
      error = ehc_check_email(text_of(a[0]), &text);
    } else if (strcmp(call, "checkPhone") == 0) {
      error = ehc_check_phone(text_of(a[0]), &text);
    } else if (strcmp(call, "checkApplicationId") == 0) {
      error = ehc_check_application_id(text_of(a[0]), &text);
    } else if (strcmp(call, "fieldLabel") == 0) {
      error = ehc_field_label(text_of(a[0]), language, &text);
    } else if (strcmp(call, "stepLabel") == 0) {
      error = ehc_step_label(text_of(a[0]), language, &text);
    } else if (strcmp(call, "keystoreFileName") == 0) {
      error = ehc_keystore_file_name(text_of(a[0]), (uint16_t)atoi(text_of(a[1])), (uint8_t)atoi(text_of(a[2])),
                                     (uint8_t)atoi(text_of(a[3])), (uint8_t)atoi(text_of(a[4])),
                                     (uint8_t)atoi(text_of(a[5])), (uint8_t)atoi(text_of(a[6])), &text);
    } else {
      die("no such call");
      return;
    }
  }
  printf("{\"call\": \"%s\", ", call);
  if (error == NULL) {
    /* A text that is no JSON has neither quotes nor control characters in these calls. */
    print_text(json ? "\"result\": " : "\"result\": \"", text, json ? "}" : "\"}");
    return;
  }
  if (ehc_error_to_json(error, &text) != NULL || ehc_error_message(error, language, &message) != NULL ||
      ehc_error_advice(error, language, &advice) != NULL)
    die("an error that cannot be shown");
  /* Between texts of the library: `message` and `advice` are quoted by the script that reads this. */
  printf("\"error\": %s}\t%s\t%s\n", ehc_text_data(text), ehc_text_data(message), ehc_text_data(advice));
  ehc_text_free(text);
  ehc_text_free(message);
  ehc_text_free(advice);
  ehc_error_free(error);
}

int main(int argc, char **argv) {
  int i;
  EhcCard *card = NULL;
  char base[64];
  EhcKeystore *keystore = NULL;
  EhcText *text = NULL;
  EhcError *error;
  if (argc != 3) die("usage: scenarios PORT FILE");
  port = atoi(argv[1]);
  read_lines(argv[2]);
  if (first("language") != NULL) {
    for (i = 0; i < line_count; i++)
      if (strcmp(lines[i].tag, "case") == 0) judge(&lines[i], text_of(first("language")->word[0]));
    return 0;
  }
  password = text_of(first("password")->word[0]);
  request = text_of(first("request")->word[0]);
  control("{\"do\":\"clear_rules\"}");
  control("{\"do\":\"clock\",\"offset\":0}");
  snprintf(base, sizeof base, "http://127.0.0.1:%d", port);
  if (ehc_platform_new(base, first("roots")->word[0].data, first("roots")->word[0].length, &platform) != NULL)
    die("no platform");
  if (ehc_card_read(&card) != NULL || drive_card(card, NULL) != NULL ||
      ehc_card_signer(card, first("anchors")->word[0].data, first("anchors")->word[0].length, &signer) != NULL)
    die("no card");
  ehc_card_free(card);
  for (i = 0; i < line_count; i++) {
    if (strcmp(lines[i].tag, "flow") != 0) continue;
    printf("{\"flow\": \"%s\"}\n", text_of(lines[i].word[0]));
    if (is(lines[i].word[0], "card")) {
      card = NULL;
      if (ehc_card_read(&card) != NULL) die("no card");
      error = drive_card(card, NULL);
      if (error == NULL) error = ehc_card_holder(card, &text);
      if (error == NULL) print_text("{\"outcome\": ", text, "}");
      ehc_card_free(card);
    } else {
      error = play(i);
    }
    if (error != NULL) print_error(error);
  }
  if (stored.data != NULL) {
    error = ehc_keystore_open(stored.data, stored.length, (const uint8_t *)password, strlen(password), &keystore);
    if (error == NULL) error = ehc_keystore_status(keystore, now(), &text);
    if (error == NULL) print_text("{\"keystore\": ", text, "}");
    if (error != NULL) print_error(error);
    ehc_keystore_free(keystore);
  }
  for (i = 0; i < line_count; i++)
    if (strcmp(lines[i].tag, "at") == 0 && !lines[i].used) die("an entry of the script was not played");
  ehc_signer_free(signer);
  ehc_platform_free(platform);
  free(stored.data);
  return 0;
}
