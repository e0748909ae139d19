import Wire

/// The members that every message begins with, checked.
extension Members {
    /// The members of a whole message.
    init(message json: JSON, type: String, absence: Absence = .refused) throws(Refusal) {
        try self.init(json, absence: absence)
        let version: Int? = absence == .refused ? try number("v") : try numberIfPresent("v")
        guard version == nil || version == 1 else {
            throw Refusal(
                .wrongVersion, field: "v", "found \(version ?? 0)", expected: "1",
                remedy: "the daemon speaks a later protocol: install the program that belongs to it")
        }
        let found = try text("type")
        guard found == type else {
            throw Refusal(
                .wrongType, field: "type", "found \"\(found)\"", expected: "\"\(type)\"",
                remedy: "look at the address: another socket, or another program, answers there")
        }
    }
}
