import Recording
import Rulebook
import Timing
import Wire

/// A session of a recording as the core alone reads it.
struct FoldedRecording: ~Copyable {
    let recording: Recording
    let event: Event
    let session: Session
    let timekeeper: Timekeeper

    /// `session` is one of a meeting's journal; else the journal's own, or the event's first, where none is named.
    /// `commands` is a file of commands applied after the recording.
    init(_ directory: String, session id: String?, commands: String? = nil) throws {
        let recording = try Recording.read(directory: directory, session: id)
        guard let session = recording.event.session(id ?? recording.session) else {
            throw Failure("no session \"\(id ?? "")\" in \(directory)/event.yaml")
        }
        var timekeeper = Timekeeper(session, believesEveryBox: recording.isOfMeeting)
        recording.fold(into: &timekeeper)
        if let commands { try timekeeper.take(commandsIn: commands) }
        self.recording = recording
        event = recording.event
        // As the acts have made it.
        self.session = timekeeper.session
        self.timekeeper = timekeeper
    }

    /// The recording, with how far its time went.
    var timed: Recording {
        var recording = recording
        // Alone it knows boxes of its own cars only: the time that it came to is the house's.
        let isTold = recording.isOfMeeting && timekeeper.now > .distantPast
        recording.reached = isTold ? [0: timekeeper.now] : timekeeper.timesTold
        return recording
    }
}

extension Timekeeper {
    fileprivate mutating func take(commandsIn file: String) throws {
        for (line, text) in try TextFile.text(file).split(separator: "\n").enumerated() {
            do {
                let spoken = try Command(try JSON(Array(text.utf8)))
                try command(spoken.act(id: "command-\(line + 1)", now: now))
            } catch let refusal as Refusal {
                throw Failure("\(file):\(line + 1): \(refusal)")
            }
        }
    }

    fileprivate mutating func command(_ act: Act) throws {
        do throws(ActRefusal) {
            _ = try take(.act(act))
        } catch {
            throw Refusal(error)
        }
    }
}
