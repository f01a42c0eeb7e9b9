#ifndef COMMAND_H
#define COMMAND_H

#include "store.h"

#include <stdio.h>

/* Carries out one line, without its newline, and writes the answer. Takes the line apart. */
void run_command(store *s, char *line, FILE *out);

#endif
