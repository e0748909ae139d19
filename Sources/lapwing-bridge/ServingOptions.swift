import ArgumentParser
import Bridges

/// How many clients a bridge serves, and what may wait for one.
struct ServingOptions: ParsableArguments {
    @Flag(
        help: """
            Write texts in ASCII, letters without their accents, for clients that read UTF-8: one byte of code page \
            1252 ends their line or their connection.
            """)
    var withoutAccents = false

    @Option(help: ArgumentHelp("Clients served at once.", valueName: "count"))
    var clients = 200

    @Option(help: ArgumentHelp("KiB that may wait for a client; one with more is cut.", valueName: "KiB"))
    var queue = 1024

    func validate() throws {
        if clients < 1 { throw ValidationError("--clients \(clients): expected 1 or more") }
        if !(64...65_536 ~= queue) { throw ValidationError("--queue \(queue): expected 64 to 65536 KiB") }
    }

    var limits: LineServer.Limits {
        var limits = LineServer.Limits()
        limits.clients = clients
        limits.queue = queue * 1024
        return limits
    }

    /// A track's length: clients take it for a number.
    static func miles(_ text: String) throws -> String {
        let isNumber = text.utf8.allSatisfy { 0x30...0x39 ~= $0 || $0 == UInt8(ascii: ".") }
        guard isNumber, text.utf8.count <= 8, let miles = Double(text), miles > 0 else {
            throw ValidationError(
                "found \"\(text)\", expected miles as digits and a point, at most 8 characters, as 3.444")
        }
        return text
    }

    /// The address of an option.
    static func address(_ text: String) throws -> ListenAddress {
        guard let address = ListenAddress(text) else {
            throw ValidationError("found \"\(text)\", expected an address and a port, as :50000")
        }
        return address
    }
}
