#define _GNU_SOURCE
#include "bench_native.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

/*
 * The spawner: a process of this same program that forks all supervisors. A fork costs what the forking process has in
 * memory, and a supervisor keeps it; the spawner has next to nothing. It is turned into before anything of the managed
 * runtime begins, and ends when the agent's end of the socket is closed.
 */

#define SOCKET_FD 3
#define MOST_FDS 8
/* Larger requests are rare: their memory is given back. */
#define KEPT_BYTES (256 * 1024)
/* A spawner that does not answer in this time was stopped by somebody. */
#define ANSWER_MS 5000

/* Followed by: groups, path, directory, arguments, environment; texts end with a zero. */
struct request {
    uint64_t size; /* of what follows */
    int32_t group_count;
    int32_t fd_count;
    int32_t argument_count;
    int32_t environment_count;
    uint32_t uid;
    uint32_t gid;
    int32_t oom_score_adj;
    int32_t has_terminal;
    int32_t targets[MOST_FDS];
};

union control {
    struct cmsghdr header;
    char space[CMSG_SPACE(sizeof(int) * (MOST_FDS + 1))];
};

static int send_all(int fd, const void *bytes, size_t size) {
    for (const char *at = bytes; size > 0;) {
        ssize_t sent = send(fd, at, size, MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR)
            continue;
        if (sent < 0)
            return -errno;
        at += sent;
        size -= (size_t)sent;
    }
    return 0;
}

static int receive_all(int fd, void *bytes, size_t size) {
    for (char *at = bytes; size > 0;) {
        ssize_t got = recv(fd, at, size, 0);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return -errno;
        if (got == 0)
            return -EPIPE;
        at += got;
        size -= (size_t)got;
    }
    return 0;
}

/* ---- In the spawner ---- */

/* Receives a request's head and its descriptors, the status pipe last. */
static int receive_head(struct request *request, int fds[MOST_FDS + 1], int *received) {
    union control control;
    struct iovec part = {request, sizeof *request};
    struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof control};
    ssize_t got;
    do {
        got = recvmsg(SOCKET_FD, &message, MSG_CMSG_CLOEXEC | MSG_WAITALL);
    } while (got < 0 && errno == EINTR);
    if (got != (ssize_t)sizeof *request)
        return -EPIPE;
    struct cmsghdr *header = CMSG_FIRSTHDR(&message);
    *received = header == NULL ? 0 : (int)((header->cmsg_len - CMSG_LEN(0)) / sizeof(int));
    if (*received > 0)
        memcpy(fds, CMSG_DATA(header), sizeof(int) * (size_t)*received);
    return 0;
}

static char *texts(char *at, char **list, int count) {
    for (int i = 0; i < count; i++) {
        list[i] = at;
        at += strlen(at) + 1;
    }
    list[count] = NULL;
    return at;
}

static int32_t start(const struct request *request, char *bytes, const int *fds) {
    char **lists = malloc(sizeof(char *) * ((size_t)request->argument_count + (size_t)request->environment_count + 2));
    if (lists == NULL)
        return -ENOMEM;
    struct bench_fd moves[MOST_FDS];
    for (int i = 0; i < request->fd_count; i++)
        moves[i] = (struct bench_fd){fds[i], request->targets[i]};
    char *path = bytes + sizeof(uint32_t) * (size_t)request->group_count;
    char *directory = path + strlen(path) + 1;
    char **environment = lists + request->argument_count + 1;
    texts(texts(directory + strlen(directory) + 1, lists, request->argument_count), environment, request->environment_count);
    struct bench_spawn spawn = {
        .path = path,
        .argv = lists,
        .envp = environment,
        .directory = directory,
        .groups = (const uint32_t *)bytes,
        .fds = moves,
        .group_count = request->group_count,
        .fd_count = request->fd_count,
        .uid = request->uid,
        .gid = request->gid,
        .status_fd = fds[request->fd_count],
        .oom_score_adj = request->oom_score_adj,
        .has_terminal = request->has_terminal,
    };
    pid_t supervisor = fork();
    int error = errno;
    if (supervisor == 0)
        bench_supervise(&spawn);
    free(lists);
    return supervisor < 0 ? -error : supervisor;
}

static _Noreturn void serve(void) {
    char *bytes = NULL;
    size_t room = 0;
    for (;;) {
        struct request request;
        int fds[MOST_FDS + 1];
        int received = 0;
        if (receive_head(&request, fds, &received) < 0)
            _exit(0);
        if (request.size > room || room > KEPT_BYTES) {
            free(bytes);
            room = request.size > KEPT_BYTES ? request.size : KEPT_BYTES;
            bytes = malloc(room);
            if (bytes == NULL)
                _exit(1);
        }
        if (receive_all(SOCKET_FD, bytes, request.size) < 0)
            _exit(0);
        /* Fewer arrive where this process has no room for them. */
        int32_t result = received == request.fd_count + 1 ? start(&request, bytes, fds) : -EMFILE;
        for (int i = 0; i < received; i++)
            close(fds[i]);
        if (send_all(SOCKET_FD, &result, sizeof result) < 0)
            _exit(0);
    }
}

/* Before everything else of the program, so that its runtime never begins here. */
__attribute__((constructor(101))) static void become_spawner(int argc, char **argv) {
    if (argc != 2 || strcmp(argv[1], "spawner") != 0)
        return;
    prctl(PR_SET_DUMPABLE, 0);
    prctl(PR_SET_NAME, "bench-spawner");
    /* Supervisors are waited for by the kernel; the signals that reach every process do not concern this one. */
    signal(SIGCHLD, SIG_IGN);
    sigset_t all;
    sigfillset(&all);
    sigprocmask(SIG_SETMASK, &all, NULL);
    serve();
}

