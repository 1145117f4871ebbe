/* A clock to play with, for LD_PRELOAD. The time of day, by time(2) and by clock_gettime(2) alike, has an offset in seconds
 * that is read anew from the file $CLOCK_OFFSET at each call: it can be set back and ahead under a running process. The time
 * since the start of the machine, by which progress is shown, goes $CLOCK_SPEED times as fast. (The start-up of libfaketime
 * confuses Swift's search for argv.) */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static long offset(void)
{
    char text[32] = "";
    const char *path = getenv("CLOCK_OFFSET");
    int file = path ? open(path, O_RDONLY | O_CLOEXEC) : -1;
    if (file >= 0) {
        if (read(file, text, sizeof text - 1) < 0) text[0] = 0;
        close(file);
    }
    return atol(text);
}

int clock_gettime(clockid_t clock, struct timespec *out)
{
    const char *speed = getenv("CLOCK_SPEED");
    int result = (int)syscall(SYS_clock_gettime, clock, out);
    if (clock == CLOCK_REALTIME) out->tv_sec += offset();
    if (clock == CLOCK_BOOTTIME && speed) {
        long long nanoseconds = (out->tv_sec * 1000000000LL + out->tv_nsec) * atol(speed);
        out->tv_sec = nanoseconds / 1000000000LL;
        out->tv_nsec = nanoseconds % 1000000000LL;
    }
    return result;
}

time_t time(time_t *out)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    if (out) *out = now.tv_sec;
    return now.tv_sec;
}
