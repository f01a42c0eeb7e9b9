#include "command.h"
#include "store.h"

#include <stdio.h>
#include <stdlib.h>

int main(void)
{
    store *s = store_new();
    char *line = NULL;
    size_t room = 0;
    ssize_t length;
    while ((length = getline(&line, &room, stdin)) >= 0) {
        if (length > 0 && line[length - 1] == '\n')
            line[length - 1] = '\0';
        run_command(s, line, stdout);
        fflush(stdout);
    }
    free(line);
    store_free(s);
    return 0;
}
