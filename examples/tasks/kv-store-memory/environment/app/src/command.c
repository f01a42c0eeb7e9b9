#include "command.h"

#include <stdlib.h>
#include <string.h>

/* Cuts the first word off the line and returns it, or NULL when nothing is left; *rest is NULL after the last one. */
static char *next_word(char **rest)
{
    char *word = *rest;
    if (!word)
        return NULL;
    char *space = strchr(word, ' ');
    if (space)
        *space++ = '\0';
    *rest = space;
    return word;
}

static int is_key(const char *word)
{
    size_t length = word ? strlen(word) : 0;
    return length >= 1 && length <= KEY_MAX;
}

static void answer(FILE *out, const char *text)
{
    fprintf(out, "%s\n", text);
}

static void set(store *s, char *rest, FILE *out)
{
    char *key = next_word(&rest);
    if (!is_key(key) || !rest) {
        answer(out, "ERR");
        return;
    }
    store_set(s, key, rest);
    answer(out, "OK");
}

static void append(store *s, char *rest, FILE *out)
{
    char *key = next_word(&rest);
    if (!is_key(key) || !rest) {
        answer(out, "ERR");
        return;
    }
    fprintf(out, "%zu\n", store_append(s, key, rest));
}

static void get(store *s, char *rest, FILE *out)
{
    char *key = next_word(&rest);
    if (!is_key(key)) {
        answer(out, "ERR");
        return;
    }
    const char *value = store_get(s, key);
    answer(out, value ? value : "(none)");
}

static void del(store *s, char *rest, FILE *out)
{
    char *key = next_word(&rest);
    if (!is_key(key)) {
        answer(out, "ERR");
        return;
    }
    fprintf(out, "%d\n", store_delete(s, key));
}

static void rename_key(store *s, char *rest, FILE *out)
{
    char *from = next_word(&rest);
    char *to = next_word(&rest);
    if (!is_key(from) || !is_key(to)) {
        answer(out, "ERR");
        return;
    }
    answer(out, store_rename(s, from, to) ? "OK" : "(none)");
}

static void count(store *s, char *rest, FILE *out)
{
    (void)rest;
    fprintf(out, "%zu\n", store_count(s));
}

static void keys(store *s, char *rest, FILE *out)
{
    char *prefix = next_word(&rest);
    size_t found;
    const char **list = store_keys(s, prefix ? prefix : "", &found);
    for (size_t i = 0; i < found; i++)
        answer(out, list[i]);
    free(list);
    answer(out, "END");
}

static void last(store *s, char *rest, FILE *out)
{
    (void)rest;
    const char *key = store_last(s);
    answer(out, key ? key : "(none)");
}

static const struct {
    const char *name;
    void (*run)(store *, char *, FILE *);
} commands[] = {
    {"SET", set}, {"GET", get}, {"APPEND", append}, {"DEL", del},
    {"RENAME", rename_key}, {"COUNT", count}, {"KEYS", keys}, {"LAST", last},
};

void run_command(store *s, char *line, FILE *out)
{
    /* A copy: the error log wants the whole line. */
    char name[16];
    size_t length = strcspn(line, " ");
    memcpy(name, line, length);
    name[length] = '\0';

    char *rest = line[length] ? line + length + 1 : NULL;
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) {
        if (strcmp(name, commands[i].name) == 0) {
            commands[i].run(s, rest, out);
            return;
        }
    }
    fprintf(stderr, "kv: cannot understand: %s\n", line);
    answer(out, "ERR");
}
