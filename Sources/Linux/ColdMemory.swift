import CLinux

/// Memory that was not touched for long: a store into it waits until the processor has it, where it was not asked for
/// ahead.
package enum ColdMemory {
    /// The bytes there are to be written soon. Changes nothing.
    package static func willWrite(_ start: UnsafeRawPointer, count: Int) { CLinux_willWrite(start, count) }
}
