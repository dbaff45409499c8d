// The cost of a page of memory when a block is reused: kept, offered to the system, or returned and mapped again.
//   cc -O2 -o /tmp/pages bench/pages.c && /tmp/pages
// Prints microseconds of processor time (user and system) per page of 4 KiB, including writing to it.
#define _DEFAULT_SOURCE
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>

static double processorSeconds(void) {
  struct rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  return (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
         (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

static void* fresh(size_t bytes) {
  return mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
}

enum Way { KEPT, OFFERED, UNMAPPED };

static double perPage(size_t bytes, enum Way way) {
  const long rounds = (long)((1UL << 28U) / bytes);
  void* block = fresh(bytes);
  memset(block, 1, bytes);
  const double start = processorSeconds();
  for (long round = 0; round < rounds; ++round) {
    memset(block, (int)round, bytes);
    if (way == OFFERED) {
      madvise(block, bytes, MADV_FREE);
    } else if (way == UNMAPPED) {
      munmap(block, bytes);
      block = fresh(bytes);
    }
  }
  const double seconds = processorSeconds() - start;
  munmap(block, bytes);
  return seconds / (double)rounds / ((double)bytes / 4096) * 1e6;
}

int main(void) {
  printf("| block | kept | offered | unmapped |\n|---|---|---|---|\n");
  for (size_t bytes = 64UL << 10U; bytes <= 32UL << 20U; bytes *= 8)
    printf("| %zu KiB | %.2f | %.2f | %.2f |\n", bytes >> 10U, perPage(bytes, KEPT), perPage(bytes, OFFERED),
           perPage(bytes, UNMAPPED));
  return 0;
}
