/* A power cut to play with, for LD_PRELOAD. Whenever the program asks for a file to be on the disk, the file is copied as
 * it is then to NAME.durable: what lies there would be left after a power cut, if the disk had nothing else. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static void keep(int file)
{
    static char buffer[1 << 16];
    char link[32], name[1024], copy[1100], unfinished[1100];
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t length = readlink(link, name, sizeof name - 1);
    if (length < 0) return;
    name[length] = 0;
    snprintf(copy, sizeof copy, "%s.durable", name);
    snprintf(unfinished, sizeof unfinished, "%s.unfinished", name);
    int to = open(unfinished, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (to < 0) return;
    off_t at = 0;
    ssize_t count;
    while ((count = pread(file, buffer, sizeof buffer, at)) > 0 && write(to, buffer, (size_t)count) == count) at += count;
    close(to);
    if (count == 0) rename(unfinished, copy);
}

int fdatasync(int file)
{
    int result = (int)syscall(SYS_fdatasync, file);
    if (result == 0) keep(file);
    return result;
}

int fsync(int file)
{
    int result = (int)syscall(SYS_fsync, file);
    if (result == 0) keep(file);
    return result;
}
