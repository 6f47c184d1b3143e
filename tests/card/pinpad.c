/* A virtual reader with keys: vpcd's reader handler, and PC/SC part 10 beside it. Whoever types is a file whose path is
 * in PINPAD_SCRIPT, read at every request: digits (VERIFY), "OLD NEW AGAIN" (MODIFY), or cancel, timeout, refuse, gone.
 * VPCD: path of a copy of vpcd's handler, of which each reader needs one: it keeps its slots in static variables.
 * OLD: 1 for a reader whose firmware wants the format string 01.
 * Two more words are about the reader itself: unplugged (it answers nothing any more) and mute (its card does not react).
 * The structures are checked as a strict reader does; what is wrong is answered 6B80. */
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef unsigned long DWORD;
typedef unsigned char BYTE;
typedef long CODE;
typedef struct {
  DWORD protocol, length;
} HEADER;

enum { SUCCESS = 0, NO_POWER = 608, ERROR = 612, GONE = 616, NOT_SUPPORTED = 614, UP = 500, RESET = 502 };
enum { FIRMWARE = 0x00010102, FEATURES = 0x42000D48, VERIFY = 0x42330006, MODIFY = 0x42330007 };

static void *vpcd(const char *name) {
  static void *library;
  if (library == NULL) library = dlopen(VPCD, RTLD_NOW);
  void *found = library == NULL ? NULL : dlsym(library, name);
  if (found == NULL) abort();
  return found;
}

/* The line in the script; 0 when there is none. */
static int read_script(char *text, int size) {
  FILE *script = fopen(getenv("PINPAD_SCRIPT"), "r");
  if (script == NULL) return 0;
  int found = fgets(text, size, script) != NULL;
  fclose(script);
  return found;
}
static int is(const char *word) {
  char text[64] = "";
  return read_script(text, sizeof text) && strncmp(text, word, strlen(word)) == 0;
}

CODE IFDHCreateChannelByName(DWORD lun, char *name) {
  return ((CODE(*)(DWORD, char *))vpcd("IFDHCreateChannelByName"))(lun, name);
}
CODE IFDHCreateChannel(DWORD lun, DWORD channel) {
  return ((CODE(*)(DWORD, DWORD))vpcd("IFDHCreateChannel"))(lun, channel);
}
CODE IFDHCloseChannel(DWORD lun) { return ((CODE(*)(DWORD))vpcd("IFDHCloseChannel"))(lun); }
CODE IFDHGetCapabilities(DWORD lun, DWORD tag, DWORD *length, BYTE *value) {
  if (tag == FIRMWARE) {
    unsigned version = OLD ? 0x05050001 : 0x06000001;
    if (*length < sizeof version) return ERROR;
    memcpy(value, &version, sizeof version);
    *length = sizeof version;
    return SUCCESS;
  }
  return ((CODE(*)(DWORD, DWORD, DWORD *, BYTE *))vpcd("IFDHGetCapabilities"))(lun, tag, length, value);
}
CODE IFDHSetCapabilities(DWORD lun, DWORD tag, DWORD length, BYTE *value) {
  return ((CODE(*)(DWORD, DWORD, DWORD, BYTE *))vpcd("IFDHSetCapabilities"))(lun, tag, length, value);
}
CODE IFDHSetProtocolParameters(DWORD lun, DWORD protocol, BYTE flags, BYTE a, BYTE b, BYTE c) {
  return ((CODE(*)(DWORD, DWORD, BYTE, BYTE, BYTE, BYTE))vpcd("IFDHSetProtocolParameters"))(lun, protocol, flags, a, b, c);
}
CODE IFDHPowerICC(DWORD lun, DWORD action, BYTE *atr, DWORD *length) {
  if (is("mute") && (action == UP || action == RESET)) return NO_POWER;
  return ((CODE(*)(DWORD, DWORD, BYTE *, DWORD *))vpcd("IFDHPowerICC"))(lun, action, atr, length);
}
CODE IFDHTransmitToICC(DWORD lun, HEADER send, BYTE *out, DWORD length, BYTE *in, DWORD *got, HEADER *receive) {
  CODE outcome = ((CODE(*)(DWORD, HEADER, BYTE *, DWORD, BYTE *, DWORD *, HEADER *))vpcd("IFDHTransmitToICC"))(
      lun, send, out, length, in, got, receive);
  if (!is("unplugged")) return outcome;
  *got = 0;
  return ERROR;
}
CODE IFDHICCPresence(DWORD lun) {
  return is("unplugged") ? ERROR : ((CODE(*)(DWORD))vpcd("IFDHICCPresence"))(lun);
}

