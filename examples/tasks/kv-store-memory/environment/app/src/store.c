#include "store.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct entry {
    struct entry *next;
    char *key;
    char *value;
    size_t length;
} entry;

struct store {
    entry **buckets;
    size_t bucket_count;
    size_t count;
    entry *last;
};

static void *checked(void *memory)
{
    if (!memory) {
        fputs("kv: out of memory\n", stderr);
        exit(1);
    }
    return memory;
}

static char *copy(const char *text)
{
    return checked(strdup(text));
}

static size_t hash(const char *key)
{
    size_t h = 5381;
    while (*key)
        h = h * 33 + (unsigned char)*key++;
    return h;
}

store *store_new(void)
{
    store *s = checked(calloc(1, sizeof *s));
    s->bucket_count = 8;
    s->buckets = checked(calloc(s->bucket_count, sizeof *s->buckets));
    return s;
}

static void free_entry(entry *e)
{
    free(e->key);
    free(e->value);
    free(e);
}

void store_free(store *s)
{
    for (size_t i = 0; i < s->bucket_count; i++) {
        for (entry *e = s->buckets[i], *next; e; e = next) {
            next = e->next;
            free_entry(e);
        }
    }
    free(s->buckets);
    free(s);
}

/* The place that points to the key's entry, or to NULL at the end of its bucket. */
static entry **find(const store *s, const char *key)
{
    entry **place = &s->buckets[hash(key) % s->bucket_count];
    while (*place && strcmp((*place)->key, key) != 0)
        place = &(*place)->next;
    return place;
}

static void grow(store *s)
{
    size_t new_count = s->bucket_count * 2;
    entry **new_buckets = checked(calloc(new_count, sizeof *new_buckets));
    for (size_t i = 0; i < s->bucket_count; i++) {
        for (entry *e = s->buckets[i], *next; e; e = next) {
            entry **head = &new_buckets[hash(e->key) % new_count];
            next = e->next;
            e->next = *head;
            *head = e;
        }
    }
    free(s->buckets);
    s->buckets = new_buckets;
    s->bucket_count = new_count;
}

static entry *find_or_add(store *s, const char *key)
{
    entry **place = find(s, key);
    if (!*place) {
        if (s->count >= s->bucket_count)
            grow(s);
        entry *e = checked(calloc(1, sizeof *e));
        e->key = copy(key);
        *place = e;
        s->count++;
    }
    s->last = *place;
    return *place;
}

void store_set(store *s, const char *key, const char *text)
{
    entry *e = find_or_add(s, key);
    e->value = copy(text);
    e->length = strlen(text);
}

const char *store_get(store *s, const char *key)
{
    entry *e = *find(s, key);
    if (!e)
        return NULL;
    s->last = e;
    return e->value;
}

size_t store_append(store *s, const char *key, const char *text)
{
    entry *e = find_or_add(s, key);
    size_t added = strlen(text);
    if (!e->value)
        e->value = copy("");
    e->value = checked(realloc(e->value, e->length + added));
    memcpy(e->value + e->length, text, added + 1);
    e->length += added;
    return e->length;
}

static entry *unlink_entry(store *s, entry **place)
{
    entry *e = *place;
    *place = e->next;
    e->next = NULL;
    s->count--;
    return e;
}

int store_delete(store *s, const char *key)
{
    entry **place = find(s, key);
    if (!*place)
        return 0;
    free_entry(unlink_entry(s, place));
    return 1;
}

int store_rename(store *s, const char *from, const char *to)
{
    entry *e = *find(s, from);
    if (!e)
        return 0;
    store_delete(s, to);
    unlink_entry(s, find(s, from));
    free(e->key);
    e->key = copy(to);
    entry **place = find(s, to);
    *place = e;
    s->count++;
    s->last = e;
    return 1;
}

size_t store_count(const store *s)
{
    return s->count;
}

const char *store_last(const store *s)
{
    return s->last ? s->last->key : NULL;
}

static int compare_keys(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

const char **store_keys(const store *s, const char *prefix, size_t *count)
{
    size_t room = 16, found = 0;
    const char **keys = checked(malloc(room * sizeof *keys));
    for (size_t i = 0; i < s->bucket_count; i++) {
        for (entry *e = s->buckets[i]; e; e = e->next) {
            if (strncmp(e->key, prefix, strlen(prefix)) != 0)
                continue;
            if (found > room) {
                room *= 2;
                keys = checked(realloc(keys, room * sizeof *keys));
            }
            keys[found++] = e->key;
        }
    }
    qsort(keys, found, sizeof *keys, compare_keys);
    *count = found;
    return keys;
}
