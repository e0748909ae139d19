import Recording
import Rulebook
import Simulation
import Timing
import Wire

/// A session as its lane publishes it: the core, the encoder, and everything that was said.
struct PublishedRace: ~Copyable {
    private(set) var timekeeper: Timekeeper
    private(set) var publication: Publication
    private(set) var deltas: [[UInt8]] = []
    private let writer = ByteWriter(capacity: 64)

    init(_ session: Session, epoch: UInt64 = 1) {
        timekeeper = Timekeeper(session)
        publication = Publication(session, epoch: epoch)
    }

    /// Takes an input. What it had known before, and a time that changed nothing, is not told; nor what is refused.
    mutating func take(_ input: Input) {
        do throws(ActRefusal) {
            let effect = try timekeeper.apply(input)
            if effect.outcome == .repeated { return }
            if case .time = input, !publication.tells(effect, in: timekeeper) { return }
            publication.delta(of: input, effect, in: timekeeper, to: writer)
            deltas.append(writer.bytes)
        } catch {
            return
        }
    }

    var snapshot: [UInt8] {
        publication.snapshot(timekeeper, to: writer)
        return writer.bytes
    }

    var results: [UInt8] {
        publication.results(timekeeper, to: writer)
        return writer.bytes
    }

    func heartbeat(now: Instant) -> [UInt8] {
        publication.heartbeat(now: now, to: writer)
        return writer.bytes
    }

    /// A delta without its topic.
    func body(_ delta: [UInt8]) -> ArraySlice<UInt8> { delta[publication.topicLength...] }
}

/// How a generated race reaches the timekeeper.
enum Arrival: CaseIterable {
    /// In order of official time.
    case inOrder
    /// Late by up to twenty seconds, some crossings twice.
    case late
    /// In an order that has nothing to do with time.
    case anyhow
}

extension SimulatedRace {
    /// The race's inputs as they arrive, and what timekeepers and stewards make of it beside.
    func inputs(_ arrival: Arrival, seed: UInt64) -> [Input] {
        var random = SeededGenerator(seed: seed, stream: 77)
        let crossings = recording.crossings
        let given = recording.acts.map { Input.act($0) }
        switch arrival {
        case .inOrder:
            let inputs = recording.inputs
            return random.sprinkled(random.acts(self), into: inputs)
        case .late:
            let disturbance = Disturbance(seed: seed, window: .seconds(20), repeats: 30)
            let arrivals = disturbance.arrivals(of: crossings).map { Input.crossing($0) }
            return given.prefix(1) + random.sprinkled(random.acts(self) + given.dropFirst(), into: arrivals)
        case .anyhow:
            return random.sprinkled(random.acts(self) + given, into: random.shuffled(crossings).map { .crossing($0) })
        }
    }
}

extension SeededGenerator {
    /// The list with others put in anywhere, in their order.
    fileprivate mutating func sprinkled(_ others: [Input], into list: [Input]) -> [Input] {
        var places = others.map { _ in int(in: 0...list.count) }.sorted()[...]
        var others = others[...]
        var inputs: [Input] = []
        for index in 0...list.count {
            while let place = places.first, place == index {
                places.removeFirst()
                if let other = others.popFirst() { inputs.append(other) }
            }
            if index < list.count { inputs.append(list[index]) }
        }
        return inputs
    }

    /// Penalties that are more than time or place.
    fileprivate mutating func penalty() -> PenaltyKind {
        switch int(in: 0...5) {
        case 0: .laps(int(in: 1...3))
        case 1: .driveThrough
        case 2: .stopAndGo(.seconds(int(in: 0...30)))
        case 3: .grid(int(in: 1...10))
        case 4: .lapTime(int(in: 1...10))
        default: .disqualified
        }
    }

