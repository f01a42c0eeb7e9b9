#define _GNU_SOURCE
#include <string.h>
#include <unistd.h>

/* Holds a namespace for others to join: waits, with next to nothing in memory, until it is killed. */
__attribute__((constructor(101))) static void hold(int argc, char **argv) {
    if (argc != 2 || strcmp(argv[1], "hold") != 0)
        return;
    for (;;)
        pause();
}
