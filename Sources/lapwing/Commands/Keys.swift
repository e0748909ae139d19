import ArgumentParser
import DaemonLine
import ZeroMQ

/// `lapwing keys`: the keys by which daemon, feeds and people know each other.
struct Keys: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys",
        abstract: "Make a key, or show its public half (docs/operations.md, \"Keys\").",
        subcommands: [New.self, Show.self])

    struct New: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "new",
            abstract: "Write a new secret key for its owner alone, and print what others are given.")

        @Argument(help: "File to write; it must not be there yet.")
        var file: String

        func run() throws {
            let keys: CurveKeys
            do {
                keys = try KeyFile.make(file)
            } catch {
                throw Failure("\(error)")
            }
            print(
                """
                \(file): a new secret key; only its owner can read it, and it belongs in no other place
                public key: \(keys.publicKey)

                For the allow-list of the daemon (name the party, choose its roles):
                - {name: \(name), key: "\(keys.publicKey)", roles: [reader]}

                If it is the daemon's own, others give it as:
                --server-key '\(keys.publicKey)'
                """)
        }

        /// The file's name, as far as it can be a party's.
        private var name: String {
            let last = file.split(separator: "/").last.map(String.init) ?? ""
            let letters = last.prefix { $0 != "." }.filter { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }
            return letters.first?.isLetter == true ? String(letters) : "party"
        }
    }

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show", abstract: "Print the public key that belongs to a secret.")

        @Argument(help: "File of the secret key.")
        var file: String

        func run() throws { print(try KeyOptions.keys(file).publicKey) }
    }
}
