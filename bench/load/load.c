/* The load client: thousands of Socket.IO clients over websocket in one epoll loop, every delivery counted exactly.

   load PORT AUTHS [acknowledge=0|1] [receive buffer in bytes]

   AUTHS is a file with the handshake's JSON of one client a line. Orders come on standard input, one a line, and each is
   answered with one line of JSON once it has been carried out.

     open N AT_ONCE SECONDS   hold N connections, at most AT_ONCE handshakes under way
     close                    hang up on all
     since NANOSECONDS        latencies count from this instant of CLOCK_MONOTONIC; 0: from each event's own "timestamp"
     expect N SECONDS         until N events have come since `reset`, or the time is over
     wait SECONDS             let time pass; pings are answered and events counted meanwhile
     reset                    forget what was counted
     stall N                  the first N clients stop reading; 0: everybody reads

   A good client acknowledges after 25 events, or 2 s after the first it has not acknowledged.  */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { ACK_EVENTS = 25, ACK_MS = 2000, BUFFER = 4 << 20, KINDS = 3, NAME = 64 };
enum state { FREE, CONNECTING, UPGRADING, JOINING, READY };

struct stream {
    char name[NAME];
    long seq; /* of the last event; 0: none yet */
    bool unsaid;
};

struct client {
    int fd;
    enum state state;
    bool stalled;
    char *rest; /* a frame that has not wholly come */
    size_t kept;
    long events;
    int unacknowledged;
    int64_t first_unacknowledged; /* when it came */
    struct stream streams[KINDS]; /* one's own, one's pharmacy's, one's role's */
};

static struct client *clients;
static char **auths;
static int many, wanted, under_way, at_once, opened, poller, port, receive_buffer;
static bool acknowledges;
static int64_t since;
static long events, bytes, holes, resyncs, endings, lost, refused, acks;
static uint32_t *latencies;
static size_t latency_count, latency_room;
static char buffer[BUFFER];

static int64_t now(clockid_t clock) {
    struct timespec at;
    clock_gettime(clock, &at);
    return at.tv_sec * 1000000000LL + at.tv_nsec;
}

static void watch(struct client *client, int operation, uint32_t what) {
    struct epoll_event event = {.events = what, .data.ptr = client};
    epoll_ctl(poller, operation, client->fd, &event);
}

static void end(struct client *client, long *reason) {
    if (client->state == FREE) return;
    if (client->state != READY) under_way--;
    else opened--;
    close(client->fd);
    free(client->rest);
    client->rest = NULL;
    client->kept = 0;
    client->state = FREE;
    if (reason) ++*reason;
}

/* Every frame of a client is masked; with a mask of its own, since a server may take a short way where there is none. */
static void say(struct client *client, int opcode, const char *text, size_t length) {
    unsigned char head[8] = {(unsigned char)(0x80 | opcode)};
    size_t size = length < 126 ? 2 : 4;
    static uint32_t mask = 0x9e3779b9;
    mask = mask * 1664525 + 1013904223;
    head[1] = (unsigned char)(0x80 | (length < 126 ? length : 126));
    if (length >= 126) head[2] = (unsigned char)(length >> 8), head[3] = (unsigned char)length;
    char frame[8 + length];
    memcpy(head + size, &mask, 4);
    memcpy(frame, head, size + 4);
    for (size_t i = 0; i < length; i++) frame[size + 4 + i] = (char)(text[i] ^ ((unsigned char *)&mask)[i & 3]);
    if (send(client->fd, frame, size + 4 + length, MSG_NOSIGNAL) != (ssize_t)(size + 4 + length)) end(client, &lost);
}

static void acknowledge(struct client *client) {
    char text[64 + KINDS * (NAME + 24)];
    int length = sprintf(text, "42[\"ack\",{\"streams\":{");
    const char *comma = "";
    for (int kind = 0; kind < KINDS; kind++) {
        struct stream *stream = &client->streams[kind];
        if (!stream->unsaid) continue;
        length += sprintf(text + length, "%s\"%s\":%ld", comma, stream->name, stream->seq);
        stream->unsaid = false;
        comma = ",";
    }
    length += sprintf(text + length, "}}]");
    client->unacknowledged = 0;
    acks++;
    say(client, 1, text, (size_t)length);
}

