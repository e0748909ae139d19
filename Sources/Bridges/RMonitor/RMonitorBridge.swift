package import Client
import Linux
import Timing
import Wire
import ZeroMQ

/// Follows the publication and speaks RMonitor to all who connect, on one thread.
package struct RMonitorBridge: ~Copyable {
    private var following: Following<ToldRace<RMonitorTeller>>
    private var clients: ServedLines
    private let options: RMonitorOptions
    private var runs = RunNumbers()
    /// What all clients have been told; nil while no session is shown.
    private var shown: (session: String, run: Int, state: RMonitorState)?
    private var clock = OfficialClock()
    private let entered: EnteredTransponders
    /// Of which session and entry list the transponders were asked for.
    private var asked: (session: String, entries: [PublishedEntry])?
    private var nextBeat: Int64 = 0
    private var nextRefresh: Int64 = 0
    private var silence: DaemonSilence

    package init(
        _ addresses: Following<ToldRace<RMonitorTeller>>.Addresses, session: String?, listen: ListenAddress,
        limits: LineServer.Limits, options: RMonitorOptions
    ) throws {
        let clients = try ServedLines(listen, limits: limits, name: "rmonitor")
        let following = try Following(addresses, session: session, reader: ToldRace(by: RMonitorTeller(options)))
        self.clients = clients
        self.following = following
        entered = EnteredTransponders(addresses)
        silence = DaemonSilence(at: addresses.publication)
        self.options = options
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
        askEntries()
        tellChanges()
        let isExpected = shown != nil || following.meeting == nil
        if let line = silence.note(following.silentFor, isExpected: isExpected) { clients.log.say(line) }
        beat()
        welcome(milliseconds: 0)
    }

    /// Says it, and does not ask again at once.
    private mutating func complain(_ words: String) {
        clients.log.complain(words)
        welcome(milliseconds: 500)
    }

    // MARK: The race

    /// Transponders are asked for at another session or entry list.
    private mutating func askEntries() {
        guard let table = following.reader.follower.table else { return }
        if let found = entered.taken(), asked?.session == table.session {
            following.reader.teller.know(found, in: table)
        }
        if asked?.session == table.session, asked?.entries == table.entries { return }
        if entered.ask(session: table.session) { asked = (table.session, table.entries) }
    }

    private mutating func tellChanges() {
        guard let table = following.reader.follower.table, let state = following.reader.teller.state else { return }
        guard let shown, shown.session == table.session else {
            _ = following.reader.teller.told()
            let run = runs.id(of: table.session)
            clients.log.say("shows session \(table.session) as run \(run)")
            self.shown = (table.session, run, state)
            broadcast(refresh(reset: true))
            return
        }
        for turn in following.reader.teller.told() {
            switch turn {
            case .records(let records): broadcast(records)
            case .anew(let state):
                self.shown?.state = state
                broadcast(refresh(reset: true))
            }
        }
        self.shown?.state = state
    }

    /// Each second the clock and the flag.
    private mutating func beat() {
        let now = MachineClock.monotonic
        guard now >= nextBeat else { return }
        nextBeat = max(nextBeat + 1000, now)
        if !silence.isNow { broadcast([.beat(currentBeat)]) }
        guard let seconds = options.refresh, now >= nextRefresh else { return }
        if nextRefresh > 0 { broadcast(refresh(reset: false)) }
        nextRefresh = now + Int64(seconds) * 1000
    }

    private var currentBeat: RMonitorRecord.Beat {
        if let table = following.reader.follower.table, table.session == shown?.session {
            return .init(table, at: clock.now)
        }
        return .init(idleAt: clock.now, ahead: ahead)
    }

    private var ahead: Milliseconds {
        following.reader.follower.table?.race.utcOffset ?? following.meeting?.utcOffset ?? .zero
    }

    /// Everything as it stands.
    private func refresh(reset isReset: Bool) -> [RMonitorRecord] {
        let wall = CircuitClock(clock.now, ahead: ahead)
        let reset = isReset ? RMonitorRecord.Reset(timeOfDay: wall.timeOfDay, date: wall.date) : nil
        if let shown { return shown.state.refresh(run: shown.run, beat: currentBeat, reset: reset) }
        let records: [RMonitorRecord] = [.run(.init(id: RunNumbers.idle, text: "")), .beat(currentBeat)]
        return (reset.map { [.reset($0)] } ?? []) + records
    }

    // MARK: Clients

    private mutating func broadcast(_ records: [RMonitorRecord]) {
        if clients.isHeard { clients.broadcast(lines(records)) }
    }

    private func lines(_ records: [RMonitorRecord]) -> [UInt8] {
        RMonitorWriter.lines(records, avoidsCommas: options.avoidsCommas, isPlain: options.isPlain)
    }

    /// Who comes is told everything.
    private mutating func welcome(milliseconds: Int32) {
        for id in clients.turn(milliseconds: milliseconds) {
            clients.send(lines(refresh(reset: true)), to: id)
        }
    }
}
