import Logging
import Rulebook
import Timing
import Wire
import ZeroMQ

/// Answering: commands by the same door as crossings, questions from what is there.
extension Lane {
    mutating func answerCommand() throws(ZeroMQError) {
        var id: String?
        let answer: [UInt8]
        do throws(Refusal) {
            let command = try Self.command(message)
            id = command.id
            if let asked = command.session, asked != publication.session {
                throw .unknownSession(asked, running: publication.session)
            }
            answer = try execute(command)
        } catch {
            refused.note(error, now: MachineClock.monotonic)
            answer = Reply.refusal(error, id: id)
        }
        try reply(control, answer)
    }

    /// Names of one millisecond are in the order in which they were given.
    private func inOrder(_ count: Int) -> String {
        let digits = String(count)
        return String(repeating: "0", count: max(0, 6 - digits.count)) + digits
    }

    private mutating func execute(_ command: Command) throws(Refusal) -> [UInt8] {
        actCount += 1
        var now = timekeeper.now > .distantPast ? timekeeper.now : Instant(milliseconds: MachineClock.utc)
        // Said again without its instant, as after an answer that was lost, it is the act of then.
        if let id = command.id, let known = timekeeper.act(named: id) { now = known.at }
        let act = command.act(id: "lapwing-\(publication.epoch)-\(inOrder(actCount))", now: now)
        let effect: Effect
        do throws(ActRefusal) {
            effect = try timekeeper.apply(.act(act))
        } catch {
            throw Refusal(error)
        }
        let isRepeated = effect.outcome == .repeated
        let changed = timekeeper.changedRows.sorted().map { timekeeper.session.entries[$0.slot].number }
        if !isRepeated {
            do throws(ZeroMQError) {
                try publish(.act(act), effect)
            } catch {
                log.error("the delta of act \(act.id) could not be sent: \(error)")
            }
            log.notice("\(act.by): \(act.kind.words) (\(act.id))")
        }
        return Reply.acknowledgement(
            of: act, session: publication.session, sequence: publication.sequence, isRepeated: isRepeated,
            changed: isRepeated ? [] : changed)
    }

    mutating func answerQuery() throws(ZeroMQError) {
        var range: ClosedRange<UInt64>?
        var explanation: [UInt8]?
        do throws(Refusal) {
            switch try Self.query(message, session: publication.session) {
            case .snapshot: publication.snapshot(timekeeper, to: writer)
            case .results: publication.results(timekeeper, to: writer)
            case .intermediate(let time): try publication.intermediate(at: time, timekeeper, to: writer)
            case .explain(let car, let thing):
                explanation = try publication.explanation(of: car, thing, timekeeper) { [event, publication] rule in
                    event.place(of: rule, session: publication.session)
                }
            case .status: writeStatus(withTopic: false)
            case .range(let epoch, let from, let to):
                let last = try checkRange(epoch: epoch, from: from, to: to)
                range = from...last
            }
        } catch {
            refused.note(error, now: MachineClock.monotonic)
            try reply(query, Reply.refusal(error))
            return
        }
        if let range { return try answer(range) }
        if let explanation { return try reply(query, explanation) }
        try sendEnvelope(query)
        try send(query)
    }

    private func answer(_ range: ClosedRange<UInt64>) throws(ZeroMQError) {
        let head = Reply.range(
            session: publication.session, epoch: publication.epoch, from: range.lowerBound,
            to: range.upperBound, count: range.count)
        try reply(query, head, more: true)
        for sequence in range {
            guard let delta = history.delta(sequence) else { continue }
            _ = try query.send(delta, more: sequence < range.upperBound, wait: false)
        }
    }

