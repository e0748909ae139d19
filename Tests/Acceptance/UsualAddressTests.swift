import Testing

/// A circuit says once where its daemon is.
struct UsualAddressTests {
    @Test("an address that a command does not give is the environment's")
    func environment() async throws {
        let folder = try Folder()
        let there = ["LAPWING_QUERY": "tcp://127.0.0.1:9", "LAPWING_CONTROL": "ipc://\(folder.path("control"))"]
        func asked(_ arguments: String...) async throws -> String {
            try await run(Project.program("lapwing"), arguments, in: folder, environment: there).errors
        }
        #expect(try await asked("status", "--timeout", "100ms").contains("no answer from tcp://127.0.0.1:9 within"))
        #expect(
            try await asked("status", "--timeout", "100ms", "--query", "tcp://127.0.0.1:19").contains(
                "no answer from tcp://127.0.0.1:19 within"))
        #expect(
            try await asked("control", "flag", "red", "--timeout", "100ms").contains(
                "no answer from ipc://\(folder.path("control")) within"))
    }
}
