/* Wine before 9 has no bcryptprimitives.dll, which Windows has had since version 7 SP1 and which the library imports for
   its randomness. Used by the tests under Wine only; nothing of it ships. */
#include <windows.h>
#include <ntsecapi.h>

__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE data, SIZE_T length) {
  return RtlGenRandom(data, (ULONG)length);
}
