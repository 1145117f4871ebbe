// An SMTP server that takes all mail and keeps none, fast enough not to be what a benchmark measures.
//
//     sink [-d MILLISECONDS] [-q] [-p PORT] [-e N]
//
//     -d  each reply, the greeting too, leaves so long after what it answers: a relay far away
//     -q  acknowledges what it read at once (TCP_QUICKACK), for clients that would wait for it
//     -p  listens there; without, at a port of the system's choice
//     -e  refuses every N-th recipient with 450
//
// One thread, one epoll set, 127.0.0.1. It announces PIPELINING. Prints "port N" when it listens. On SIGUSR1 it prints how
// many messages it has. On SIGTERM it prints what it counted and checked as one line of JSON, and ends. Recipients such as
// reader42@… are ticked off by their number, so that one who got none or two copies shows.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { LINE = 1024, REPLIES = 1024, READERS = 1 << 24 };

// What a connection still says: text that became due, and behind it text with its time.
struct reply {
    struct reply *next;
    int64_t due;
    size_t length;
    char text[];
};

struct connection {
    int socket;
    bool in_data, has_sender, has_recipient, is_leaving, waits_to_write;
    // How much of CR LF . CR LF the last bytes of the message were.
    int matched;
    size_t message_bytes;
    long recipient;
    size_t line_length;
    char line[LINE];
    size_t out_length;
    char out[REPLIES];
    struct reply *first, *last;
    struct connection *previous, *next;
};

static struct {
    unsigned long connections, open, most_open, messages, repeated, refused, faults, resets;
    unsigned long long bytes;
    size_t smallest, largest;
    unsigned long readers;
} seen = {.smallest = SIZE_MAX};

static int loop, delay, refuse_each;
static bool quick;
static struct connection *connections;
static uint8_t ticked[READERS / 8];
static char incoming[1 << 18];

static int64_t now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000LL + time.tv_nsec / 1000000;
}

static void die(const char *what) {
    perror(what);
    exit(1);
}

static void watch(struct connection *c, bool to_write) {
    if (c->waits_to_write == to_write) return;
    c->waits_to_write = to_write;
    struct epoll_event event = {.events = EPOLLIN | (to_write ? EPOLLOUT : 0), .data.ptr = c};
    epoll_ctl(loop, EPOLL_CTL_MOD, c->socket, &event);
}

// False when the connection is lost.
static bool flush(struct connection *c) {
    while (c->out_length > 0) {
        ssize_t sent = send(c->socket, c->out, c->out_length, MSG_NOSIGNAL);
        if (sent < 0 && errno == EAGAIN) {
            watch(c, true);
            return true;
        }
        if (sent < 0) return false;
        c->out_length -= (size_t)sent;
        memmove(c->out, c->out + sent, c->out_length);
    }
    watch(c, false);
    return true;
}

static void put(struct connection *c, const char *text, size_t length) {
    if (c->out_length + length > REPLIES && (!flush(c) || c->out_length + length > REPLIES)) {
        c->is_leaving = true;
        return;
    }
    memcpy(c->out + c->out_length, text, length);
    c->out_length += length;
}

static void answer(struct connection *c, const char *text) {
    size_t length = strlen(text);
    if (delay == 0) {
        put(c, text, length);
        return;
    }
    struct reply *reply = malloc(sizeof *reply + length);
    if (!reply) die("memory");
    *reply = (struct reply){.due = now() + delay, .length = length};
    memcpy(reply->text, text, length);
    if (c->last) c->last->next = reply; else c->first = reply;
    c->last = reply;
}

static void say_what_is_due(struct connection *c, int64_t time) {
    while (c->first && c->first->due <= time) {
        struct reply *reply = c->first;
        put(c, reply->text, reply->length);
        c->first = reply->next;
        if (!c->first) c->last = NULL;
        free(reply);
    }
}

// The digits before the @; -1 where there are none.
static long number_of(const char *recipient) {
    const char *at = strchr(recipient, '@'), *digit = at;
    if (!at) return -1;
    while (digit > recipient && digit[-1] >= '0' && digit[-1] <= '9') digit--;
    return digit == at ? -1 : strtol(digit, NULL, 10);
}

static void message_ends(struct connection *c) {
    seen.messages++;
    seen.bytes += c->message_bytes;
    if (c->message_bytes < seen.smallest) seen.smallest = c->message_bytes;
    if (c->message_bytes > seen.largest) seen.largest = c->message_bytes;
    if (c->recipient >= 0 && c->recipient < READERS) {
        uint8_t bit = (uint8_t)(1u << (c->recipient & 7)), *place = &ticked[c->recipient >> 3];
        if (*place & bit) seen.repeated++; else seen.readers++;
        *place |= bit;
    }
    c->in_data = c->has_sender = c->has_recipient = false;
    answer(c, "250 2.0.0 Ok: taken\r\n");
}

