#define _GNU_SOURCE
#include "bench_native.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/fsuid.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#ifndef TIOCGPTPEER
#define TIOCGPTPEER _IO('T', 0x41)
#endif

/* Descriptors are moved above this before they get their numbers, so that none overwrites another. */
#define FIRST_FREE_FD 512

static void put(int fd, int32_t kind, int32_t value) {
    struct bench_record record = {kind, value};
    ssize_t written;
    do {
        written = write(fd, &record, sizeof record);
    } while (written < 0 && errno == EINTR);
}

static _Noreturn void fail(int fd, int step, int error) {
    put(fd, RECORD_FAILED, step << 16 | (error & 0xffff));
    _exit(127);
}

static void close_from(unsigned first, unsigned last) {
    if (first > last)
        return;
    if (syscall(SYS_close_range, first, last, 0) == 0)
        return;
    /* A kernel before 5.9. */
    long limit = sysconf(_SC_OPEN_MAX);
    if (limit < 0 || limit > 65536)
        limit = 65536;
    for (unsigned fd = first; fd <= last && fd < (unsigned)limit; fd++)
        close((int)fd);
}

/* What the managed runtime handles or ignores is not for its children. */
static void reset_signals(void) {
    struct sigaction standard;
    memset(&standard, 0, sizeof standard);
    standard.sa_handler = SIG_DFL;
    for (int signal = 1; signal < NSIG; signal++)
        sigaction(signal, &standard, NULL);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
}

static void raise_oom_score(int value) {
    char text[16];
    int length = snprintf(text, sizeof text, "%d", value);
    int fd = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
    if (fd < 0)
        return;
    /* Where the kernel refuses, the command is killed no sooner than the agent: a pity, not an error. */
    ssize_t ignored = write(fd, text, (size_t)length);
    (void)ignored;
    close(fd);
}

static _Noreturn void command(const struct bench_spawn *spawn) {
    int status = fcntl(spawn->status_fd, F_DUPFD_CLOEXEC, FIRST_FREE_FD);
    if (status < 0)
        fail(spawn->status_fd, STEP_FDS, errno);
    setsid();
    /* Told by itself: the supervisor, when it gets to run again, may have been stopped by the command. */
    put(status, RECORD_STARTED, getpid());
    raise_oom_score(spawn->oom_score_adj);

    int moved[8];
    unsigned highest = 0;
    for (int i = 0; i < spawn->fd_count; i++) {
        moved[i] = fcntl(spawn->fds[i].from, F_DUPFD_CLOEXEC, FIRST_FREE_FD);
        if (moved[i] < 0)
            fail(status, STEP_FDS, errno);
    }
    for (int i = 0; i < spawn->fd_count; i++) {
        if (dup2(moved[i], spawn->fds[i].to) < 0)
            fail(status, STEP_FDS, errno);
        if ((unsigned)spawn->fds[i].to > highest)
            highest = (unsigned)spawn->fds[i].to;
    }
    if (spawn->has_terminal && ioctl(0, TIOCSCTTY, 0) < 0)
        fail(status, STEP_TERMINAL, errno);
    /* Between standard error and the highest number nothing of the agent's may stay open. */
    for (unsigned fd = 3; fd < highest; fd++) {
        int wanted = 0;
        for (int i = 0; i < spawn->fd_count; i++)
            wanted |= (unsigned)spawn->fds[i].to == fd;
        if (!wanted)
            close((int)fd);
    }
    close_from(highest + 1 > 3 ? highest + 1 : 3, (unsigned)status - 1);
    close_from((unsigned)status + 1, ~0U);

    if (setgroups((size_t)spawn->group_count, spawn->groups) < 0 || setresgid(spawn->gid, spawn->gid, spawn->gid) < 0 ||
        setresuid(spawn->uid, spawn->uid, spawn->uid) < 0)
        fail(status, STEP_USER, errno);
    /* After the user: a directory that the user may not enter is an error, even where root may. */
    if (chdir(spawn->directory) < 0)
        fail(status, STEP_DIRECTORY, errno);
    reset_signals();
    execve(spawn->path, spawn->argv, spawn->envp);
    fail(status, STEP_EXEC, errno);
}

/*
 * Stays until the last descendant has ended: as their subreaper it is an ancestor of them all, whatever session or
 * group they have fled to, and so a kill of its descendants reaches them all. All signals are blocked, and stay so:
 * those that are sent to every process in reach do not concern it.
 */