    private func checkRange(epoch: UInt64, from: UInt64, to: UInt64) throws(Refusal) -> UInt64 {
        guard epoch == publication.epoch else {
            throw Refusal(
                .wrongEpoch, field: "epoch", "found \(epoch)", expected: "\(publication.epoch)",
                remedy: "the daemon was restarted: take a snapshot")
        }
        guard from <= publication.sequence else {
            throw Refusal(
                .notYet, field: "from", "found \(from)", expected: "at most \(publication.sequence)",
                remedy: "ask for what has been published")
        }
        guard from >= history.first else {
            throw Refusal(
                .tooOld, field: "from", "found \(from)", expected: "at least \(history.first)",
                remedy: "take a snapshot")
        }
        return min(to, publication.sequence, from + UInt64(Query.maximumRange) - 1)
    }

    // MARK: Sockets

    private func reply(_ socket: borrowing Socket, _ bytes: [UInt8], more: Bool = false) throws(ZeroMQError) {
        try sendEnvelope(socket)
        _ = try socket.send(bytes, more: more, wait: false)
    }

    private func sendEnvelope(_ socket: borrowing Socket) throws(ZeroMQError) {
        for frame in envelope {
            _ = try socket.send(frame, more: true, wait: false)
        }
    }

    private static func command(_ message: borrowing Message) throws(Refusal) -> Command {
        try message.withUnsafeBytes { bytes throws(Refusal) in try Command(bytes) }
    }

    private static func query(_ message: borrowing Message, session: String) throws(Refusal) -> Query {
        try message.withUnsafeBytes { bytes throws(Refusal) in try Query(bytes, session: session) }
    }
}

extension Act.Kind {
    /// The act in a timekeeper's words, for the log.
    fileprivate var words: String {
        switch self {
        case .formation: "formation lap released"
        case .start: "start signal"
        case .final: "classification final"
        case .duration(let duration): "the session lasts \(duration.count) ms"
        case .end: "end of the session"
        case .flag(let flag, _, _): "flag \(flag.rawValue)"
        case .driver(let car, let driver): "driver \(driver) in car \(car)"
        case .retired(let car): "car \(car) is out"
        case .penalty(let car, let kind, let reason): "car \(car) \(kind.words): \(reason)"
        case .served(let act, let isServed): "\(act) \(isServed ? "has been served" : "has not been served")"
        case .withdraw(let act): "\(act) taken back"
        case .void(let id): "crossing \(id.decoder)/\(id.epoch)/\(id.number) void"
        case .insert(let car, let loop, _): "crossing of loop \(loop.value) inserted for car \(car)"
        case .assign(let transponder, let car): "transponder \(transponder.value) is car \(car)'s"
        case .clock(let clock): "clock of decoder \(clock.decoder) is \(clock.ahead) us ahead"
        case .bulletin(let bulletin): "bulletin: \(bulletin.words)"
        case .ruling(let car, let obligation, let ruling, let reason):
            "car \(car) \(obligation) \(ruling.rawValue): \(reason)"
        }
    }
}

extension Bulletin {
    fileprivate var words: String {
        switch self {
        case .window(let window?):
            "stops from \(window.opens.count) to \(window.closes.count) ms, by \(window.by.rawValue)"
        case .window(nil): "stops at any time"
        case .minimum(let carClass, let time): "stops of \(carClass ?? "all") last \(time.count) ms at least"
        case .addition(let car, let time): "\(time.count) ms on top for car \(car)"
        case .prohibited(let from, let to): "no stops from \(from.count) to \(to.count) ms"
        case .pitSpeed(let limit): "\(limit) km/h in the pit lane"
        }
    }
}

extension PenaltyKind {
    fileprivate var words: String {
        switch self {
        case .time(let time): "gets \(time.count) ms added"
        case .position(let position): "is placed \(position)"
        case .laps(let laps): "loses \(laps) lap(s)"
        case .driveThrough: "is to drive through the pit lane"
        case .stopAndGo(let time): "is to stop for \(time.count) ms and go"
        case .grid(let places): "goes back \(places) place(s) on the next grid"
        case .lapTime(let lap): "loses the time of lap \(lap)"
        case .disqualified: "is disqualified"
        }
    }
}
