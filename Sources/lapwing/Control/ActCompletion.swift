import ArgumentParser

/// Ids of acts, completed by the shell.
enum ActCompletion {
    static let kind = CompletionKind.shellCommand("lapwing decisions --ids 2>/dev/null")
}
