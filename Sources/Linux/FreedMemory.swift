import CLinux

/// What becomes of memory that the process has freed.
package enum FreedMemory {
    /// Large pieces are handed back to the system at once, also when larger ones have been freed before; and threads
    /// share two heaps, so that what one has freed another can use. To be called before there are other threads. A
    /// daemon that has read a race of 24 hours is some megabytes smaller for it.
    package static func handBack() { CLinux_keepHeapSmall() }
}
