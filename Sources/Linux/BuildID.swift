import CLinux

/// The linker's hash of a program's content (`--build-id`).
package enum BuildID {
    /// The build id of this program; nil when it was linked without one.
    package static var ofThisProgram: [UInt8]? {
        var id = [UInt8](repeating: 0, count: 64)
        let length = CLinux_readBuildId(&id, Int32(id.count))
        return length > 0 ? Array(id[..<Int(length)]) : nil
    }
}
