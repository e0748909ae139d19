import Glibc
import Synchronization

/// The descriptors that this process has open, sockets and others. It keeps one of its own for looking:
/// when none is left, looking matters most.
package final class OpenDescriptors: Sendable {
    private let folder: Mutex<OpaquePointer?>

    package init() { folder = Mutex(opendir("/proc/self/fd")) }

    deinit {
        folder.withLock { folder in
            if let folder { closedir(folder) }
        }
    }

    /// Those that are open now.
    package var now: [Stream] {
        folder.withLock { folder in
            guard let folder else { return [] }
            rewinddir(folder)
            let own = dirfd(folder)
            var found: [Stream] = []
            while let entry = readdir(folder) {
                let number = withUnsafePointer(to: &entry.pointee.d_name) {
                    $0.withMemoryRebound(to: CChar.self, capacity: 256) { atoi($0) }
                }
                if number > 2, number != own { found.append(Stream(number)) }
            }
            return found
        }
    }
}