_Noreturn void bench_supervise(const struct bench_spawn *spawn) {
    signal(SIGCHLD, SIG_DFL);
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    prctl(PR_SET_NAME, "bench-run");

    /* A vfork: the command's side makes system calls only, and this side has nothing to do before it has run. */
    pid_t child = vfork();
    if (child < 0)
        fail(spawn->status_fd, STEP_FORK, errno);
    if (child == 0)
        command(spawn);

    int status_fd = spawn->status_fd;
    if (status_fd > 0)
        close_from(0, (unsigned)status_fd - 1);
    close_from((unsigned)status_fd + 1, ~0U);
    for (;;) {
        int status;
        pid_t ended = waitpid(-1, &status, 0);
        if (ended == child) {
            /* Nobody else takes in what the command left: what outlived it, however shortly, is seen here. */
            siginfo_t left;
            if (waitid(P_ALL, 0, &left, WEXITED | WNOHANG | WNOWAIT) == 0)
                put(status_fd, RECORD_LEFT, 0);
            put(status_fd, RECORD_EXITED, status);
        } else if (ended < 0 && errno == ECHILD)
            _exit(0);
    }
}

int32_t bench_place(int32_t fd, int32_t number) {
    if (fd == number)
        return fcntl(fd, F_SETFD, 0) < 0 ? -errno : 0;
    return dup2(fd, number) < 0 ? -errno : 0;
}

int32_t bench_become(uint32_t uid, uint32_t gid, const uint32_t *groups, int32_t group_count) {
    /* The system calls themselves: the C library's functions change every thread of the process. */
    if (syscall(SYS_setgroups, (size_t)group_count, groups) < 0)
        return -errno;
    setfsgid(gid);
    setfsuid(uid);
    /* These two report the value before, whether or not they changed it. */
    if ((uint32_t)setfsgid((gid_t)-1) != gid || (uint32_t)setfsuid((uid_t)-1) != uid)
        return -EPERM;
    return 0;
}

static int32_t report(int result, const struct stat *status, struct bench_status *found) {
    if (result < 0)
        return -errno;
    *found = (struct bench_status){
        .mode = status->st_mode,
        .uid = status->st_uid,
        .gid = status->st_gid,
        .size = status->st_size,
        .modified_ms = (int64_t)status->st_mtim.tv_sec * 1000 + status->st_mtim.tv_nsec / 1000000,
    };
    return 0;
}

int32_t bench_stat(const char *path, int32_t follow, struct bench_status *found) {
    struct stat status;
    return report(fstatat(AT_FDCWD, path, &status, follow ? 0 : AT_SYMLINK_NOFOLLOW), &status, found);
}

int32_t bench_fstat(int32_t fd, struct bench_status *found) {
    struct stat status;
    return report(fstat(fd, &status), &status, found);
}

int32_t bench_open_terminal(uint32_t uid, int32_t columns, int32_t rows, int32_t *driver, int32_t *terminal) {
    int ours = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (ours < 0)
        return -errno;
    /* By the descriptor and not by a path, behind which the box could put what it likes. */
    int theirs = unlockpt(ours) < 0 ? -1 : ioctl(ours, TIOCGPTPEER, O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (theirs < 0) {
        int error = errno;
        close(ours);
        return -error;
    }
    /* Programs open their terminal anew by its name. Who may not give it away is the user already. */
    int ignored = fchown(theirs, uid, (gid_t)-1);
    (void)ignored;
    *driver = ours;
    *terminal = theirs;
    return bench_resize_terminal(ours, columns, rows);
}

int32_t bench_resize_terminal(int32_t driver, int32_t columns, int32_t rows) {
    struct winsize size = {.ws_row = (unsigned short)rows, .ws_col = (unsigned short)columns};
    return ioctl(driver, TIOCSWINSZ, &size) < 0 ? -errno : 0;
}

int32_t bench_signal_terminal(int32_t driver, int32_t signal) {
    int group = 0;
    if (ioctl(driver, TIOCGPGRP, &group) < 0)
        return errno == ENOTTY ? -ESRCH : -errno;
    if (group <= 1)
        return -ESRCH;
    return kill(-group, signal) < 0 ? -errno : 0;
}

int32_t bench_raw_terminal(int32_t fd) {
    struct termios settings;
    if (tcgetattr(fd, &settings) < 0)
        return -errno;
    cfmakeraw(&settings);
    return tcsetattr(fd, TCSANOW, &settings) < 0 ? -errno : 0;
}

int32_t bench_terminal_size(int32_t fd, int32_t *columns, int32_t *rows) {
    struct winsize size;
    if (ioctl(fd, TIOCGWINSZ, &size) < 0)
        return -errno;
    *columns = size.ws_col;
    *rows = size.ws_row;
    return 0;
}

/* Text that grows. */
struct text {
    char *bytes;
    size_t length;
    size_t room;
};

static int append(struct text *text, const char *bytes, size_t length) {
    if (text->length + length > text->room) {
        size_t room = (text->length + length) * 2 + 4096;
        char *more = realloc(text->bytes, room);
        if (more == NULL)
            return 0;
        text->bytes = more;
        text->room = room;
    }
    memcpy(text->bytes + text->length, bytes, length);
    text->length += length;
    return 1;
}

static int64_t nanoseconds(struct timespec time) { return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec; }

static int is_over(int64_t deadline_ns) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return nanoseconds(now) > deadline_ns;
}