static void fault(struct connection *c, const char *text) {
    seen.faults++;
    answer(c, text);
}

static void command(struct connection *c) {
    const char *line = c->line;
    if (!strncasecmp(line, "MAIL FROM:<", 11)) {
        if (c->has_sender) { fault(c, "503 5.5.1 One at a time\r\n"); return; }
        c->has_sender = true;
        answer(c, "250 2.1.0 Ok\r\n");
    } else if (!strncasecmp(line, "RCPT TO:<", 9)) {
        static unsigned long asked;
        if (!c->has_sender) { fault(c, "503 5.5.1 MAIL first\r\n"); return; }
        if (refuse_each && ++asked % (unsigned long)refuse_each == 0) {
            seen.refused++;
            answer(c, "450 4.2.1 Not now\r\n");
            return;
        }
        c->has_recipient = true;
        c->recipient = number_of(line + 9);
        answer(c, "250 2.1.5 Ok\r\n");
    } else if (!strcasecmp(line, "DATA")) {
        if (!c->has_recipient) {
            // Behind a refused recipient, this is what pipelining brings.
            answer(c, "503 5.5.1 RCPT first\r\n");
            return;
        }
        c->in_data = true;
        c->matched = 2;  // the line of DATA has ended
        c->message_bytes = 0;
        answer(c, "354 Go on\r\n");
    } else if (!strncasecmp(line, "EHLO ", 5)) {
        answer(c, "250-sink\r\n250-PIPELINING\r\n250-SIZE 52428800\r\n250-ENHANCEDSTATUSCODES\r\n250 8BITMIME\r\n");
    } else if (!strncasecmp(line, "HELO ", 5)) {
        answer(c, "250 sink\r\n");
    } else if (!strcasecmp(line, "RSET")) {
        seen.resets++;
        c->has_sender = c->has_recipient = false;
        answer(c, "250 2.0.0 Ok\r\n");
    } else if (!strcasecmp(line, "QUIT")) {
        c->is_leaving = true;
        answer(c, "221 2.0.0 Bye\r\n");
    } else {
        fault(c, "500 5.5.2 What?\r\n");
    }
}

// Where the message goes on behind its final dot; NULL while it hasn't come. Most bytes are passed by memchr.
static const char *pass_message(struct connection *c, const char *from, const char *end) {
    static const char dot[] = "\r\n.\r\n";
    const char *at = from;
    while (at < end) {
        if (c->matched == 0) {
            at = memchr(at, '\r', (size_t)(end - at));
            if (!at) break;
        }
        c->matched = *at == dot[c->matched] ? c->matched + 1 : *at == '\r' ? 1 : 0;
        at++;
        if (c->matched == 5) {
            // Without the line of the dot.
            c->message_bytes += (size_t)(at - from) - 3;
            return at;
        }
    }
    c->message_bytes += (size_t)(end - from);
    return NULL;
}

static void take(struct connection *c, const char *at, const char *end) {
    while (at && at < end && !c->is_leaving) {
        if (c->in_data) {
            at = pass_message(c, at, end);
            if (at) message_ends(c);
            continue;
        }
        const char *feed = memchr(at, '\n', (size_t)(end - at));
        size_t length = (size_t)((feed ? feed : end) - at);
        if (c->line_length + length >= LINE) {
            seen.faults++;
            c->is_leaving = true;
            return;
        }
        memcpy(c->line + c->line_length, at, length);
        c->line_length += length;
        if (!feed) return;
        if (c->line_length > 0 && c->line[c->line_length - 1] == '\r') c->line_length--;
        c->line[c->line_length] = 0;
        c->line_length = 0;
        at = feed + 1;
        command(c);
    }
}

static void end(struct connection *c) {
    close(c->socket);
    seen.open--;
    while (c->first) {
        struct reply *reply = c->first;
        c->first = reply->next;
        free(reply);
    }
    if (c->previous) c->previous->next = c->next; else connections = c->next;
    if (c->next) c->next->previous = c->previous;
    free(c);
}