/* "2026-11-22T22:14:00.123Z" → nanoseconds of CLOCK_REALTIME */
static int64_t instant(const char *text) {
    struct tm at = {0};
    int ms = 0;
    if (sscanf(text, "%d-%d-%dT%d:%d:%d.%3dZ", &at.tm_year, &at.tm_mon, &at.tm_mday, &at.tm_hour, &at.tm_min, &at.tm_sec, &ms) < 6) return 0;
    at.tm_year -= 1900, at.tm_mon -= 1;
    return (timegm(&at) * 1000LL + ms) * 1000000LL;
}

static void note_latency(const char *body, size_t length) {
    int64_t age;
    if (since) age = now(CLOCK_MONOTONIC) - since;
    else {
        const char *at = memmem(body, length, "\"timestamp\":\"", 13);
        if (!at) return;
        age = now(CLOCK_REALTIME) - instant(at + 13);
    }
    if (latency_count == latency_room) {
        latency_room = latency_room ? 2 * latency_room : 1 << 16;
        latencies = realloc(latencies, latency_room * sizeof *latencies);
    }
    latencies[latency_count++] = age < 0 ? 0 : (uint32_t)(age / 1000);
}

/* A numbered event: one above the last of its stream, or there is a hole. */
static void count(struct client *client, const char *body, size_t length) {
    size_t head = length < 400 ? length : 400;
    const char *seq = memmem(body, head, "\"seq\":", 6), *name = memmem(body, head, "\"stream\":\"", 10);
    events++, client->events++, bytes += (long)length;
    note_latency(body, length);
    if (!seq || !name) return;
    long number = strtol(seq + 6, NULL, 10);
    name += 10;
    struct stream *stream = &client->streams[strncmp(name, "user_", 5) == 0 ? 0 : strncmp(name, "pharmacy_", 9) == 0 ? 1 : 2];
    if (stream->seq && number != stream->seq + 1) holes++;
    snprintf(stream->name, NAME, "%.*s", (int)strcspn(name, "\""), name);
    stream->seq = number, stream->unsaid = true;
    if (client->unacknowledged++ == 0) client->first_unacknowledged = now(CLOCK_MONOTONIC);
    if (acknowledges && client->unacknowledged >= ACK_EVENTS) acknowledge(client);
}

static bool is(const char *body, size_t length, const char *name) {
    size_t size = strlen(name);
    return length > size && memcmp(body, name, size) == 0;
}

static void packet(struct client *client, const char *body, size_t length) {
    if (length == 0) return;
    if (body[0] == '2') say(client, 1, "3", 1);
    else if (body[0] == '0') {
        const char *auth = auths[client - clients];
        char text[strlen(auth) + 3];
        say(client, 1, text, (size_t)sprintf(text, "40%s", auth));
    } else if (body[0] == '1' || is(body, length, "44")) end(client, body[0] == '1' ? &lost : &refused);
    else if (is(body, length, "42[\"connected\"")) {
        if (client->state == JOINING) under_way--, opened++, client->state = READY;
    } else if (is(body, length, "42[\"resync\"")) resyncs++;
    else if (is(body, length, "42[\"session_ending\"")) endings++;
    else if (is(body, length, "42[")) count(client, body, length);
}

/* Take whole frames from `data`; return how many bytes they were. */
static size_t frames(struct client *client, char *data, size_t length) {
    size_t at = 0;
    while (client->state >= JOINING && length - at >= 2) {
        const unsigned char *head = (unsigned char *)data + at;
        size_t size = 2;
        uint64_t body = head[1] & 127;
        if (body == 126) size = 4;
        if (body == 127) size = 10;
        if (length - at < size) break;
        if (size == 4) body = (uint64_t)head[2] << 8 | head[3];
        if (size == 10) {
            body = 0;
            for (int i = 2; i < 10; i++) body = body << 8 | head[i];
        }
        if (length - at < size + body) break;
        char *text = data + at + size;
        at += size + body;
        if ((head[0] & 15) == 8) end(client, &lost);
        else if ((head[0] & 15) == 9) say(client, 10, text, body);
        else if ((head[0] & 15) <= 2) packet(client, text, body);
    }
    return at;
}