static CODE answer(BYTE *in, DWORD size, DWORD *got, BYTE sw1, BYTE sw2) {
  if (size < 2) return ERROR;
  in[0] = sw1;
  in[1] = sw2;
  *got = 2;
  return SUCCESS;
}

/* Digits into an empty block of the card: 2, their number, the digits, F. */
static int fill(BYTE *block, const char *digits) {
  static const BYTE empty[8] = {0x20, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF};
  size_t length = strlen(digits);
  if (memcmp(block, empty, 8) != 0 || length < 4 || length > 12) return 0;
  block[0] = (BYTE)(0x20 | length);
  for (size_t i = 0; i < length; i++) {
    BYTE digit = (BYTE)(digits[i] - '0'), *at = &block[1 + i / 2];
    *at = (BYTE)(i % 2 ? (*at & 0xF0) | digit : (digit << 4) | 0x0F);
  }
  return 1;
}

CODE IFDHControl(DWORD lun, DWORD code, BYTE *out, DWORD length, BYTE *in, DWORD size, DWORD *got) {
  *got = 0;
  if (code == FEATURES) {
    static const BYTE list[] = {6, 4, 0x42, 0x33, 0, 6, 7, 4, 0x42, 0x33, 0, 7, 0x12, 4, 0x42, 0x33, 0, 0x12};
    if (size < sizeof list) return ERROR;
    memcpy(in, list, sizeof list);
    *got = sizeof list;
    return SUCCESS;
  }
  if (code != VERIFY && code != MODIFY) return NOT_SUPPORTED;
  char text[64] = "", first[16] = "", second[16] = "", third[16] = "";
  if (!read_script(text, sizeof text)) abort();
  sscanf(text, "%15s %15s %15s", first, second, third);

  /* Timeouts, format, 47, 04; then by kind; the length of the command, little-endian. */
  DWORD front = code == VERIFY ? 19 : 24, command = code == VERIFY ? 13 : 21;
  static const BYTE verify[] = {0x00, 0x20, 0x00, 0x01, 0x08}, modify[] = {0x00, 0x24, 0x00, 0x01, 0x10};
  if (length != front + command || out[2] != (OLD ? 0x01 : 0x89) || out[3] != 0x47 || out[4] != 0x04 ||
      out[front - 4] != command || memcmp(out + front, code == VERIFY ? verify : modify, 5) != 0 || !strcmp(first, "refuse"))
    return answer(in, size, got, 0x6B, 0x80);
  if (code == VERIFY ? out[5] != 12 || out[6] != 4 : out[5] != 0 || out[6] != 8 || out[7] != 12 || out[8] != 4)
    return answer(in, size, got, 0x6B, 0x80);
  if (!strcmp(first, "timeout")) return answer(in, size, got, 0x64, 0x00);
  if (!strcmp(first, "cancel")) return answer(in, size, got, 0x64, 0x01);
  if (!strcmp(first, "gone")) return GONE;
  if (code == MODIFY && strcmp(second, third) != 0) return answer(in, size, got, 0x64, 0x02);
  BYTE *apdu = out + front;
  if (!fill(apdu + 5, first) || (code == MODIFY && !fill(apdu + 13, second))) return answer(in, size, got, 0x64, 0x03);
  HEADER send = {0, sizeof send}, receive;
  DWORD room = size;
  CODE outcome = IFDHTransmitToICC(lun, send, apdu, command, in, &room, &receive);
  *got = outcome == SUCCESS ? room : 0;
  return outcome;
}