static void serve(struct connection *c) {
    ssize_t length = recv(c->socket, incoming, sizeof incoming, 0);
    if (length < 0 && errno == EAGAIN) return;
    if (length <= 0) {
        end(c);
        return;
    }
    int on = 1;
    if (quick) setsockopt(c->socket, IPPROTO_TCP, TCP_QUICKACK, &on, sizeof on);
    take(c, incoming, incoming + length);
    if (!flush(c) || (c->is_leaving && !c->first && c->out_length == 0)) end(c);
}

static void welcome(int listener) {
    int socket, on = 1;
    while ((socket = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC)) >= 0) {
        setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        struct connection *c = calloc(1, sizeof *c);
        if (!c) die("memory");
        c->socket = socket;
        c->next = connections;
        if (connections) connections->previous = c;
        connections = c;
        struct epoll_event event = {.events = EPOLLIN, .data.ptr = c};
        epoll_ctl(loop, EPOLL_CTL_ADD, socket, &event);
        seen.connections++;
        if (++seen.open > seen.most_open) seen.most_open = seen.open;
        answer(c, "220 sink ESMTP\r\n");
        flush(c);
    }
}

// Says what is due on all connections; gives when the next is.
static int64_t tick(void) {
    int64_t time = now(), next = INT64_MAX;
    for (struct connection *c = connections, *following; c; c = following) {
        following = c->next;
        if (c->first && c->first->due <= time) {
            say_what_is_due(c, time);
            if (!flush(c) || (c->is_leaving && !c->first && c->out_length == 0)) {
                end(c);
                continue;
            }
        }
        if (c->first && c->first->due < next) next = c->first->due;
    }
    return next;
}

static void report(void) {
    struct rusage used;
    getrusage(RUSAGE_SELF, &used);
    double cpu = (double)used.ru_utime.tv_sec + (double)used.ru_stime.tv_sec
        + (double)(used.ru_utime.tv_usec + used.ru_stime.tv_usec) * 1e-6;
    printf(
        "{\"messages\": %lu, \"bytes\": %llu, \"smallest\": %zu, \"largest\": %zu, \"readers\": %lu, \"repeated\": %lu, "
        "\"refused\": %lu, \"faults\": %lu, \"resets\": %lu, \"connections\": %lu, \"most_open\": %lu, \"cpu\": %.3f}\n",
        seen.messages, seen.bytes, seen.messages ? seen.smallest : 0, seen.largest, seen.readers, seen.repeated,
        seen.refused, seen.faults, seen.resets, seen.connections, seen.most_open, cpu);
    fflush(stdout);
}

int main(int count, char **words) {
    int option, port = 0, on = 1;
    while ((option = getopt(count, words, "d:qp:e:")) != -1) {
        switch (option) {
        case 'd': delay = atoi(optarg); break;
        case 'q': quick = true; break;
        case 'p': port = atoi(optarg); break;
        case 'e': refuse_each = atoi(optarg); break;
        default: return 64;
        }
    }
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    struct sockaddr_in address = {
        .sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof address;
    if (bind(listener, (struct sockaddr *)&address, size) || listen(listener, 4096)) die("listen");
    getsockname(listener, (struct sockaddr *)&address, &size);

    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGUSR1);
    sigprocmask(SIG_BLOCK, &signals, NULL);
    int bell = signalfd(-1, &signals, SFD_NONBLOCK | SFD_CLOEXEC);
    loop = epoll_create1(EPOLL_CLOEXEC);
    if (bell < 0 || loop < 0) die("epoll");
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = &listener};
    epoll_ctl(loop, EPOLL_CTL_ADD, listener, &event);
    event.data.ptr = &bell;
    epoll_ctl(loop, EPOLL_CTL_ADD, bell, &event);
    printf("port %d\n", ntohs(address.sin_port));
    fflush(stdout);

    for (;;) {
        int patience = -1;
        if (delay > 0) {
            int64_t next = tick();
            if (next != INT64_MAX) patience = (int)(next - now() > 0 ? next - now() : 0);
        }
        struct epoll_event events[256];
        int ready = epoll_wait(loop, events, 256, patience);
        for (int index = 0; index < ready; index++) {
            void *source = events[index].data.ptr;
            if (source == &listener) {
                welcome(listener);
            } else if (source == &bell) {
                struct signalfd_siginfo rung;
                while (read(bell, &rung, sizeof rung) > 0) {
                    if (rung.ssi_signo == SIGTERM) {
                        report();
                        return 0;
                    }
                    printf("%lu\n", seen.messages);
                    fflush(stdout);
                }
            } else {
                struct connection *c = source;
                if ((events[index].events & EPOLLOUT) && !flush(c)) end(c); else serve(c);
            }
        }
    }
}
