/* Obtains a certificate, opens its keystore, closes everything, wipes what is its own, and waits: what the library left
 * in memory is then searched from outside. Standard input: PLATFORM, FOLDER, PASSWORD, PIN, a line each; the end of
 * input ends the program. read(2) and one buffer, so that no buffer of the C library keeps a secret. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "ehcert.h"

static char input[4096];
static unsigned char keystore[1 << 20];

static int failed(EhcError *error, const char *what) {
  if (error == NULL) return 0;
  fprintf(stderr, "%s: %s\n", what, ehc_error_name(error));
  ehc_error_free(error);
  return 1;
}

static char *line(char **at) {
  char *begin = *at;
  char *end = strchr(begin, '\n');
  if (end == NULL) exit(2);
  *end = '\0';
  *at = end + 1;
  return begin;
}

static int job(const char *operation, const char *password, const char *pin) {
  EhcJob *job = NULL;
  int over = 0, bad = 0;
  bad = failed(ehc_job_start(operation, (const uint8_t *)password, strlen(password), NULL, 0, &job), "start");
  while (!bad && !over) {
    EhcEvent *event = NULL;
    uint32_t kind;
    if (failed(ehc_job_poll(job, 200, &event), "poll")) return 1;
    kind = ehc_event_kind(event);
    if (kind == EHC_EVENT_PIN) bad = failed(ehc_job_answer_pin(job, (const uint8_t *)pin, strlen(pin)), "pin");
    if (kind == EHC_EVENT_CONTRACT) bad = failed(ehc_job_answer_contract(job, 1), "contract");
    if (kind == EHC_EVENT_FAILED) bad = failed(ehc_event_problem(event, 0), "job");
    over = kind == EHC_EVENT_DONE;
    ehc_event_free(event);
  }
  ehc_job_free(job);
  return bad;
}

/* The only file of the folder that ends in .p12. */
static size_t load(const char *folder) {
  DIR *dir = opendir(folder);
  struct dirent *entry;
  size_t length = 0;
  while (dir != NULL && (entry = readdir(dir)) != NULL) {
    size_t name = strlen(entry->d_name);
    if (name > 4 && strcmp(entry->d_name + name - 4, ".p12") == 0) {
      char path[4096];
      FILE *file;
      snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
      file = fopen(path, "rb");
      if (file == NULL) break;
      length = fread(keystore, 1, sizeof keystore, file);
      fclose(file);
    }
  }
  if (dir != NULL) closedir(dir);
  return length;
}

int main(void) {
  static char operation[2048];
  char *at = input, *platform, *folder, *password, *pin;
  size_t filled = 0, lines = 0, length;
  EhcKeystore *opened = NULL;
  EhcText *text = NULL;
  char byte;
  while (lines < 4 && filled < sizeof input - 1 && read(0, &byte, 1) == 1) {
    input[filled++] = byte;
    lines += byte == '\n';
  }
  byte = 0;
  platform = line(&at);
  folder = line(&at);
  password = line(&at);
  pin = line(&at);
  snprintf(operation, sizeof operation,
           "{\"operation\":\"request\",\"with\":{\"platform\":\"%s\",\"card\":\"sandbox\"},\"folder\":\"%s\","
           "\"identifierType\":\"NIHII-GUARD_POST\",\"identifier\":\"67803295\",\"name\":\"On-call post Example\","
           "\"contact\":{\"emailPrivate\":\"someone@example.org\",\"phonePrivate\":\"0470123456\"},\"complete\":120}",
           platform, folder);
  if (job(operation, password, pin)) return 1;
  length = load(folder);
  if (failed(ehc_keystore_open(keystore, length, (const uint8_t *)password, strlen(password), &opened), "open")) return 1;
  if (failed(ehc_keystore_entries(opened, &text), "entries")) return 1;
  ehc_text_free(text);
  ehc_keystore_free(opened);
  memset(input, 0, sizeof input);
  printf("done\n");
  fflush(stdout);
  while (read(0, &byte, 1) == 1) continue;
  return 0;
}
