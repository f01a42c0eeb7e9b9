#ifndef STORE_H
#define STORE_H

#include <stddef.h>

enum { KEY_MAX = 200 };

typedef struct store store;

store *store_new(void);
void store_free(store *s);

void store_set(store *s, const char *key, const char *text);
/* The value, or NULL; good until the key is changed. */
const char *store_get(store *s, const char *key);
/* The value's new length. */
size_t store_append(store *s, const char *key, const char *text);
int store_delete(store *s, const char *key);
int store_rename(store *s, const char *from, const char *to);
size_t store_count(const store *s);
/* The key used last, or NULL. */
const char *store_last(const store *s);
/* The keys that begin with prefix, in byte order. The caller frees the array, not the keys. */
const char **store_keys(const store *s, const char *prefix, size_t *count);

#endif
