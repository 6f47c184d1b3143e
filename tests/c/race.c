/* Two threads write one number: ThreadSanitizer must say so, or it sees nothing. */
#include <pthread.h>

static int number = 0;

static void *write_it(void *unused) {
  int i;
  (void)unused;
  for (i = 0; i < 1000; i++) number++;
  return NULL;
}

int main(void) {
  pthread_t other;
  if (pthread_create(&other, NULL, write_it, NULL) != 0) return 2;
  write_it(NULL);
  pthread_join(other, NULL);
  return 0;
}
