public import Timing

/// What the file formats do not say and the importer has to be told.
public struct ImportOptions: Hashable, Sendable {
    /// Day of the start signal as `YYYY-MM-DD`; nil puts the race on 1970-01-01, which is noted.
    public var date: String?
    /// The race's time certain; nil where only the chequered flag ended it.
    public var duration: Milliseconds?
    /// Name of the event; nil takes the name of the file with the laps.
    public var eventName: String?
    /// Name of the circuit; nil is noted as unknown.
    public var circuitName: String?
    /// What the session was run for; nil takes what the files say of it.
    public var kind: Session.Kind?
    /// Short name of the session in topics, files and commands; nil takes its kind.
    public var sessionID: String?
    /// Name of the session; nil takes its kind.
    public var sessionName: String?
    /// Share of the winner's laps in percent below which a car is not classified; nil takes the format's
    /// habit: 70 for TSL, 0 for Al Kamel.
    public var classifiedPercent: Int?

    public init(
        date: String? = nil, duration: Milliseconds? = nil, eventName: String? = nil,
        circuitName: String? = nil, kind: Session.Kind? = nil, sessionID: String? = nil, classifiedPercent: Int? = nil
    ) {
        self.date = date
        self.duration = duration
        self.eventName = eventName
        self.circuitName = circuitName
        self.kind = kind
        self.sessionID = sessionID
        self.classifiedPercent = classifiedPercent
    }
}

/// A race read from another timekeeper's files, and what had to be estimated or assumed for it.
public struct Imported: Sendable {
    public let recording: Recording
    /// Plain sentences, one for each estimate, assumption and oddity of the files.
    public let notes: [String]

    public init(recording: Recording, notes: [String]) {
        self.recording = recording
        self.notes = notes
    }
}

/// Why files could not be imported: where, what stands there, what was expected and what to do.
public struct ImportFault: Error, Hashable, Sendable, CustomStringConvertible {
    /// Name of the file, or of the option, at fault.
    public let file: String
    /// Line of the file, counted from 1; nil where no single line is at fault.
    public let line: Int?
    /// What was found.
    public let found: String
    /// What should have been there.
    public let expected: String
    /// What to do about it.
    public let remedy: String

    public init(file: String, line: Int?, found: String, expected: String, remedy: String) {
        self.file = file
        self.line = line
        self.found = found
        self.expected = expected
        self.remedy = remedy
    }

    public var description: String {
        let place = line.map { "\(file):\($0)" } ?? file
        return "\(place): found \(found); expected \(expected); \(remedy)"
    }
}