static int is_one_of(const char *path, const char *const *list, int32_t count) {
    for (int32_t i = 0; i < count; i++)
        if (strcmp(path, list[i]) == 0)
            return 1;
    return 0;
}

static char letter(mode_t mode) {
    return S_ISDIR(mode) ? 'd' : S_ISLNK(mode) ? 'l' : S_ISREG(mode) ? 'f' : 'o';
}

int32_t bench_changed(const char *root, int64_t since_ns, const char *const *skipped, int32_t skipped_count, int64_t limit,
                      int64_t deadline_ns, char **found, int64_t *length) {
    struct stat status;
    if (lstat(root, &status) < 0)
        return -errno;
    if (!S_ISDIR(status.st_mode))
        return -ENOTDIR;
    /* Of directories only: an overlay reports plain files with the devices of its layers. */
    dev_t device = status.st_dev;
    struct text changed = {0}, left = {0};
    int32_t is_all = append(&left, root, strlen(root) + 1);
    /* What is left to be read is a stack of paths and not of calls: a tree may be deeper than any stack. */
    while (left.length > 0) {
        size_t at = left.length - 1;
        while (at > 0 && left.bytes[at - 1] != 0)
            at--;
        char directory[4096];
        if (left.length - at > sizeof directory - 260) {
            left.length = at;
            is_all = 0;
            continue;
        }
        memcpy(directory, left.bytes + at, left.length - at);
        left.length = at;
        int fd = open(directory, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
        DIR *entries = fd < 0 ? NULL : fdopendir(fd);
        if (entries == NULL) {
            if (fd >= 0)
                close(fd);
            is_all = 0;
            continue;
        }
        size_t stem = strcmp(directory, "/") == 0 ? 0 : strlen(directory);
        directory[stem] = '/';
        for (struct dirent *entry; (entry = readdir(entries)) != NULL;) {
            if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
                continue;
            if (fstatat(fd, entry->d_name, &status, AT_SYMLINK_NOFOLLOW) < 0)
                continue;
            int is_directory = S_ISDIR(status.st_mode);
            int is_changed = nanoseconds(status.st_ctim) >= since_ns;
            if (!is_directory && !is_changed)
                continue;
            size_t name = strlen(entry->d_name) + 1;
            memcpy(directory + stem + 1, entry->d_name, name);
            if (is_directory && (status.st_dev != device || is_one_of(directory, skipped, skipped_count)))
                continue;
            if (is_changed) {
                if (limit-- <= 0) {
                    is_all = 0;
                    left.length = 0;
                    break;
                }
                char kind = letter(status.st_mode);
                is_all &= append(&changed, &kind, 1) && append(&changed, directory, stem + 1 + name);
            }
            if (is_directory)
                is_all &= append(&left, directory, stem + 1 + name);
        }
        closedir(entries);
        if (left.length > 0 && is_over(deadline_ns)) {
            is_all = 0;
            break;
        }
    }
    free(left.bytes);
    *found = changed.bytes;
    *length = (int64_t)changed.length;
    return is_all;
}

void bench_free(char *found) { free(found); }

static void stop(int signal, siginfo_t *info, void *context) {
    (void)context;
    /* The process id of a sender that is in no namespace of ours is 0. */
    if (getpid() != 1 || info->si_pid == 0)
        _exit(128 + signal); /* as a shell says it, so that it is not taken for an end of its own */
}

int32_t bench_exit_when_stopped(void) {
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_sigaction = stop;
    action.sa_flags = SA_SIGINFO | SA_RESTART;
    if (sigaction(SIGTERM, &action, NULL) < 0 || sigaction(SIGINT, &action, NULL) < 0)
        return -errno;
    return 0;
}
