/* What the agent needs of the system that managed code cannot do safely: see docs/decisions/0001. */
#ifndef BENCH_NATIVE_H
#define BENCH_NATIVE_H

#include <stdint.h>

/* A record on the status pipe. Its length is below PIPE_BUF, so it is written whole or not at all. */
struct bench_record {
    int32_t kind;  /* one of the RECORD_ values */
    int32_t value;
};

enum {
    RECORD_STARTED = 1, /* value: the command's process id */
    RECORD_FAILED = 2,  /* value: the failed step in the upper, errno in the lower 16 bits */
    RECORD_EXITED = 3,  /* value: the command's wait status */
    RECORD_LEFT = 4,    /* before RECORD_EXITED: something that the command had started was there when it ended */
};

enum {
    STEP_FORK = 1,
    STEP_FDS = 2,
    STEP_USER = 3,
    STEP_DIRECTORY = 4,
    STEP_EXEC = 5,
    STEP_TERMINAL = 6,
};

struct bench_fd {
    int32_t from; /* the descriptor here; becomes ... */
    int32_t to;   /* ... this one in the command */
};

struct bench_spawn {
    const char *path;
    char *const *argv;
    char *const *envp;
    const char *directory;
    const uint32_t *groups;
    const struct bench_fd *fds;
    int32_t group_count;
    int32_t fd_count;
    uint32_t uid;
    uint32_t gid;
    int32_t status_fd; /* where records go */
    int32_t oom_score_adj;
    int32_t has_terminal; /* whether descriptor 0 becomes the controlling terminal of the command's session */
};

/* Makes the spawner (bench_spawner.c) if there is none. Returns its process id, or -errno. Not from two threads at once. */
int32_t bench_spawner(void);

/* The process id of the last spawner, which may have been killed; 0 before the first. */
int32_t bench_spawner_id(void);

/*
 * Has the spawner start a supervisor that starts the command. Returns the supervisor's process id, or -errno. Not from
 * two threads at once.
 */
int32_t bench_spawn(const struct bench_spawn *spawn);

/* Becomes the supervisor of a command. */
_Noreturn void bench_supervise(const struct bench_spawn *spawn);

/* Gives an open file a number that stays open over an exec. Returns 0 or -errno. */
int32_t bench_place(int32_t fd, int32_t number);

struct bench_status {
    uint32_t mode; /* type and permission bits, as st_mode */
    uint32_t uid;
    uint32_t gid;
    uint32_t reserved;
    int64_t size;
    int64_t modified_ms;
};

/* Looks at a file; at what a link points to if follow is not 0. Returns 0 or -errno. */
int32_t bench_stat(const char *path, int32_t follow, struct bench_status *found);

/* The same for an open file. */
int32_t bench_fstat(int32_t fd, struct bench_status *found);

/*
 * Walks the tree below a directory, on its file system only, and tells what was changed (st_ctim) at or after a time.
 * Found: for each a letter (d directory, l link, f plain file, o other), its path and a zero byte; free it. Returns 1
 * when it is all, 0 when the limit or the deadline (CLOCK_MONOTONIC) came first or a part could not be read, or -errno.
 */
int32_t bench_changed(const char *root, int64_t since_ns, const char *const *skipped, int32_t skipped_count, int64_t limit,
                      int64_t deadline_ns, char **found, int64_t *length);

void bench_free(char *found);

/* Gives the calling thread, and no other, the file rights of a user. Returns 0 or -errno. */
int32_t bench_become(uint32_t uid, uint32_t gid, const uint32_t *groups, int32_t group_count);

/* Makes a terminal of that size, the user's: the end that a program runs on and the one that drives it. Returns 0 or -errno. */
int32_t bench_open_terminal(uint32_t uid, int32_t columns, int32_t rows, int32_t *driver, int32_t *terminal);

/* Sets a terminal's size; the kernel tells its foreground process group. Returns 0 or -errno. */
int32_t bench_resize_terminal(int32_t driver, int32_t columns, int32_t rows);

/* Sends a signal to a terminal's foreground process group. Returns 0 or -errno: -ESRCH when there is none. */
int32_t bench_signal_terminal(int32_t driver, int32_t signal);

/* Passes on all that is typed on a terminal as it is. Returns 0 or -errno: -ENOTTY where it is none. */
int32_t bench_raw_terminal(int32_t fd);

/* A terminal's size. Returns 0 or -errno. */
int32_t bench_terminal_size(int32_t fd, int32_t *columns, int32_t *rows);

/* Ends the program at SIGTERM and SIGINT: as process 1 only at those from outside of its container. Returns 0 or -errno. */
int32_t bench_exit_when_stopped(void);

#endif
