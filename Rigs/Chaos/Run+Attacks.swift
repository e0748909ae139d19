import Client
import Foundation
import Glibc
import Timing

extension Run {
    // MARK: A key that was stolen

    func replaceKey() throws {
        guard let ring else { return }
        let session = plan.race.session.id
        let thief = try Thief(ring.thiefs, at: stand, session: session)
        try thief.enter()
        try ring.replace()
        daemon.signal(SIGHUP)
        for door in try thief.isOut() { report.findings.append("\(door): a key that was replaced is served still") }
        try Thief(ring.renewed, at: stand, session: session).enter()
    }

    // MARK: The journal's files

    func damageHead(at offset: Int, _ bytes: [UInt8]) throws {
        end()
        let path = try stand.journal() + "/head"
        let descriptor = open(path, O_WRONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw systemFailure(path) }
        let count = pwrite(descriptor, bytes, bytes.count, off_t(offset))
        close(descriptor)
        guard count == bytes.count else { throw systemFailure(path) }
        try restart()
    }

    func moveJournal(_ time: Int) throws {
        let journal = try stand.journal()
        guard rename(journal, stand.away) == 0 else { throw systemFailure(journal) }
        try awaitGone()
        rest(microseconds: time)
        guard rename(stand.away, journal) == 0 else { throw systemFailure(journal) }
    }

    func deleteJournal(killedAfter time: Int) throws {
        try FileManager.default.removeItem(atPath: stand.journal())
        try awaitGone()
        rest(microseconds: time)
        end()
        try restart()
    }

    private func awaitGone() throws {
        let began = microseconds()
        while try questions.status()?.journal?.state.known != .gone {
            try requireLife()
            guard microseconds() < began + 20_000_000 else { throw Failure("a journal taken away was never noticed") }
            rest(microseconds: 2000)
        }
        // A second, and what a crowded machine adds.
        let time = microseconds() - began
        report.check(time < 3_000_000, "a journal taken away was noticed after \(time / 1000) ms")
    }

    // MARK: The standby's disk

    func fillStandby(leaving left: Int) throws {
        // One that has nothing of the journal yet has another fault to tell.
        try awaitStandby("the standby never copied anything") { $0.fault == nil && ($0.segment, $0.offset) > (1, 0) }
        try second?.fill(leaving: left)
        try awaitStandby("the standby's full disk was never said") { $0.fault != nil }
    }

    private func awaitStandby(_ failure: String, until holds: (PairHealth.Copied) -> Bool) throws {
        let deadline = microseconds() + 20_000_000
        while try !(questions.status()?.pair?.standby.map(holds) ?? false) {
            try requireLife()
            guard microseconds() < deadline else { throw Failure(failure) }
            rest(microseconds: 5000)
        }
    }

    /// The active daemon has ended.
    func checkStandby() throws {
        guard let second else { return }
        report.check(try second.takesOver(), "the standby with a full disk did not run the session")
        second.end()
    }

    // MARK: Signs of life and memory

    func checkVitals() {
        report.mostResident = vitals.mostResident
        report.longestSilence = vitals.longestSilence
        report.check(
            report.mostResident < Vitals.mostResident,
            "the daemon held \(report.mostResident) MiB, expected fewer than "
                + "\(Vitals.mostResident)")
        report.check(
            report.longestSilence < Vitals.patience / 2,
            "the watchdog heard nothing for \(report.longestSilence / 1000) ms")
    }
}
