import Recording
import Rulebook
import Timing
import Wire

/// A session of a recording as the core alone reads it.
struct FoldedRecording: ~Copyable {
    let event: Event
    let session: Session
    let timekeeper: Timekeeper

    /// `session` is the journal's own or the event's first where none is named; `commands` a file of commands applied
    /// after the recording.
    init(_ directory: String, session id: String?, commands: String? = nil) throws {
        let recording = try Recording.read(directory: directory)
        guard let session = recording.event.session(id ?? recording.session) else {
            throw Failure("no session \"\(id ?? "")\" in \(directory)/event.yaml")
        }
        var timekeeper = Timekeeper(session)
        for input in recording.inputs { timekeeper.read(input) }
        if let commands { try timekeeper.take(commandsIn: commands) }
        event = recording.event
        self.session = session
        self.timekeeper = timekeeper
    }
}

extension Timekeeper {
    fileprivate mutating func take(commandsIn file: String) throws {
        for (line, text) in try TextFile.text(file).split(separator: "\n").enumerated() {
            do {
                let command = try Command(try JSON(Array(text.utf8)))
                try take(.act(command.act(id: "command-\(line + 1)", now: now)))
            } catch let refusal as Refusal {
                throw Failure("\(file):\(line + 1): \(refusal)")
            }
        }
    }

    /// As the daemon reads its journal: an act that is refused waits for a decision.
    fileprivate mutating func read(_ input: Input) {
        do throws(ActRefusal) {
            _ = try apply(input)
        } catch {
            if case .act(let act) = input { setAside(act, because: error) }
        }
    }

    fileprivate mutating func take(_ input: Input) throws {
        do throws(ActRefusal) {
            _ = try apply(input)
        } catch {
            throw Refusal(error)
        }
    }
}
