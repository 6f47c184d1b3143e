/* Hostile bytes through the C ABI: `hostile FILE...` makes cut, flipped, longer and spliced copies of each file, each in
 * memory of exactly its length, and gives them to every function that reads bytes. Each gives a value or an error with a
 * code. The status is 1 when a code is missing or Internal comes out; valgrind and the sanitizers see the rest. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ehcert.h"

#define PLACES 64

static unsigned calls, refused, wrong;

static void settle(EhcError *error, EhcText *text) {
  calls++;
  if (error != NULL) {
    refused++;
    if (ehc_error_code(error) == 0 || strcmp(ehc_error_name(error), "Internal") == 0 || *ehc_error_name(error) == 0)
      wrong++;
  }
  ehc_error_free(error);
  ehc_text_free(text);
}

static void give(const uint8_t *data, size_t length, EhcPlatform *platform) {
  /* A copy of its own, so that a byte read behind its end is found. */
  uint8_t *bytes = malloc(length ? length : 1);
  EhcText *text;
  EhcKeystore *keystore = NULL;
  EhcFlow *flow = NULL;
  EhcSigner *signer = NULL;
  EhcError *error;
  if (bytes == NULL) exit(2);
  if (length) memcpy(bytes, data, length);
#define READ(call) text = NULL, error = (call), settle(error, text)
  READ(ehc_view_certificate(bytes, length, &text));
  READ(ehc_preview_csr(bytes, length, &text));
  READ(ehc_inspect_keystore(bytes, length, &text));
  READ(ehc_verify_certificate(bytes, length, NULL, NULL, 1795500000, &text));
  READ(ehc_verify_etk(bytes, length, NULL, 1795500000, &text));
  READ(ehc_verify_message(bytes, length, NULL, 1795500000, &text));
  settle(ehc_signer_new(bytes, length, bytes, length, NULL, 0, &signer), NULL);
  ehc_signer_free(signer);
  settle(ehc_flow_revocation_inquiry(bytes, length, NULL, 0, platform, &flow), NULL);
  ehc_flow_free(flow);
  if (calls % 64 < 8) {
    settle(ehc_keystore_open(bytes, length, (const uint8_t *)"test", 4, &keystore), NULL);
    ehc_keystore_free(keystore);
  }
  free(bytes);
}

int main(int count, char **names) {
  static uint8_t vector[1 << 20], copy[1 << 20];
  EhcPlatform *platform = NULL;
  int number;
  if (ehc_platform_new("http://127.0.0.1:1", NULL, 0, &platform) != NULL) return 2;
  for (number = 1; number < count; number++) {
    FILE *file = fopen(names[number], "rb");
    size_t length, step, at, place = 0;
    if (file == NULL) return 2;
    length = fread(vector, 1, sizeof vector / 2, file);
    fclose(file);
    step = length / PLACES + 1;
    for (at = 0; at < length; at += step, place++) {
      memcpy(copy, vector, length);
      copy[at] ^= (uint8_t)(place % 3 == 0 ? 0x80 : 1 << (place % 7));
      give(copy, length, platform);
      if (place % 4 == 0) give(vector, at, platform);
      if (place % 16 == 0) {
        memcpy(copy, vector, at);
        memcpy(copy + at, vector, length);
        give(copy, at + length, platform);
      }
    }
    memcpy(copy, vector, length);
    memset(copy + length, 0xFF, 65536);
    give(copy, length + 65536, platform);
    for (at = 0; at < 100000; at += 2) copy[at] = 0x30, copy[at + 1] = 0x80;
    give(copy, 100000, platform);
  }
  ehc_platform_free(platform);
  printf("hostile: C: %d files, %u calls, %u refused, %u wrong\n", count - 1, calls, refused, wrong);
  return wrong != 0 || refused < calls / 5;
}
