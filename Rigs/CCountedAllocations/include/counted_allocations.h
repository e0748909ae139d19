#pragma once

#include <stdint.h>

// Loaded in front of the C library (LD_PRELOAD), this counts what one thread asks of the heap.

/// How often the calling thread has asked for memory.
uint64_t lapwing_allocations(void);
