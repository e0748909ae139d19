import Client
import Glibc

extension Run {
    /// Does the steps of the plan, each in its turn.
    func disturb() throws {
        // A daemon killed right after its start may have answered no question.
        if !isKilledAtOnce(0, 0) || plan.kind == .torn { try awaitServing() }
        for (place, event) in plan.events.enumerated() {
            switch event {
            case .kill(let at, let after, let tear, let pause):
                try awaitStep(at)
                rest(microseconds: after)
                try kill(tear: tear, rest: pause)
                // A daemon killed again at once answers no question in between.
                if !isKilledAtOnce(place + 1, at) { try awaitServing() }
            case .fill(let at, let left):
                try awaitStep(at)
                try disk?.fill(leaving: left)
                try awaitBehind()
            case .room(let after):
                rest(microseconds: after)
                disk?.makeRoom()
            case .trouble(let line, let at, let trouble, let time):
                try awaitStep(at)
                set(trouble, on: line)
                rest(microseconds: time)
                set(.none, on: line)
            case .step(let at, let milliseconds):
                try awaitStep(at)
                try clock?.step(to: milliseconds)
            case .replaceKey, .damageHead, .moveJournal, .deleteJournal, .fillStandby:
                try awaitStep(event.place)
                try attack(event)
            }
        }
    }

    private func attack(_ event: Plan.Event) throws {
        switch event {
        case .replaceKey: try replaceKey()
        case .damageHead(_, let offset, let bytes): try damageHead(at: offset, bytes)
        case .moveJournal(_, let time): try moveJournal(time)
        case .deleteJournal(_, let after): try deleteJournal(killedAfter: after)
        case .fillStandby(_, let left): try fillStandby(leaving: left)
        case .kill, .fill, .room, .trouble, .step: return
        }
        try awaitServing()
    }

    private func isKilledAtOnce(_ next: Int, _ at: Int) -> Bool {
        guard next < plan.events.count, case .kill(at, _, _, _) = plan.events[next] else { return false }
        return true
    }

    private func awaitStep(_ step: Int) throws {
        let deadline = microseconds() + 60_000_000
        while player.steps < step {
            try requireLife()
            guard microseconds() < deadline else { throw Failure("step \(step) was never reached") }
            rest(microseconds: 100)
        }
    }

    // MARK: Kill and restart

    private func kill(tear: Int, rest pause: Int) throws {
        end()
        if tear > 0 { try Self.tear(tear, off: stand.journal()) }
        rest(microseconds: pause)
        try restart()
    }

    /// At once, with no chance to do anything.
    func end() {
        vitals.ends()
        daemon.kill()
    }

    func restart() throws {
        report.restarts += 1
        daemon = try start()
    }

    /// Until it answers; how long that took is noted of each restart.
    private func awaitServing() throws {
        let deadline = microseconds() + 20_000_000
        while try questions.status() == nil {
            try requireLife()
            guard microseconds() < deadline else { throw Failure("the daemon never answered") }
            rest(microseconds: 500)
        }
        if report.restarts > 0 { report.timesToServe.append(microseconds() - daemon.startedAt) }
    }

    /// Cuts the journal's last bytes off, but leaves its last segment's header.
    private static func tear(_ bytes: Int, off journal: String) throws {
        guard let last = try segments(of: journal).last else { return }
        var found = stat()
        guard stat(last, &found) == 0 else { throw systemFailure(last) }
        let left = max(Int(found.st_size) - bytes, min(Int(found.st_size), 64))
        guard truncate(last, off_t(left)) == 0 else { throw systemFailure(last) }
    }

    static func segments(of journal: String) throws -> [String] {
        guard let directory = opendir(journal) else { throw systemFailure(journal) }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name.hasSuffix(".lwj") { names.append("\(journal)/\(name)") }
        }
        return names.sorted()
    }

    // MARK: A full disk

    private func awaitBehind() throws {
        let deadline = microseconds() + 20_000_000
        while try questions.status()?.journal?.state.known != .behind {
            try requireLife()
            // What was left of the race has found room.
            if player.isDone { return }
            guard microseconds() < deadline else { throw Failure("the full disk was never noticed") }
            rest(microseconds: 2000)
        }
    }
}
