#!/bin/bash
set -euo pipefail
patch -p1 <<'PATCH'
--- a/src/command.c
+++ b/src/command.c
@@ -114,15 +114,11 @@
 
 void run_command(store *s, char *line, FILE *out)
 {
-    /* A copy: the error log wants the whole line. */
-    char name[16];
+    /* Compared in place: the error log wants the whole line. */
     size_t length = strcspn(line, " ");
-    memcpy(name, line, length);
-    name[length] = '\0';
-
     char *rest = line[length] ? line + length + 1 : NULL;
     for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) {
-        if (strcmp(name, commands[i].name) == 0) {
+        if (strlen(commands[i].name) == length && memcmp(line, commands[i].name, length) == 0) {
             commands[i].run(s, rest, out);
             return;
         }
--- a/src/store.c
+++ b/src/store.c
@@ -99,6 +99,8 @@
     if (!*place) {
         if (s->count >= s->bucket_count)
             grow(s);
+        /* Growing moves the buckets, and what points into them. */
+        place = find(s, key);
         entry *e = checked(calloc(1, sizeof *e));
         e->key = copy(key);
         *place = e;
@@ -111,6 +113,7 @@
 void store_set(store *s, const char *key, const char *text)
 {
     entry *e = find_or_add(s, key);
+    free(e->value);
     e->value = copy(text);
     e->length = strlen(text);
 }
@@ -130,7 +133,7 @@
     size_t added = strlen(text);
     if (!e->value)
         e->value = copy("");
-    e->value = checked(realloc(e->value, e->length + added));
+    e->value = checked(realloc(e->value, e->length + added + 1));
     memcpy(e->value + e->length, text, added + 1);
     e->length += added;
     return e->length;
@@ -150,6 +153,8 @@
     entry **place = find(s, key);
     if (!*place)
         return 0;
+    if (s->last == *place)
+        s->last = NULL;
     free_entry(unlink_entry(s, place));
     return 1;
 }
@@ -159,6 +164,9 @@
     entry *e = *find(s, from);
     if (!e)
         return 0;
+    s->last = e;
+    if (strcmp(from, to) == 0)
+        return 1;
     store_delete(s, to);
     unlink_entry(s, find(s, from));
     free(e->key);
@@ -166,7 +174,6 @@
     entry **place = find(s, to);
     *place = e;
     s->count++;
-    s->last = e;
     return 1;
 }
 
@@ -193,7 +200,7 @@
         for (entry *e = s->buckets[i]; e; e = e->next) {
             if (strncmp(e->key, prefix, strlen(prefix)) != 0)
                 continue;
-            if (found > room) {
+            if (found == room) {
                 room *= 2;
                 keys = checked(realloc(keys, room * sizeof *keys));
             }
PATCH
make
