#define _GNU_SOURCE
#include <pthread.h>
#include <stdbool.h>
#include <string.h>
#include <sys/epoll.h>
#include <time.h>

// libzmq stops reading of a connection while its queue is full. When the peer breaks off then, libzmq marks the
// connection as broken and keeps it; a ping that is answered or sent on it afterwards ends the process
// (`Assertion failed: !_io_error`, 4.3.4 and 4.3.5). So any stranger could end the daemon: a thousand empty messages,
// a ping, a reset.
//
// The system tells of a broken connection whether or not it was asked to, and libzmq reads once for that and once more
// where there is something to read. So this is kept back here, from libzmq's own threads alone: where libzmq reads, the
// end of a connection is readable, and where it does not, it finds the end when it reads again.
//
// A program's own function goes before the C library's, also for the libraries that it uses.

static bool isOfZeroMQ(void) {
    static _Thread_local int known;
    if (known == 0) {
        char name[16] = "";
        known = pthread_getname_np(pthread_self(), name, sizeof name) == 0 && strncmp(name, "ZMQbg", 5) == 0 ? 1 : -1;
    }
    return known > 0;
}

static int keepBack(struct epoll_event *events, int count) {
    int kept = 0;
    for (int place = 0; place < count; place++) {
        struct epoll_event event = events[place];
        event.events &= ~(uint32_t)(EPOLLERR | EPOLLHUP);
        if (event.events != 0) events[kept++] = event;
    }
    return kept;
}

int epoll_wait(int descriptor, struct epoll_event *events, int most, int milliseconds) {
    int count = epoll_pwait(descriptor, events, most, milliseconds, NULL);
    if (count <= 0 || !isOfZeroMQ()) return count;
    int kept = keepBack(events, count);
    // What is kept back is told again at once: until it is over, the thread looks each half millisecond. To libzmq it is as
    // if its time had passed.
    const struct timespec pause = {0, 500000};
    if (kept == 0) clock_nanosleep(CLOCK_MONOTONIC, 0, &pause, NULL);
    return kept;
}
