#pragma once
/* What Glibc's module does not bring. No feature macro here: it would change every module that includes the same headers. */
#include <errno.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/file.h>
#include <unistd.h>
