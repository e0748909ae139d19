import Glibc

/// A place of our own for mounts, which is gone with the last process in it.
enum Apart {
    private static let mark = "LAPWING_CHAOS_APART"

    static var isThere: Bool { getenv(mark) != nil }

    /// Begins this program anew where it may mount. Comes back only when that is not possible.
    static func enter() {
        let how = geteuid() == 0 ? "-m" : "-rm"
        guard Program.run("unshare", how, "true") == 0 else { return }
        setenv(mark, "1", 1)
        guard let own = realpath("/proc/self/exe", nil) else { return }
        defer { free(own) }
        let words = ["unshare", how, String(cString: own)] + CommandLine.arguments.dropFirst()
        var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) }
        arguments.append(nil)
        execvp("unshare", &arguments)
        unsetenv(mark)
    }
}
