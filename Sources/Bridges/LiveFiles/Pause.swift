import Glibc

/// Lets time go by on a thread that has nothing to do.
enum Pause {
    static func milliseconds(_ count: Int32) { _ = poll(nil, 0, count) }
}
