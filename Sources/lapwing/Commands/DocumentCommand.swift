import ArgumentParser
import Client
import Journal
import Meeting
import Recording
import Timing
import Wire

/// `lapwing document`: the papers of the meeting, with their numbers.
struct DocumentCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "document",
        abstract: "Issue a result, a grid, a decision or a bulletin: the daemon gives number and version.",
        discussion: "A document is taken back by lapwing control withdraw ID; its number is not given again.",
        subcommands: [Issue.self, List.self])

    struct Issue: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "issue",
            abstract: "Issue a paper: its hash, and the delta that it was made of, are kept with its number.",
            discussion: """
                lapwing document issue result race1.json --title "Race 1, provisional classification"
                lapwing document issue decision d7.pdf --subject "decision 7" --title "Car 88, unsafe release" \\
                  --of race1:1526715000000.2410
                A paper in JSON as lapwing results writes it says itself what it was made of.
                """)
        @OptionGroup var options: Control.Options
        @Argument(help: "result, grid, decision or bulletin.", transform: Choice.word) var kind: MeetingDocument.Kind
        @Argument(help: "The paper: a file.") var paper: String
        @Option(help: "As it stands on the paper.") var title: String
        @Option(
            help: ArgumentHelp(
                "What it is about: papers of one kind about one subject are versions of one document. Else the session "
                    + "that it was made of.", valueName: "text"))
        var subject: String?
        @Option(
            help: ArgumentHelp(
                "What it was made of: session, epoch and sequence as the messages have them.",
                valueName: "session:epoch.seq"))
        var of: String?

        func run() throws {
            let bytes = try TextFile.read(paper)
            let origin = try self.of.map(Self.origin) ?? Self.origin(in: bytes)
            if origin == nil, kind == .result || kind == .grid {
                throw ValidationError("say what it was made of: --of race1:1526715000000.2410")
            }
            guard let subject = subject ?? origin?.session else {
                throw ValidationError("say what it is about: --subject \"decision 7\"")
            }
            let document = MeetingDocument(
                kind, subject: subject, title: title, hash: PaperHash.hex(bytes), of: origin)
            try options.send(
                MeetingCommand(
                    id: options.id, by: options.by, at: options.at, isDryRun: options.dryRun,
                    action: .issue(MeetingDocument.Issue(document))
                ).bytes)
        }

        /// `race1:1526715000000.2410`
        private static func origin(_ text: String) throws -> ResultOrigin {
            let parts = text.split(separator: ":", omittingEmptySubsequences: false)
            let numbers = parts.last?.split(separator: ".", omittingEmptySubsequences: false) ?? []
            guard parts.count == 2, !parts[0].isEmpty, numbers.count == 2, let epoch = UInt64(numbers[0]),
                let sequence = UInt64(numbers[1])
            else {
                throw ValidationError("--of: found \(text), expected session:epoch.seq, as race1:1526715000000.2410")
            }
            return ResultOrigin(String(parts[0]), epoch: epoch, sequence: sequence)
        }

        private static func origin(in bytes: [UInt8]) -> ResultOrigin? {
            guard let results = try? PublishedResults(JSON(bytes)), let epoch = results.epoch,
                let sequence = results.sequence
            else { return nil }
            return ResultOrigin(results.session, epoch: epoch, sequence: sequence)
        }
    }

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "List the documents in order of their numbers.",
            discussion: "JSON is the `documents` message (docs/protocol.md, section 4.14).")
        @OptionGroup var daemon: DaemonAddress
        @ArgumentParser.Flag(help: "The message itself.") var json = false

        func run() throws {
            let answer = try daemon.ask().answer(MeetingQuestion.documents.bytes)
            if json { return printJSON(answer) }
            let told = try PublishedDocuments(JSON(answer))
            let columns: [TextTable.Column] = [
                .right("NO"), .right("VERSION"), .left("KIND"), .left("SUBJECT"), .left("TITLE", most: 60),
                .left("ISSUED", most: 30), .left("BY"), .left("OF", most: 60), .left("SHA-256"), .left(""),
            ]
            let rows = told.documents.map { document in
                [
                    "\(document.number)", "\(document.version)", document.kind.text, document.subject, document.title,
                    TimeText.stamp(document.issued), document.by,
                    document.origin.map { "\($0.session):\($0.epoch).\($0.sequence)" } ?? "",
                    String(document.hash.prefix(12)), document.isWithdrawn ? "withdrawn" : "",
                ]
            }
            let lines =
                rows.isEmpty
                ? ["no document has been issued"] : TextTable(columns: columns, rows: rows).lines(width: nil)
            print(lines.sheet, terminator: "")
        }
    }
}
