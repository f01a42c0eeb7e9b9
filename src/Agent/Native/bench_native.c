#define _GNU_SOURCE
#include "bench_native.h"

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
        if (ended == child)
            put(status_fd, RECORD_EXITED, status);
        else if (ended < 0 && errno == ECHILD)
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

static void stop(int signal, siginfo_t *info, void *context) {
    (void)signal;
    (void)context;
    /* The process id of a sender that is in no namespace of ours is 0. */
    if (getpid() != 1 || info->si_pid == 0)
        _exit(0);
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
