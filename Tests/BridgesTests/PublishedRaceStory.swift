import Recording
import Rulebook
import Simulation
import Timing
import Wire

/// A race as a daemon publishes it: a simulated one with commands of the stewards, or a recorded one.
struct PublishedRaceStory: ~Copyable {
    let session: Session
    let inputs: [Input]
    private var timekeeper: Timekeeper
    private var publication: Publication
    private let writer = ByteWriter(capacity: 1 << 16)

    enum Trouble: Error { case noSession }

    /// The race of a recording.
    init(_ recording: Recording) throws {
        guard let session = recording.event.sessions.first else { throw Trouble.noSession }
        self.init(session, recording.inputs)
    }

    private init(_ session: Session, _ inputs: [Input]) {
        (self.session, self.inputs) = (session, inputs)
        timekeeper = Timekeeper(session)
        publication = Publication(session, epoch: 1)
    }

    init(seed: UInt64) throws {
        let race = SimulatedRace.run(.generated(seed: seed))
        guard let session = race.event.sessions.first else { throw Trouble.noSession }
        var random = SeededGenerator(seed: seed, stream: 31)
        var inputs = race.recording.inputs
        let cars = session.entries.map(\.number)
        let crossings = race.recording.crossings
        func any() -> CarNumber { cars[random.int(in: 0...cars.count - 1)] }
        let crossing = crossings[crossings.count / 3 + Int(seed)]
        let kinds: [Act.Kind] = [
            .penalty(any(), .time(.seconds(5)), reason: "track limits"),
            .penalty(any(), .driveThrough, reason: "speeding"),
            .penalty(any(), .disqualified, reason: "weight"), .penalty(any(), .lapTime(2), reason: "track limits"),
            .void(crossing.id), .flag(.safetyCar, isEstimated: true), .flag(.green, isEstimated: false),
            .retired(any()),
            .withdraw("act-0"),
        ]
        for (number, kind) in kinds.enumerated() {
            let place = inputs.count / 4 + number * inputs.count / 12
            let at = inputs[min(place, inputs.count - 1)].instant
            inputs.insert(.act(Act(id: "act-\(number)", at: at, by: "stewards", kind: kind)), at: place)
        }
        self.init(session, inputs)
    }

    /// The frame that is published of an input; nil where there is none.
    mutating func take(_ input: Input) -> [UInt8]? {
        do throws(ActRefusal) {
            let effect = try timekeeper.apply(input)
            if effect.outcome == .repeated { return nil }
            if case .time = input, !publication.tells(effect, in: timekeeper) { return nil }
            publication.delta(of: input, effect, in: timekeeper, to: writer)
            return writer.bytes
        } catch {
            return nil
        }
    }

    var snapshot: [UInt8] {
        publication.snapshot(timekeeper, to: writer)
        return writer.bytes
    }
}