    /// What is asked of the cars, changed on the way.
    fileprivate mutating func bulletin(_ car: CarNumber) -> Bulletin {
        switch int(in: 0...5) {
        case 0: .window(nil)
        case 1:
            .window(
                MandatoryStops.Window(
                    opens: .minutes(Int64(int(in: 0...20))), closes: .minutes(Int64(int(in: 21...60))),
                    by: element(of: [.entry, .exit, .both])))
        case 2: .minimum(of: element(of: [nil, "GT3", "Am"]), .seconds(int(in: 0...120)))
        case 3: .addition(car, .seconds(int(in: 0...30)))
        case 4: .prohibited(from: .seconds(int(in: 0...40)), to: .seconds(int(in: 41...90)))
        default: .pitSpeed(int(in: 30...80))
        }
    }

    fileprivate mutating func obligation() -> ObligationID {
        let kind = element(of: [ObligationID.Kind.stop, .driverChange, .stopTime, .stint, .continuous, .rest])
        return ObligationID(kind, int(in: 1...2))
    }

    /// Acts of every kind, some of them foolish, and times.
    fileprivate mutating func acts(_ race: SimulatedRace) -> [Input] {
        let entries = race.event.entries
        let crossings = race.recording.crossings
        let (first, last) = (crossings.first?.at ?? .distantPast, crossings.last?.at ?? .distantPast)
        var inputs: [Input] = []
        for index in 0..<int(in: 0...24) {
            let at = Instant(milliseconds: int(in: first.milliseconds - 5000...last.milliseconds + 5000))
            let car = element(of: entries).number
            let crossing = element(of: crossings)
            let stranger = Transponder(int(in: 1...5))
            let kind: Act.Kind
            switch int(in: 0...26) {
            case 0: kind = .start
            case 1:
                kind = .flag(
                    element(of: Flag.allCases), isEstimated: chance(permille: 200),
                    throughPitLane: chance(permille: 300))
            case 2: kind = .driver(car, driver: int(in: 0...5))
            case 3: kind = .penalty(car, .time(Milliseconds(int(in: 1...60_000))), reason: "track limits")
            case 4: kind = .penalty(car, .position(int(in: 1...entries.count + 1)), reason: "decision")
            case 5, 6: kind = .void(crossing.id)
            case 7: kind = .insert(car, crossing.loop, driver: int(in: 0...3))
            case 8: kind = .assign(stranger, car, .wholeSession)
            case 9: kind = .assign(element(of: entries).transponders[0], car, .wholeSession)
            case 10, 11: kind = .withdraw("act-\(int(in: 0...max(index - 1, 0)))")
            case 12 where chance(permille: 200): kind = .end
            case 13, 14, 15: kind = .penalty(car, penalty(), reason: "decision")
            case 16: kind = .served("act-\(int(in: 0...max(index - 1, 0)))", chance(permille: 500))
            case 17: kind = element(of: [.formation, .final, .duration(.minutes(Int64(int(in: 1...90))))])
            case 18: kind = .retired(car)
            case 19:
                kind = .clock(
                    ClockCorrection(
                        decoder: crossing.id.decoder, from: crossing.stamp, ahead: int(in: -20_000_000...20_000_000)))
            case 20: kind = .bulletin(bulletin(car))
            case 21: kind = .ruling(car, obligation(), element(of: Ruling.allCases), reason: "decision")
            case 22:
                let act = Act(
                    id: "act-\(index)", at: at, by: "stewards", kind: .penalty(car, penalty(), reason: "decision"),
                    concerning: obligation())
                inputs.append(.act(act))
                continue
            case 23: kind = .message("message \(index)", cars: chance(permille: 500) ? [] : [car])
            case 24:
                kind = .report(car, Report(kind: "trackLimits", place: .turn(int(in: 1...15)), lap: int(in: 1...9)))
            case 25: kind = .conditions(Conditions(air: int(in: 0...400), surface: .wet))
            default:
                inputs.append(.time(at))
                continue
            }
            inputs.append(.act(Act(id: "act-\(index)", at: at, by: "stewards", kind: kind)))
        }
        for number in 0..<int(in: 0...12) {
            let id = CrossingID(decoder: 900, epoch: 0, number: UInt64(number + 1))
            let stranger = Crossing(
                id: id, stamp: element(of: crossings).stamp + 1, transponder: Transponder(int(in: 1...5)),
                loop: element(of: crossings).loop)
            inputs.append(.crossing(stranger))
        }
        return shuffled(inputs)
    }
}
