import Glibc

/// Other programs of the system, run to their end.
enum Program {
    /// - Returns: the exit status; -1 when it could not be started or was ended by a signal.
    static func run(_ words: String...) -> Int32 {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for descriptor: Int32 in 0...2 {
            posix_spawn_file_actions_addopen(&actions, descriptor, "/dev/null", O_RDWR, 0)
        }
        var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
        defer { for word in arguments { free(word) } }
        var started = pid_t()
        guard posix_spawnp(&started, words[0], &actions, nil, &arguments, environ) == 0 else { return -1 }
        var status: Int32 = 0
        guard waitpid(started, &status, 0) == started, status & 0x7F == 0 else { return -1 }
        return status >> 8 & 0xFF
    }
}