static size_t upgraded(struct client *client, char *data, size_t length) {
    char *blank = memmem(data, length, "\r\n\r\n", 4);
    if (!blank) return 0;
    if (strncmp(data, "HTTP/1.1 101", 12) != 0) {
        end(client, &refused);
        return length;
    }
    client->state = JOINING;
    return (size_t)(blank + 4 - data);
}

static void readable(struct client *client) {
    size_t length = client->kept, at = 0;
    memcpy(buffer, client->rest ? client->rest : "", length);
    ssize_t more = recv(client->fd, buffer + length, BUFFER - length, 0);
    if (more <= 0) {
        if (more == 0 || errno != EAGAIN) end(client, &lost);
        return;
    }
    length += (size_t)more;
    if (client->state == UPGRADING) at = upgraded(client, buffer, length);
    if (client->state >= JOINING) at += frames(client, buffer + at, length - at);
    if (client->state == FREE) return;
    free(client->rest);
    client->kept = length - at;
    client->rest = client->kept ? memcpy(malloc(client->kept), buffer + at, client->kept) : NULL;
}

static void upgrade(struct client *client) {
    char text[512];
    int length = snprintf(text, sizeof text,
        "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nUpgrade: websocket\r\n"
        "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n", port);
    client->state = UPGRADING;
    watch(client, EPOLL_CTL_MOD, EPOLLIN);
    if (send(client->fd, text, (size_t)length, MSG_NOSIGNAL) != length) end(client, &lost);
}

