/* Runs a program as Windows would for another user: `as_user PROFILE PROGRAM [ARGUMENT...]`, where PROFILE is that
   user's folder. */
#include <process.h>
#include <string.h>
#include <wchar.h>
#include <stdio.h>
#include <stdlib.h>

int wmain(int count, wchar_t **arguments) {
  wchar_t profile[512];
  int i;
  if (count < 3) return 2;
  _snwprintf(profile, 511, L"USERPROFILE=%ls", arguments[1]);
  profile[511] = 0;
  if (_wputenv(profile) != 0) return 2;
  /* What is joined to a command line is quoted by hand, an empty argument too. */
  for (i = 3; i < count; i++) {
    wchar_t *quoted = malloc((wcslen(arguments[i]) + 3) * sizeof *quoted);
    if (quoted == NULL) return 2;
    wcscpy(quoted, L"\"");
    wcscat(quoted, arguments[i]);
    wcscat(quoted, L"\"");
    arguments[i] = quoted;
  }
  return (int)_wspawnv(_P_WAIT, arguments[2], (const wchar_t *const *)(arguments + 2));
}
