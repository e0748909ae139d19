import Linux
import Logging
import Rulebook
import Timing
import Wire
import ZeroMQ

/// Answering: commands go the way of crossings, questions are answered from the state.
extension Lane {
    mutating func answerCommand() throws(ZeroMQError) {
        var id: String?
        let answer: [UInt8]
        do throws(Refusal) {
            let speaker = try admitted(at: control.address)
            let json = try Self.json(message)
            // A refusal names the command that it is of.
            if let name = json["id"]?.text, (1...64).contains(name.utf8.count) { id = name }
            let machine = Instant(milliseconds: MachineClock.utc)
            let spoken = try SpokenCommand(json) { said, field throws(Refusal) in
                try SpokenInstant.official(said, field, in: scorer.timekeeper, machine: machine)
            }
            let command = spoken.command
            if let asked = command.session, asked != scorer.publication.session {
                throw .unknownSession(asked, running: scorer.publication.session)
            }
            if let refusal = Rights.refusal(
                of: command.kind, by: speaker, act: { scorer.timekeeper.act(named: $0)?.kind })
            {
                throw refusal
            }
            if let impossible = Possible.refusal(
                of: command, insists: spoken.insists, in: scorer.timekeeper, machine: machine)
            {
                throw impossible
            }
            answer = try execute(command, from: speaker.name)
        } catch {
            refused.note(error, now: MachineClock.monotonic)
            answer = Reply.refusal(error, id: id)
        }
        try control.reply(to: envelope, answer)
    }

    /// The speaker; nil where it asks too often.
    private mutating func admitted(at address: String) throws(Refusal) -> Speaker {
        let speaker = keys.speaker(of: message, at: address)
        let peer = keys.peer(of: message, from: speaker, route: envelope.first ?? [])
        guard rate.admits(peer, now: MachineClock.monotonic) else { throw rate.refusal }
        return speaker
    }

    /// A name of our own for the next act: unique, also across restarts; acts of one millisecond are named in the order
    /// in which they were given.
    private var nextName: String {
        let digits = String(scorer.timekeeper.counts.acts + 1)
        let padding = String(repeating: "0", count: max(0, 6 - digits.count))
        return "lapwing-\(scorer.publication.epoch)-\(padding)\(digits)"
    }

    private mutating func execute(_ command: Command, from speaker: String) throws(Refusal) -> [UInt8] {
        let known = scorer.timekeeper.now
        var now = known > .distantPast ? known : Instant(milliseconds: MachineClock.utc)
        // A command repeated without its instant, as after a lost answer, is the first act.
        if let id = command.id, let known = scorer.timekeeper.act(named: id) { now = known.at }
        let act = command.act(id: nextName, now: now)
        let effect: Effect?
        do throws(ActRefusal) {
            effect = try scorer.take(.act(act))
        } catch {
            throw Refusal(error)
        }
        var changed: [CarNumber] = []
        var moved: [Reply.Moved] = []
        if let effect {
            // The act is still unpublished: a refused one need not be written down.
            journal.append(.act(act, speaker: speaker))
            journal.commit()
            let entries = scorer.timekeeper.session.entries
            changed = scorer.timekeeper.changedRows.sorted().map { entries[$0.slot].number }
            moved = effect.reassigned.map { Reply.Moved($0, entries) }
            do throws(ZeroMQError) {
                try publish(.act(act), effect)
            } catch {
                log.error("the delta of act \(act.id) could not be sent: \(error)")
            }
            log.notice("\(act.by) (\(speaker)): \(act.kind.words) (\(act.id))")
        }
        return Reply.acknowledgement(
            of: act, session: scorer.publication.session, sequence: scorer.publication.sequence,
            isRepeated: effect == nil, isJournalled: journal.isWritten, changed: changed,
            moved: moved)
    }

