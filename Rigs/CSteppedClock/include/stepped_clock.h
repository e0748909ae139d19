#pragma once

// Loaded in front of the C library (LD_PRELOAD), this gives one process a wall clock that can be stepped without
// touching the machine's. LAPWING_CLOCK names a file of 8 bytes: the nanoseconds that are added to UTC, read at each call.
// Clocks that never go back are as they are.
