import ArgumentParser
import DaemonLine
import Recording
import Rulebook
import Simulation
import Timing

/// `lapwing replay`: a recording as a feed like a decoder's.
struct Replay: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract: "Play a recording as a decoder's feed.",
        discussion: """
            Publishes the crossings on a PUB socket with heartbeats, answers for ranges on the recovery socket, and \
            sends the recording's commands to the daemon's control socket when they are due. With --key feed and \
            recovery over tcp ask for the key's public half, as a decoder's would.
            """)

    @Argument(help: "Directory of the recording.")
    var directory: String

    @Option(help: "Which session, where the directory is the journal of a meeting.")
    var session: String?

    @Option(help: "1 is real speed, 60 an hour in a minute, max as fast as it goes.")
    var speed = Speed.times(1)

    @Option(
        help: "Time after the start signal from which the speed holds; all before is played at once. 25min, 0:25:00.",
        transform: TimeSpan.length)
    var from: TimeSpan?

    @Option(help: "Address the feed binds.")
    var feed = "tcp://127.0.0.1:5550"

    @Option(help: "Address the recovery socket binds.")
    var recovery = "tcp://127.0.0.1:5551"

    @Option(help: "Address of the daemon's control socket, for the recording's commands; else $LAPWING_CONTROL.")
    var control = UsualAddress.control

    @OptionGroup var keys: KeyOptions

    @ArgumentParser.Flag(help: "Send no commands: only what decoders know.")
    var onlyCrossings = false

    @ArgumentParser.Flag(help: "Crossings as JSON; packed when not given.")
    var json = false

    @Option(
        help: "How long to wait for a subscriber before starting; 0s starts at once, as a decoder does.",
        transform: TimeSpan.length)
    var wait = TimeSpan(.seconds(30))

    @Option(
        help: "How long to stay for those who ask for a range, after the last crossing or request.",
        transform: TimeSpan.length)
    var linger = TimeSpan(.seconds(3))

    @Option(
        help: "Trouble: crossings arrive out of order by up to so much race time, as 5s.", transform: TimeSpan.length)
    var shuffle = TimeSpan(.zero)

    @Option(help: "Trouble: so many of a thousand crossings are sent twice.")
    var duplicate = 0

    @Option(help: "Trouble: so many of a thousand crossings are not sent, only kept for recovery.")
    var withhold = 0

    @Option(help: "Seed of the trouble.")
    var seed: UInt64 = 1

    @ArgumentParser.Flag(help: "No progress line.")
    var quiet = false

    func run() throws {
        if MeetingRecording.isThere(directory) { return try playMeeting() }
        var recording = try Recording.read(directory: directory, session: session)
        // Which times of a journal count, its fold says.
        if recording.isOfJournal { recording = try FoldedRecording(directory, session: session).timed }
        guard let first = recording.inputs.first?.instant else {
            throw Failure("\(directory)/recording.jsonl is empty")
        }
        var startsAt = first
        if let from {
            let start = recording.acts.first { $0.kind == .start }?.at ?? first
            startsAt = start + from.time
        }
        try play(
            arrivals(of: recording), recording.crossings, from: startsAt,
            clock: recording.acts.first { $0.kind == .start }?.at)
    }

    /// The days of a meeting: the crossings of all its sessions, and what was typed.
    private func playMeeting() throws {
        let recording = try MeetingRecording.read(directory: directory)
        var arrivals = recording.crossings.map { Player.Arrival(said: .crossing($0), at: $0.at, isWithheld: false) }
        arrivals += recording.orders.map {
            Player.Arrival(said: .command($0.bytesAgain, name: $0.name), at: $0.at, isWithheld: false)
        }
        let first = recording.orders.first?.at ?? recording.crossings.first?.at ?? .distantPast
        // What was typed goes before a crossing of the same instant.
        arrivals = arrivals.enumerated().sorted { left, right in
            let (one, other) = (left.element, right.element)
            if one.at != other.at { return one.at < other.at }
            if one.isCommand != other.isCommand { return one.isCommand }
            return left.offset < right.offset
        }.map(\.element)
        try play(arrivals, recording.crossings, from: first + (from?.time ?? .zero), clock: nil)
    }

    private func play(
        _ arrivals: [Player.Arrival], _ crossings: [Crossing], from startsAt: Instant, clock: Instant?
    ) throws {
        var player = try Player(crossings, start: clock, ends: ends, isJSON: json, showsProgress: !quiet)
        guard try player.awaitSubscriber(seconds: wait.seconds) else {
            throw Failure("nobody subscribed to \(feed) within \(wait.seconds) s: is lapwingd running with this feed?")
        }
        try player.play(arrivals, at: speed, from: startsAt)
        try player.stay(seconds: linger.seconds)
        if player.refusals > 0 {
            print("\(player.refusals) of the recording's commands were refused")
            throw ExitCode(1)
        }
    }

    private var ends: Player.Ends {
        get throws {
            .init(
                feed: .init(address: feed, security: try keys.security(binding: feed)),
                recovery: .init(address: recovery, security: try keys.security(binding: recovery)),
                control: onlyCrossings
                    ? nil : .init(address: control, security: try keys.security(towards: control)))
        }
    }

    /// The inputs as they arrive, with the trouble asked for.
    private func arrivals(of recording: Recording) -> [Player.Arrival] {
        guard shuffle.time > .zero || duplicate > 0 || withhold > 0 else {
            return recording.inputs.map { Player.Arrival($0, of: session) }
        }
        let sorted = recording.inputs.compactMap(\.crossing)
        let disturbed = Disturbance(seed: seed, window: shuffle.time, repeats: duplicate)
            .arrivals(of: sorted)
        var chance = SeededGenerator(seed: seed, stream: 2)
        var arrivals: [Player.Arrival] = []
        var rest = recording.inputs.filter { if case .crossing = $0 { false } else { true } }[...]
        for crossing in disturbed {
            while case .act(let act)? = rest.first, act.at <= crossing.at {
                arrivals.append(Player.Arrival(.act(act), of: session))
                rest = rest.dropFirst()
            }
            arrivals.append(
                Player.Arrival(
                    said: .crossing(crossing), at: crossing.at, isWithheld: chance.chance(permille: withhold)))
        }
        return arrivals + rest.map { Player.Arrival($0, of: session) }
    }
}

/// How fast a recording is played.
enum Speed: Equatable, ExpressibleByArgument, CustomStringConvertible {
    case times(Double)
    case most

    init?(argument: String) {
        if argument == "max" {
            self = .most
        } else if let times = Double(argument), times > 0, times <= 1_000_000 {
            self = .times(times)
        } else {
            return nil
        }
    }

    var description: String {
        switch self {
        case .times(let times): times == times.rounded() ? "\(Int(times))" : "\(times)"
        case .most: "max"
        }
    }
}
