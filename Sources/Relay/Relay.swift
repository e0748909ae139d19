package import Client
import Linux
import NATS
import Wire

/// Carries a session of the publication to JetStream, on one thread; of a meeting the one that is shown at once, and
/// the others as soon as there is nothing else to do (`visitOthers`).
///
/// It keeps nothing: where it goes on it asks the stream, and what the stream lacks the daemon. So any part may be
/// killed at any instant, and several relays may carry the same session.
package struct Relay: ~Copyable {
    private(set) var following: Following<RelayReader>
    let addresses: Following<RelayReader>.Addresses
    let options: RelayOptions
    private let stream: RaceStream
    var log = ErrorLines("relay")
    private var silence: DaemonSilence
    /// What waits for its turn.
    private(set) var waiting: ArraySlice<Carried> = []
    var writer: StreamWriter?
    /// The session's table in parts, each with its last message.
    private(set) var table: TableWriter?
    /// The session that both carry.
    private(set) var session: String?
    /// The tables of sessions that were left.
    var tables: [String: TableWriter] = [:]
    /// It stays at a session that is not shown, for a moment.
    let isVisit: Bool
    /// What is known of other sessions.
    var others = OtherSessions()
    /// A snapshot has been sent since the writer began.
    private(set) var hasSnapshot = false
    /// Names answers apart from those to earlier publications.
    var turns: UInt64 = 0
    private var nextSnapshot = ContinuousClock.now
    private var refusals = 0
    private var putRight = 0
    private var complained: UInt64?
    private var told: (fault: NATSFault, at: ContinuousClock.Instant)?

    /// More than this waits for the stream: what comes is left, and asked for later.
    private static var mostWaiting: Int { 8192 }

    /// - Throws: where an address of the daemon is malformed.
    package init(
        _ addresses: Following<RelayReader>.Addresses, session: String?, options: RelayOptions
    ) throws {
        try self.init(addresses, session: session, options: options, isVisit: false)
    }

    init(
        _ addresses: Following<RelayReader>.Addresses, session: String?, options: RelayOptions, isVisit: Bool
    ) throws {
        (self.addresses, self.isVisit) = (addresses, isVisit)
        following = try Following(addresses, session: session, reader: RelayReader())
        silence = DaemonSilence(at: addresses.publication)
        self.options = options
        stream = RaceStream(
            name: options.stream, meeting: options.meeting, mostBytes: options.mostBytes, replicas: options.replicas)
    }

    /// Goes on until the process ends.
    /// - Throws: where the sockets of the publication fail.
    package mutating func run() throws {
        var pause = Duration.milliseconds(100)
        while true {
            let began = ContinuousClock.now
            do {
                try carry()
            } catch let fault as NATSFault {
                tell(fault)
            }
            leave()
            if ContinuousClock.now - began > .seconds(10) { pause = .milliseconds(100) }
            let until = ContinuousClock.now + pause
            while ContinuousClock.now < until { try follow(milliseconds: 20) }
            pause = min(pause * 2, .seconds(2))
        }
    }

    /// A server that is away for an hour is said once a minute.
    private mutating func tell(_ fault: NATSFault) {
        let now = ContinuousClock.now
        if let told, told.fault == fault, now < told.at + .seconds(60) { return }
        told = (fault, now)
        log.say("\(fault)")
    }

    private mutating func leave() {
        writer = nil
        table = nil
        tables = [:]
        others = OtherSessions()
        session = nil
        waiting = []
        following.reader.leave()
    }

    /// Carries until something fails.
    private mutating func carry() throws {
        var connection = try NATSConnection(options.nats)
        try stream.prepare(&connection)
        told = nil
        log.say("connected to \(options.nats.publicServers), stream \(stream.name)")
        while true {
            try step(&connection)
            try visitOthers(&connection)
        }
    }

    /// Takes what is published, and carries it as far as it goes now.
    mutating func step(_ connection: inout NATSConnection) throws {
        try follow(milliseconds: waiting.isEmpty && table?.hasMore != true ? 10 : 0)
        try settle(&connection)
        try send(connection)
        try table?.step(by: connection)
        try takeAnswers(connection)
        guard connection.isOpen else { throw NATSFault("the connection to the server of NATS is lost") }
    }

    private mutating func follow(milliseconds: Int) throws {
        do {
            _ = try following.follow(milliseconds: milliseconds)
        } catch let refused as Refused {
            log.complain("refused (\(refused.reason.text)): \(refused.message); \(refused.remedy)")
        } catch let refusal as Refusal {
            log.complain("an answer cannot be read: \(refusal)")
        }
        if let line = silence.note(following.silentFor, isExpected: session != nil) { log.say(line) }
        for words in following.reader.said() { log.say(words) }
        tellSmallerEpoch()
        waiting += following.reader.taken()
        following.reader.isFull = waiting.count > Self.mostWaiting
    }

    private mutating func tellSmallerEpoch() {
        let smaller = following.reader.smallerEpoch
        guard smaller != complained else { return }
        complained = smaller
        guard let smaller, let last = writer?.last else { return }
        log.say(
            "the daemon publishes epoch \(smaller), the stream has \(last.epoch), which is later; nothing of it is "
                + "carried: give the daemon its journal back, or another --meeting or --stream")
    }

    /// Goes on where the stream stands: at the beginning, behind another's publication, when another session is
    /// shown.
    private mutating func settle(_ connection: inout NATSConnection) throws {
        guard let now = following.session else { return }
        guard writer == nil || session != now else { return }
        let subjects = RelaySubjects(meeting: options.meeting, session: now)
        let place = try stream.place(of: subjects.delta, in: &connection)
        if session != now, !isVisit {
            let after = place.last.map { "after \($0.epoch).\($0.sequence)" } ?? "from its first delta"
            log.say("carries session \(now) to \(subjects.delta), \(after)")
        }
        turns += 1
        if session != now {
            if let session { tables[session] = table }
            table =
                tables.removeValue(forKey: now)
                ?? TableWriter(subjects, stream: stream.table, prefix: "t\(turns)")
            putRight = table?.putRight ?? 0
        }
        // Answers that came meanwhile were dropped.
        table?.lookAgain()
        session = now
        others.forget(now)
        hasSnapshot = false
        waiting = []
        writer = StreamWriter(subjects, at: place, turn: turns)
        following.reader.begin(after: place.last)
        nextSnapshot = .now
    }

    private mutating func send(_ connection: borrowing NATSConnection) throws {
        guard writer != nil else { return }
        while let next = waiting.first, writer?.isWaiting == false {
            try writer?.send(next, by: connection)
            waiting.removeFirst()
            tabulate(next)
            if case .snapshot = next { hasSnapshot = true }
        }
        if waiting.isEmpty { waiting = [] }
        if ContinuousClock.now >= nextSnapshot {
            // Without a table there is a hurry.
            nextSnapshot = .now + .seconds(table?.wantsSnapshot == true ? 1 : options.snapshotSeconds)
            following.reader.wantsSnapshot = true
        }
    }

    private mutating func tabulate(_ carried: Carried) {
        let hadTable = table?.wantsSnapshot == false
        do throws(Refusal) {
            try table?.take(carried)
        } catch {
            log.say("the table of cars, stops and alerts waits for a snapshot: \(error)")
        }
        if hadTable, table?.wantsSnapshot == true { nextSnapshot = .now }
        if let count = table?.putRight, count != putRight {
            putRight = count
            log.say("a snapshot has put right parts of the table of cars, stops and alerts, \(count) so far")
        }
    }

    private mutating func takeAnswers(_ connection: borrowing NATSConnection) throws {
        guard writer?.isWaiting == true || table?.isWaiting == true else { return }
        // One that waits for room waits for an answer.
        var wait: Int64 = !waiting.isEmpty && writer?.isWaiting == true ? 5 : 0
        if table?.hasMore == true { wait = max(wait, 1) }
        while let answer = try connection.answer(milliseconds: wait) {
            wait = 0
            try table?.take(answer)
            switch try writer?.take(answer) {
            case .refused(let words):
                refusals += 1
                log.say("another writer (\(words)), \(refusals) so far: goes on where the stream stands")
                writer = nil
                return
            case .failed(let words): throw NATSFault(words)
            case .fine, nil: continue
            }
        }
        if writer?.isForgotten == true { throw NATSFault("JetStream has not answered for 5 s") }
    }
}
