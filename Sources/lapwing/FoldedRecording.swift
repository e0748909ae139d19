import Recording
import Rulebook
import Timing
import Wire

/// A session of a recording as the core alone reads it.
struct FoldedRecording {
    let event: Event
    let session: Session
    private(set) var timekeeper: Timekeeper

    /// `session` is the journal's own or the event's first where none is named; `commands` a file of commands applied
    /// after the recording.
    init(_ directory: String, session id: String?, commands: String? = nil) throws {
        let recording = try Recording.read(directory: directory)
        guard let session = recording.event.session(id ?? recording.session) else {
            throw Failure("no session \"\(id ?? "")\" in \(directory)/event.yaml")
        }
        event = recording.event
        self.session = session
        timekeeper = Timekeeper(session)
        for input in recording.inputs { try apply(input) }
        if let commands { try apply(commandsIn: commands) }
    }

    private mutating func apply(commandsIn file: String) throws {
        for (line, text) in try TextFile.text(file).split(separator: "\n").enumerated() {
            do {
                let command = try Command(try JSON(Array(text.utf8)))
                try apply(.act(command.act(id: "command-\(line + 1)", now: timekeeper.now)))
            } catch let refusal as Refusal {
                throw Failure("\(file):\(line + 1): \(refusal)")
            }
        }
    }

    private mutating func apply(_ input: Input) throws {
        do throws(ActRefusal) {
            _ = try timekeeper.apply(input)
        } catch {
            throw Refusal(error)
        }
    }
}