/* ---- In the agent; calls come one after another ---- */

static int spawner_fd = -1;
static pid_t spawner;

static int32_t start_spawner(void) {
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) < 0)
        return -errno;
    /* No handler of the runtime may run in the child. */
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    pid_t child = vfork();
    int error = errno;
    if (child == 0) {
        char *const arguments[] = {"bench-agent", "spawner", NULL};
        char *const environment[] = {NULL};
        /* A copy loses close-on-exec; where it has the number already, that is taken off. */
        if (bench_place(ends[1], SOCKET_FD) == 0)
            execve("/proc/self/exe", arguments, environment);
        _exit(127);
    }
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    close(ends[1]);
    if (child < 0) {
        close(ends[0]);
        return -error;
    }
    spawner_fd = ends[0];
    spawner = child;
    return child;
}

int32_t bench_spawner(void) {
    return spawner_fd < 0 ? start_spawner() : spawner;
}

int32_t bench_spawner_id(void) {
    return spawner_fd < 0 ? 0 : spawner;
}

static void drop_spawner(void) {
    close(spawner_fd);
    spawner_fd = -1;
}

static int send_head(const struct request *request, const struct bench_spawn *spawn) {
    union control control;
    memset(&control, 0, sizeof control);
    struct iovec part = {(void *)request, sizeof *request};
    struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1, .msg_control = &control};
    message.msg_controllen = CMSG_SPACE(sizeof(int) * (size_t)(spawn->fd_count + 1));
    control.header.cmsg_level = SOL_SOCKET;
    control.header.cmsg_type = SCM_RIGHTS;
    control.header.cmsg_len = CMSG_LEN(sizeof(int) * (size_t)(spawn->fd_count + 1));
    int *fds = (int *)CMSG_DATA(&control.header);
    for (int i = 0; i < spawn->fd_count; i++)
        fds[i] = spawn->fds[i].from;
    fds[spawn->fd_count] = spawn->status_fd;
    ssize_t sent;
    do {
        sent = sendmsg(spawner_fd, &message, MSG_NOSIGNAL);
    } while (sent < 0 && errno == EINTR);
    return sent == (ssize_t)sizeof *request ? 0 : sent < 0 ? -errno : -EPIPE;
}

static size_t measure(char *const *list, int32_t *count) {
    size_t size = 0;
    for (*count = 0; list[*count] != NULL; ++*count)
        size += strlen(list[*count]) + 1;
    return size;
}

static char *append(char *at, const void *bytes, size_t size) {
    memcpy(at, bytes, size);
    return at + size;
}

static char *append_texts(char *at, char *const *list) {
    for (; *list != NULL; list++)
        at = append(at, *list, strlen(*list) + 1);
    return at;
}

static int32_t ask(const struct request *request, const char *bytes, const struct bench_spawn *spawn) {
    int32_t result = send_head(request, spawn);
    if (result < 0)
        return result;
    result = send_all(spawner_fd, bytes, request->size);
    if (result < 0)
        return result;
    struct pollfd wait = {.fd = spawner_fd, .events = POLLIN};
    int ready;
    do {
        ready = poll(&wait, 1, ANSWER_MS);
    } while (ready < 0 && errno == EINTR);
    if (ready <= 0)
        return -ETIMEDOUT;
    int32_t answer;
    result = receive_all(spawner_fd, &answer, sizeof answer);
    return result < 0 ? -ECONNRESET : answer;
}

int32_t bench_spawn(const struct bench_spawn *spawn) {
    if (spawn->fd_count > MOST_FDS)
        return -EINVAL;
    struct request request = {
        .group_count = spawn->group_count,
        .fd_count = spawn->fd_count,
        .uid = spawn->uid,
        .gid = spawn->gid,
        .oom_score_adj = spawn->oom_score_adj,
        .has_terminal = spawn->has_terminal,
    };
    for (int i = 0; i < spawn->fd_count; i++)
        request.targets[i] = spawn->fds[i].to;
    size_t groups = sizeof(uint32_t) * (size_t)spawn->group_count;
    request.size = groups + strlen(spawn->path) + 1 + strlen(spawn->directory) + 1 +
        measure(spawn->argv, &request.argument_count) + measure(spawn->envp, &request.environment_count);
    char *bytes = malloc(request.size);
    if (bytes == NULL)
        return -ENOMEM;
    char *at = append(bytes, spawn->groups, groups);
    at = append(at, spawn->path, strlen(spawn->path) + 1);
    at = append(at, spawn->directory, strlen(spawn->directory) + 1);
    append_texts(append_texts(at, spawn->argv), spawn->envp);

    int32_t result = bench_spawner();
    if (result > 0) {
        result = ask(&request, bytes, spawn);
        if (result == -EPIPE) {
            /* It was killed before it took the request, as all are when the devbox is quieted: another takes it. */
            drop_spawner();
            result = bench_spawner();
            if (result > 0)
                result = ask(&request, bytes, spawn);
        }
        /* One that was stopped must not start the command when nobody expects it any more. */
        if (result == -ETIMEDOUT)
            kill(spawner, SIGKILL);
        if (result == -EPIPE || result == -ECONNRESET || result == -ETIMEDOUT)
            drop_spawner();
    }
    free(bytes);
    return result;
}
