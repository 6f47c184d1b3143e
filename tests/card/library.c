/* A library of PC/SC that behaves as others do, in front of the system's own (REAL: its path). LIBRARY_DOES says what:
 * "denied": this user may not use readers, as a service with access rules answers;
 * two hexadecimal digits: at the first command of this instruction that carries data the card is reset, as Windows
 * does with a card that was kept and not used for five seconds;
 * "gone" and two such digits: from that command on the reader is unplugged, as pcsclite tells it. */
#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>

typedef unsigned long DWORD;
typedef long LONG;
typedef const unsigned char *BYTES;

enum { SHARED = 2, T0 = 1, RESET = 1 };
static const LONG WAS_RESET = 0x80100068, DENIED = 0x8010006A, NOT_TRANSACTED = 0x80100016, INVALID_VALUE = 0x80100011;
static int gone;

static void *real(const char *name) {
  static void *library;
  if (library == NULL) library = dlopen(REAL, RTLD_NOW);
  void *found = library == NULL ? NULL : dlsym(library, name);
  if (found == NULL) abort();
  return found;
}
static const char *does(void) {
  const char *what = getenv("LIBRARY_DOES");
  return what == NULL ? "" : what;
}

#define PASS(name, parameters, arguments) \
  LONG name parameters { return ((LONG(*) parameters)real(#name))arguments; }
PASS(SCardReleaseContext, (LONG a), (a))
PASS(SCardListReaders, (LONG a, const char *b, char *c, DWORD *d), (a, b, c, d))
PASS(SCardGetStatusChange, (LONG a, DWORD b, void *c, DWORD d), (a, b, c, d))
PASS(SCardConnect, (LONG a, const char *b, DWORD c, DWORD d, LONG *e, DWORD *f), (a, b, c, d, e, f))
PASS(SCardReconnect, (LONG a, DWORD b, DWORD c, DWORD d, DWORD *e), (a, b, c, d, e))
PASS(SCardDisconnect, (LONG a, DWORD b), (a, b))
PASS(SCardBeginTransaction, (LONG a), (a))
PASS(SCardEndTransaction, (LONG a, DWORD b), (a, b))
PASS(SCardControl, (LONG a, DWORD b, BYTES c, DWORD d, void *e, DWORD f, DWORD *g), (a, b, c, d, e, f, g))
PASS(SCardGetAttrib, (LONG a, DWORD b, void *c, DWORD *d), (a, b, c, d))

LONG SCardEstablishContext(DWORD scope, const void *a, const void *b, LONG *context) {
  if (!strcmp(does(), "denied")) return DENIED;
  return ((LONG(*)(DWORD, const void *, const void *, LONG *))real("SCardEstablishContext"))(scope, a, b, context);
}

LONG SCardStatus(LONG card, char *name, DWORD *size, DWORD *state, DWORD *protocol, unsigned char *atr, DWORD *length) {
  if (gone) return INVALID_VALUE;
  return ((LONG(*)(LONG, char *, DWORD *, DWORD *, DWORD *, unsigned char *, DWORD *))real("SCardStatus"))(
      card, name, size, state, protocol, atr, length);
}

LONG SCardTransmit(LONG card, const void *send, BYTES command, DWORD length, void *receive, void *answer, DWORD *got) {
  if (gone) return INVALID_VALUE;
  if (!strncmp(does(), "gone", 4) && command[1] == strtoul(does() + 4, NULL, 16) && length != 4) {
    gone = 1;
    return NOT_TRANSACTED;
  }
  if (strlen(does()) == 2 && length > 5 && command[1] == strtoul(does(), NULL, 16)) {
    DWORD protocol;
    SCardReconnect(card, SHARED, T0, RESET, &protocol);
    return WAS_RESET;
  }
  return ((LONG(*)(LONG, const void *, BYTES, DWORD, void *, void *, DWORD *))real("SCardTransmit"))(
      card, send, command, length, receive, answer, got);
}
