#pragma once

#include <stddef.h>

// The few calls of Linux that Swift's Glibc module does not show. Nothing here knows of racing.
// Each returns 0 (or a descriptor) on success, or a negative errno: the errno variable itself is not to be read.

// pthread_setname_np is a GNU extension, hidden without _GNU_SOURCE. Names the calling thread as `top -H`, `perf`
// and a core file show it. The kernel keeps 15 bytes and refuses more; a longer name is cut here, since a thread
// with half a name is better than one without.
int CLinux_nameThread(const char *name);

// <sys/eventfd.h> is in no module map. A descriptor that one thread writes (8 bytes) and another polls: how a thread
// that waits on sockets is woken by one that has no socket. Non-blocking and closed on exec.
int CLinux_makeEventDescriptor(void);

// cpu_set_t and its macros are GNU extensions, and macros that take parameters are not imported. Binds the calling
// thread to one processor, counted from 0. -EINVAL when this process may not run there.
int CLinux_pinThread(int processor);

// dl_iterate_phdr is a GNU extension. Writes the build id of this program, which its linker made of the content
// (`--build-id`), and returns its length in bytes. -ENOENT when it was linked without one, or when `room` is too small.
int CLinux_readBuildId(unsigned char *id, int room);

// SO_COOKIE is in no module map. A number that no other socket of this machine has had: tells a descriptor's connection
// from a later one with the same descriptor.
int CLinux_readCookie(int descriptor, unsigned long long *cookie);

// glibc's tcp_info ends before the counts of bytes; the kernel's has them. What the process has read of a tcp
// connection, and what its peer has acknowledged. -ENOTSUP for other sockets and for kernels before 4.1.
int CLinux_readTraffic(int descriptor, unsigned long long *received, unsigned long long *acknowledged);

// SIOCOUTQ is a macro that Swift cannot see. Bytes that were written to a connection and not yet taken by its peer.
int CLinux_unsent(int descriptor);

// malloc_trim is a GNU extension. Freed pages go back to the system.
void CLinux_giveMemoryBack(void);

// mallopt is in no module map. From here on pieces of a mebibyte and more go back to the system when they are freed, and
// all threads share two heaps.
void CLinux_keepHeapSmall(void);

// SEEK_DATA is hidden without _GNU_SOURCE: lseek to the next byte of a file that is not a hole.
extern const int CLinux_seekData;

// A file that is cut under a shared mapping ends the process at the next store (SIGBUS). For a mapping named here the
// store goes into memory of the process instead: the file is lost, the process goes on. A few mappings at once;
// -ENOSPC when there are more. The handler is installed with the first.
int CLinux_keepMapping(void *start, size_t length);
void CLinux_forgetMapping(void *start);

// __builtin_prefetch is in no module map. Asks for the lines of memory that are to be written soon, and waits for none.
static inline void CLinux_willWrite(const void *start, size_t length) {
    for (size_t at = 0; at < length; at += 64) __builtin_prefetch((const char *)start + at, 1);
}
