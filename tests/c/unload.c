/* A host that unloads the library while a cancelled job still waits for a server: the process lives on.
 * unload LIBRARY: the library is loaded as a plug-in would do it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ehcert.h"

#ifdef _WIN32
#include <winsock2.h>
/* After it. */
#include <windows.h>
typedef SOCKET Socket;
#define close_socket closesocket
static void *load(const char *path) { return (void *)LoadLibraryA(path); }
static void unload(void *library) { FreeLibrary((HMODULE)library); }
static void *find(void *library, const char *name) {
  void *found = NULL;
  FARPROC function = GetProcAddress((HMODULE)library, name);
  memcpy(&found, &function, sizeof found);
  return found;
}
static void wait_ms(unsigned ms) { Sleep(ms); }
#else
#include <arpa/inet.h>
#include <dlfcn.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>
typedef int Socket;
#define close_socket close
static void *load(const char *path) { return dlopen(path, RTLD_NOW | RTLD_LOCAL); }
static void unload(void *library) { dlclose(library); }
static void *find(void *library, const char *name) { return dlsym(library, name); }
static void wait_ms(unsigned ms) {
  struct timespec time;
  time.tv_sec = ms / 1000;
  time.tv_nsec = (long)(ms % 1000) * 1000000;
  nanosleep(&time, NULL);
}
#endif

typedef EhcError *(*Start)(const char *, const uint8_t *, size_t, const uint8_t *, size_t, EhcJob **);
typedef EhcError *(*Poll)(const EhcJob *, uint32_t, EhcEvent **);
typedef EhcError *(*Cancel)(const EhcJob *);
typedef uint32_t (*Kind)(const EhcEvent *);
typedef void (*FreeJob)(EhcJob *);
typedef void (*FreeEvent)(EhcEvent *);

#define CHECK(what)                                             \
  do {                                                          \
    if (!(what)) {                                              \
      fprintf(stderr, "line %d: not so: %s\n", __LINE__, #what); \
      exit(1);                                                  \
    }                                                           \
  } while (0)

/* A function of the library. memcpy, because ISO C has no conversion of an object's address to a function's. */
static void *library;
#define FIND(function, name)                    \
  do {                                          \
    void *found = find(library, name);          \
    CHECK(found != NULL);                       \
    memcpy(&function, &found, sizeof function); \
  } while (0)

int main(int count, char **arguments) {
  Start start;
  Poll poll;
  Cancel cancel;
  Kind kind_of;
  FreeJob free_job;
  FreeEvent free_event;
  struct sockaddr_in address;
#ifdef _WIN32
  int length = sizeof address;
  WSADATA data;
  CHECK(WSAStartup(MAKEWORD(2, 2), &data) == 0);
#else
  socklen_t length = sizeof address;
#endif
  Socket listener, connection;
  EhcJob *job = NULL;
  uint32_t kind = EHC_EVENT_NOTHING;
  char operation[256];

  CHECK(count == 2);
  library = load(arguments[1]);
  CHECK(library != NULL);
  FIND(start, "ehc_job_start");
  FIND(poll, "ehc_job_poll");
  FIND(cancel, "ehc_job_cancel");
  FIND(kind_of, "ehc_event_kind");
  FIND(free_job, "ehc_job_free");
  FIND(free_event, "ehc_event_free");

  /* A server that takes the request and never answers. */
  listener = socket(AF_INET, SOCK_STREAM, 0);
  memset(&address, 0, sizeof address);
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  CHECK(bind(listener, (struct sockaddr *)&address, sizeof address) == 0);
  CHECK(listen(listener, 4) == 0);
  CHECK(getsockname(listener, (struct sockaddr *)&address, &length) == 0);
  sprintf(operation,
          "{\"operation\":\"etk\",\"with\":{\"platform\":\"http://127.0.0.1:%d\"},"
          "\"identifierType\":\"NIHII-GUARD_POST\",\"identifier\":\"67999077\"}",
          ntohs(address.sin_port));
  CHECK(start(operation, NULL, 0, NULL, 0, &job) == NULL);
  connection = accept(listener, NULL, NULL);
  CHECK(recv(connection, operation, 16, 0) > 0);

  CHECK(cancel(job) == NULL);
  while (kind != EHC_EVENT_DONE && kind != EHC_EVENT_FAILED) {
    EhcEvent *event = NULL;
    CHECK(poll(job, 1000, &event) == NULL);
    kind = kind_of(event);
    free_event(event);
  }
  CHECK(kind == EHC_EVENT_FAILED);
  free_job(job);
  unload(library);

  /* Now the thread that waited for this connection goes on, in code that must still be there. */
  close_socket(connection);
  close_socket(listener);
  wait_ms(700);
  puts("unloaded in the middle: the process lives on");
  return 0;
}
