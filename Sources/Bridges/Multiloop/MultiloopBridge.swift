package import Client
import Linux
import Timing
import Wire

/// Follows the publication and speaks Multiloop to all who connect, on one thread.
package struct MultiloopBridge: ~Copyable {
    private var following: Following<ToldRace<MultiloopTeller>>
    private var lines: ServedLines
    private var clock = OfficialClock()
    private var nextBeat: Int64 = 0
    private var nextOther: Int64 = 0
    private var silence: DaemonSilence
    private var shown: String?
    private let isPlain: Bool

    private static let betweenOthers: Int64 = 5000

    package init(
        _ addresses: Following<ToldRace<MultiloopTeller>>.Addresses, session: String?, listen: ListenAddress,
        limits: LineServer.Limits, options: MultiloopOptions
    ) throws {
        let lines = try ServedLines(listen, limits: limits, name: "multiloop")
        following = try Following(addresses, session: session, reader: ToldRace(by: MultiloopTeller(options)))
        self.lines = lines
        silence = DaemonSilence(at: addresses.publication)
        isPlain = options.isPlain
    }

    /// Goes on until the process ends.
    /// - Throws: where the sockets of the publication fail.
    package mutating func run() throws {
        while true { try turn() }
    }

    private mutating func turn() throws {
        do {
            _ = try following.follow(milliseconds: 20)
        } catch let refused as Refused {
            complain("refused (\(refused.reason.text)): \(refused.message); \(refused.remedy)")
        } catch let refusal as Refusal {
            complain("an answer cannot be read: \(refusal)")
        }
        // A session that is over has no heartbeats: then the meeting tells the time.
        let told = following.reader.follower.now
        clock.hear(following.meeting.map { max(told, $0.now) } ?? told)
        broadcast(following.reader.teller.taken())
        tellSession()
        let isExpected = shown != nil || following.meeting == nil
        if let line = silence.note(following.silentFor, isExpected: isExpected) { lines.log.say(line) }
        beat()
        welcome(milliseconds: 0)
    }

    /// Says it, and does not ask again at once.
    private mutating func complain(_ words: String) {
        lines.log.complain(words)
        welcome(milliseconds: 500)
    }

    /// Who comes is told everything that stands, as repeated.
    private mutating func welcome(milliseconds: Int32) {
        for id in lines.turn(milliseconds: milliseconds) {
            lines.send(bytes(following.reader.teller.newcomer), to: id)
        }
    }

    private mutating func broadcast(_ told: [MultiloopLine]) { lines.broadcast(bytes(told)) }

    private func bytes(_ lines: [MultiloopLine]) -> [UInt8] { lines.flatMap { $0.bytes(isPlain: isPlain) } }

    private mutating func tellSession() {
        guard let session = following.reader.teller.session, session != shown else { return }
        shown = session
        lines.log.say("shows session \(session)")
    }

    /// Each second the beat and a car again, every five seconds one of the others.
    private mutating func beat() {
        let now = MachineClock.monotonic
        guard now >= nextBeat, !silence.isNow else { return }
        nextBeat = max(nextBeat + 1000, now)
        var told = [following.reader.teller.beat(clock.now)]
        if let lap = following.reader.teller.nextLap() { told.append(lap) }
        if now >= nextOther {
            nextOther = now + Self.betweenOthers
            if let other = following.reader.teller.nextOther() { told.append(other) }
        }
        broadcast(told)
    }
}