static void dial(struct client *client) {
    struct sockaddr_in there = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int one = 1;
    memset(client, 0, sizeof *client);
    client->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (client->fd < 0) {
        refused++;
        return;
    }
    setsockopt(client->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    if (receive_buffer) setsockopt(client->fd, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
    client->state = CONNECTING, under_way++;
    if (connect(client->fd, (struct sockaddr *)&there, sizeof there) < 0 && errno != EINPROGRESS) end(client, &refused);
    else watch(client, EPOLL_CTL_ADD, EPOLLOUT);
}

static void dial_some(void) {
    static int next;
    for (int tried = 0; tried < many && under_way < at_once && opened + under_way < wanted; tried++) {
        struct client *client = &clients[next = next < wanted ? next : 0];
        if (client->state == FREE) dial(client);
        next++;
    }
}

/* Carry on for at most `ms`: connect, read, acknowledge. */
static void turn(int ms) {
    static int64_t last;
    struct epoll_event ready[256];
    dial_some();
    int found = epoll_wait(poller, ready, 256, ms);
    for (int i = 0; i < found; i++) {
        struct client *client = ready[i].data.ptr;
        if (client->state == FREE) continue;
        if (client->stalled) {
            if (ready[i].events & (EPOLLHUP | EPOLLERR)) end(client, &lost);
        } else if (client->state == CONNECTING) upgrade(client);
        else readable(client);
    }
    int64_t at = now(CLOCK_MONOTONIC);
    if (!acknowledges || at - last < 100000000LL) return;
    last = at;
    for (int i = 0; i < wanted; i++)
        if (clients[i].state == READY && clients[i].unacknowledged && !clients[i].stalled &&
            at - clients[i].first_unacknowledged > ACK_MS * 1000000LL)
            acknowledge(&clients[i]);
}

static int by_size(const void *one, const void *other) {
    uint32_t a = *(const uint32_t *)one, b = *(const uint32_t *)other;
    return a < b ? -1 : a > b;
}

static double latency(double share) {
    return latency_count ? latencies[(size_t)(share * (double)(latency_count - 1) + 0.5)] / 1000.0 : 0;
}

static void report(int64_t started) {
    struct rusage used;
    getrusage(RUSAGE_SELF, &used);
    long least = -1, most = 0;
    for (int i = 0; i < wanted; i++) {
        if (clients[i].state != READY) continue;
        if (least < 0 || clients[i].events < least) least = clients[i].events;
        if (clients[i].events > most) most = clients[i].events;
    }
    qsort(latencies, latency_count, sizeof *latencies, by_size);
    printf("{\"seconds\":%.6f,\"open\":%d,\"events\":%ld,\"bytes\":%ld,\"least\":%ld,\"most\":%ld,\"holes\":%ld,\"resyncs\":%ld,"
           "\"endings\":%ld,\"lost\":%ld,\"refused\":%ld,\"acks\":%ld,\"cpu\":%.6f,"
           "\"p50\":%.3f,\"p95\":%.3f,\"p99\":%.3f,\"max\":%.3f}\n",
           (double)(now(CLOCK_MONOTONIC) - started) / 1e9, opened, events, bytes, least < 0 ? 0 : least, most, holes, resyncs, endings,
           lost, refused, acks, (double)(used.ru_utime.tv_sec + used.ru_stime.tv_sec) +
           (double)(used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6, latency(0.5), latency(0.95), latency(0.99), latency(1));
    fflush(stdout);
}

static void reset(void) {
    events = bytes = holes = resyncs = endings = lost = refused = acks = 0;
    latency_count = 0;
    for (int i = 0; i < many; i++) clients[i].events = 0;
}

static void stall(int number) {
    for (int i = 0; i < wanted; i++) {
        if (clients[i].state != READY || clients[i].stalled == (i < number)) continue;
        clients[i].stalled = i < number;
        watch(&clients[i], EPOLL_CTL_MOD, clients[i].stalled ? 0 : EPOLLIN);
    }
}

static void obey(const char *order) {
    int64_t started = now(CLOCK_MONOTONIC), until;
    double seconds = 0;
    long number = 0;
    if (sscanf(order, "open %ld %d %lf", &number, &at_once, &seconds) == 3) {
        wanted = number < many ? (int)number : many;
        for (until = started + (int64_t)(seconds * 1e9); opened < wanted && now(CLOCK_MONOTONIC) < until;) turn(5);
        at_once = 0; /* whoever is lost from now on stays away, and is seen to be */
    } else if (sscanf(order, "expect %ld %lf", &number, &seconds) == 2) {
        for (until = started + (int64_t)(seconds * 1e9); events < number && now(CLOCK_MONOTONIC) < until;) turn(5);
    } else if (sscanf(order, "wait %lf", &seconds) == 1) {
        for (until = started + (int64_t)(seconds * 1e9); now(CLOCK_MONOTONIC) < until;) turn(20);
    } else if (strncmp(order, "close", 5) == 0) {
        for (int i = 0; i < many; i++) end(&clients[i], NULL);
    } else {
        if (strncmp(order, "reset", 5) == 0) reset();
        if (sscanf(order, "since %ld", &number) == 1) since = number;
        if (sscanf(order, "stall %ld", &number) == 1) stall((int)number);
        puts("{}");
        fflush(stdout);
        return;
    }
    report(started);
}

static void read_auths(const char *path) {
    FILE *file = fopen(path, "r");
    char *line = NULL;
    size_t room = 0;
    if (!file) perror(path), exit(1);
    for (ssize_t length; (length = getline(&line, &room, file)) > 0; many++) {
        line[strcspn(line, "\n")] = 0;
        auths = realloc(auths, ((size_t)many + 1) * sizeof *auths);
        auths[many] = strdup(line);
    }
    fclose(file);
    clients = calloc((size_t)many, sizeof *clients);
}

int main(int count, char **words) {
    if (count < 3) return fprintf(stderr, "load PORT AUTHS [acknowledge] [receive buffer]\n"), 2;
    port = atoi(words[1]);
    read_auths(words[2]);
    acknowledges = count > 3 && atoi(words[3]);
    receive_buffer = count > 4 ? atoi(words[4]) : 0;
    poller = epoll_create1(EPOLL_CLOEXEC);
    char order[128];
    int length = 0;
    for (struct pollfd input = {.fd = 0, .events = POLLIN};;) {
        if (poll(&input, 1, 0) == 0) {
            turn(1);
            continue;
        }
        if (read(0, order + length, 1) != 1) return 0;
        if (order[length] == '\n') {
            order[length] = 0;
            obey(order);
            length = 0;
        } else if (length < (int)sizeof order - 2) length++;
    }
}
