#define _GNU_SOURCE
#include "CLinux.h"

#include <elf.h>
#include <errno.h>
#include <link.h>
#include <linux/sockios.h>
#include <linux/tcp.h>
#include <malloc.h>
#include <netinet/in.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stddef.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

int CLinux_nameThread(const char *name) {
    char kept[16];
    strncpy(kept, name, sizeof kept - 1);
    kept[sizeof kept - 1] = 0;
    return -pthread_setname_np(pthread_self(), kept);
}

int CLinux_makeEventDescriptor(void) {
    int descriptor = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    return descriptor < 0 ? -errno : descriptor;
}

int CLinux_pinThread(int processor) {
    // CPU_SET outside the set writes nothing, and an empty set would be refused as EINVAL all the same.
    if (processor < 0 || processor >= CPU_SETSIZE) return -EINVAL;
    cpu_set_t set;
    CPU_ZERO(&set);
    CPU_SET(processor, &set);
    return -pthread_setaffinity_np(pthread_self(), sizeof set, &set);
}

struct BuildId {
    unsigned char *id;
    int room;
    int length;
};

// The first object that is told is the program itself.
static int readBuildId(struct dl_phdr_info *object, size_t size, void *context) {
    (void)size;
    struct BuildId *found = context;
    for (int place = 0; place < object->dlpi_phnum; place++) {
        const ElfW(Phdr) *segment = &object->dlpi_phdr[place];
        if (segment->p_type != PT_NOTE) continue;
        // Name and content are each padded to the alignment of the segment: 4, or 8.
        size_t padding = segment->p_align == 8 ? 7 : 3;
        const char *note = (const char *)(object->dlpi_addr + segment->p_vaddr);
        const char *end = note + segment->p_memsz;
        while (note + sizeof(ElfW(Nhdr)) <= end) {
            const ElfW(Nhdr) *head = (const ElfW(Nhdr) *)note;
            const char *name = note + sizeof *head;
            const char *content = note + ((sizeof *head + head->n_namesz + padding) & ~padding);
            if (content > end || head->n_descsz > (size_t)(end - content)) break;
            if (head->n_type == NT_GNU_BUILD_ID && head->n_namesz == 4 && memcmp(name, "GNU", 4) == 0) {
                if (head->n_descsz > (size_t)found->room) return 1;
                memcpy(found->id, content, head->n_descsz);
                found->length = (int)head->n_descsz;
                return 1;
            }
            note = content + ((head->n_descsz + padding) & ~padding);
        }
    }
    return 1;
}

int CLinux_readBuildId(unsigned char *id, int room) {
    struct BuildId found = {id, room, 0};
    dl_iterate_phdr(readBuildId, &found);
    return found.length > 0 ? found.length : -ENOENT;
}

int CLinux_readCookie(int descriptor, unsigned long long *cookie) {
    socklen_t length = sizeof *cookie;
    return getsockopt(descriptor, SOL_SOCKET, SO_COOKIE, cookie, &length) == 0 ? 0 : -errno;
}

int CLinux_readTraffic(int descriptor, unsigned long long *received, unsigned long long *acknowledged) {
    // First what waits, then what has come: more can come in between, and nothing is counted below zero.
    int waiting = 0;
    if (ioctl(descriptor, SIOCINQ, &waiting) != 0) waiting = 0;
    struct tcp_info info;
    memset(&info, 0, sizeof info);
    socklen_t length = sizeof info;
    if (getsockopt(descriptor, IPPROTO_TCP, TCP_INFO, &info, &length) != 0) return -errno;
    if (length < offsetof(struct tcp_info, tcpi_bytes_received) + sizeof info.tcpi_bytes_received) return -ENOTSUP;
    unsigned long long came = info.tcpi_bytes_received;
    *received = came - ((unsigned long long)waiting < came ? (unsigned long long)waiting : came);
    *acknowledged = info.tcpi_bytes_acked;
    return 0;
}

int CLinux_unsent(int descriptor) {
    int waiting = 0;
    return ioctl(descriptor, SIOCOUTQ, &waiting) == 0 ? waiting : -errno;
}

void CLinux_giveMemoryBack(void) { malloc_trim(0); }

void CLinux_keepHeapSmall(void) {
    mallopt(M_MMAP_THRESHOLD, 1 << 20);
    mallopt(M_ARENA_MAX, 2);
}

const int CLinux_seekData = SEEK_DATA;

enum { mostMappings = 64 };
static _Atomic(char *) mappings[mostMappings];
static _Atomic size_t lengths[mostMappings];

// Nothing but a call of the system: the fault may lie in the middle of anything, also in a sanitizer's own bookkeeping,
// which would wait for itself if it were called from here.
__attribute__((disable_sanitizer_instrumentation)) static void replacePage(int signal, siginfo_t *fault, void *context) {
    (void)context;
    char *address = fault->si_addr;
    for (int place = 0; place < mostMappings; place++) {
        char *start = mappings[place];
        if (start == NULL || address < start || address >= start + lengths[place]) continue;
        int flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED;
        if ((char *)syscall(SYS_mmap, start, lengths[place], PROT_READ | PROT_WRITE, flags, -1, 0) == start) return;
    }
    struct sigaction standard = {.sa_handler = SIG_DFL};
    sigaction(signal, &standard, NULL);
}

int CLinux_keepMapping(void *start, size_t length) {
    static atomic_flag isInstalled = ATOMIC_FLAG_INIT;
    if (!atomic_flag_test_and_set(&isInstalled)) {
        struct sigaction handler = {.sa_sigaction = replacePage, .sa_flags = SA_SIGINFO};
        if (sigaction(SIGBUS, &handler, NULL) != 0) return -errno;
    }
    for (int place = 0; place < mostMappings; place++) {
        char *none = NULL;
        // A fault in between finds a mapping of no length, and is none of ours.
        if (!atomic_compare_exchange_strong(&mappings[place], &none, start)) continue;
        lengths[place] = length;
        return 0;
    }
    return -ENOSPC;
}

void CLinux_forgetMapping(void *start) {
    for (int place = 0; place < mostMappings; place++) {
        if (mappings[place] != start) continue;
        lengths[place] = 0;
        mappings[place] = NULL;
    }
}