    mutating func answerQuery() throws(ZeroMQError) {
        var range: ClosedRange<UInt64>?
        var whole: [UInt8]?
        do throws(Refusal) {
            let speaker = try admitted(at: query.address)
            if let refusal = Rights.refusalOfQuery(by: speaker) { throw refusal }
            switch try Self.query(message, session: scorer.publication.session) {
            case .snapshot: whole = latestSnapshot()
            case .results: scorer.writeResults()
            case .intermediate(let time): try scorer.writeIntermediate(at: time)
            case .explain(let car, let thing):
                let session = scorer.publication.session
                whole = try scorer.publication.explanation(of: car, thing, scorer.timekeeper) { [event] rule in
                    event.place(of: rule, session: session)
                }
            case .status: writeStatus(withTopic: false)
            case .range(let epoch, let from, let to):
                let last = try checkRange(epoch: epoch, from: from, to: to)
                range = from...last
            }
        } catch {
            refused.note(error, now: MachineClock.monotonic)
            try query.reply(to: envelope, Reply.refusal(error))
            return
        }
        if let range { return try answer(range) }
        if let whole { return try query.reply(to: envelope, whole) }
        try query.reply(to: envelope, scorer.writer)
    }

    private mutating func latestSnapshot() -> [UInt8] {
        let (sequence, now) = (scorer.publication.sequence, scorer.timekeeper.now)
        if let snapshot, snapshot.sequence == sequence, snapshot.now == now { return snapshot.bytes }
        scorer.writeSnapshot()
        let bytes = scorer.writer.bytes
        snapshot = (sequence, now, bytes)
        return bytes
    }

    private func answer(_ range: ClosedRange<UInt64>) throws(ZeroMQError) {
        let head = Reply.range(
            session: scorer.publication.session, epoch: scorer.publication.epoch, from: range.lowerBound,
            to: range.upperBound, count: range.count)
        try query.reply(to: envelope, head, more: true)
        for sequence in range {
            guard let delta = scorer.history.delta(sequence) else { continue }
            _ = try query.socket.send(delta, more: sequence < range.upperBound, wait: false)
        }
    }

    private func checkRange(epoch: UInt64, from: UInt64, to: UInt64) throws(Refusal) -> UInt64 {
        guard epoch == scorer.publication.epoch else {
            throw Refusal(
                .wrongEpoch, field: "epoch", "found \(epoch)", expected: "\(scorer.publication.epoch)",
                remedy: "a new epoch has begun: take a snapshot")
        }
        guard from <= scorer.publication.sequence else {
            throw Refusal(
                .notYet, field: "from", "found \(from)", expected: "at most \(scorer.publication.sequence)",
                remedy: "ask for what has been published")
        }
        guard from >= scorer.history.first else {
            throw Refusal(
                .tooOld, field: "from", "found \(from)", expected: "at least \(scorer.history.first)",
                remedy: "take a snapshot")
        }
        return min(to, scorer.publication.sequence, from + UInt64(Query.maximumRange) - 1)
    }

    // MARK: Reading

    private static func json(_ message: borrowing Message) throws(Refusal) -> JSON {
        try message.withUnsafeBytes { bytes throws(Refusal) in try JSON(bytes) }
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
        case .count(let id): "crossing \(id.decoder)/\(id.epoch)/\(id.number) counts"
        case .assign(let transponder, let car, let time):
            "transponder \(transponder.value) is car \(car)'s \(time.words)"
        case .clock(let clock): "clock of decoder \(clock.decoder) is \(clock.ahead) us ahead"
        case .bulletin(let bulletin): "bulletin: \(bulletin.words)"
        case .ruling(let car, let obligation, let ruling, let reason):
            "car \(car) \(obligation) \(ruling.rawValue): \(reason)"
        }
    }
}

extension WearingTime {
    /// Instants in milliseconds of UTC.
    fileprivate var words: String {
        guard from != nil || until != nil else { return "for the whole session" }
        return (from.map { "from \($0.milliseconds)" } ?? "from the start")
            + (until.map { " until \($0.milliseconds)" } ?? "")
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
        case .driving(let rule, let least, let most):
            "driving rule \(rule): " + (least.map { "least \($0.count) ms" } ?? "least as it was")
                + (most.map { ", most \($0.count) ms" } ?? ", most as it was")
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
