import Simulation
import Timing

extension Plan {
    /// The plan of a seed.
    init(_ kind: FaultKind, seed: UInt64, races: [ChaosRace]) {
        var random = SeededGenerator(seed: seed, stream: 1 + UInt64(FaultKind.allCases.firstIndex(of: kind) ?? 0))
        self.kind = kind
        self.seed = seed
        place = random.int(in: 0...races.count - 1)
        race = races[place]
        script = Script(race)
        // Small segments now and then, so that their ends are met, too.
        if random.chance(permille: 400) { segmentBytes = 1 << 16 }
        add(&random)
    }

    private mutating func add(_ random: inout SeededGenerator) {
        switch kind {
        case .undisturbed, .meeting, .takeOver: break
        case .kill: addKills(&random)
        case .torn: addTears(&random)
        case .fullDisk: addFullDisk(&random)
        case .feed: script.addAbsences(&random)
        case .feedLine: addTroubles(.feed, &random)
        case .subscriberLine: addTroubles(.subscriber, &random)
        case .stutter: script.stutter(&random)
        case .lateBox:
            let back = script.cutOff(&random)
            // While they wait, while they are folded, when they have just taken effect.
            for after in [0, 20_000, 150_000] where random.chance(permille: 300) {
                events.append(.kill(at: back, after: random.int(in: after / 2...after + 3000), tear: 0, rest: 0))
            }
        case .lies: script.addLies(&random)
        case .twoFeeds:
            script.addEcho(at: race.line, isElsewhere: random.chance(permille: 500))
            script.addDeath(&random)
        case .machineClock: addSteps(&random)
        case .boxClock: script.stepClock(&random)
        case .farTime: script.addFarTimes(&random)
        case .noise: addNoise(&random)
        case .replacedKey: events = [.replaceKey(at: step(&random))]
        case .head: addHeadDamage(&random)
        case .journalGone: addAway(&random)
        case .standbyDisk:
            events = [
                .fillStandby(at: random.int(in: 0...script.steps.count / 2), leaving: random.int(in: 0...40_000))
            ]
        case .mixed: addMixture(&random)
        }
        // Trouble seldom comes alone.
        let isAccompanied: Set<FaultKind> = [
            .feed, .feedLine, .subscriberLine, .stutter, .lies, .twoFeeds, .boxClock, .farTime, .noise, .replacedKey,
        ]
        if isAccompanied.contains(kind), random.chance(permille: 300) { events.append(kill(&random)) }
    }

    private func step(_ random: inout SeededGenerator) -> Int { random.int(in: 0...script.steps.count) }

    private func kill(_ random: inout SeededGenerator, tear: Int = 0) -> Event {
        .kill(
            at: step(&random), after: random.int(in: 0...3000), tear: tear,
            rest: random.chance(permille: 500) ? 0 : random.int(in: 0...200_000))
    }

    private mutating func addKills(_ random: inout SeededGenerator) {
        // Much at once gives a kill more to come between.
        if random.chance(permille: 600) { script.burst = random.int(in: 50...800) }
        switch random.int(in: 0...9) {
        case 0:
            // Right after the start, perhaps before it has a journal.
            events = [.kill(at: 0, after: random.int(in: 0...60_000), tear: 0, rest: 0)]
            if random.chance(permille: 500) { events.append(kill(&random)) }
        case 1, 2:
            let steps = [step(&random), step(&random)].sorted()
            events = steps.map { .kill(at: $0, after: random.int(in: 0...3000), tear: 0, rest: 0) }
        case 3, 4:
            // While it comes back and catches up.
            let at = step(&random)
            events = [.kill(at: at, after: random.int(in: 0...3000), tear: 0, rest: random.int(in: 0...100_000))]
            for _ in 0..<random.int(in: 1...2) {
                events.append(.kill(at: at, after: random.int(in: 5000...120_000), tear: 0, rest: 0))
            }
        default:
            events = [kill(&random)]
        }
    }

    private mutating func addTears(_ random: inout SeededGenerator) {
        let tear = random.chance(permille: 300) ? random.int(in: 1...40) : random.int(in: 1...4096)
        events = [kill(&random, tear: tear)]
        if random.chance(permille: 200) { events.append(kill(&random, tear: random.int(in: 0...500))) }
    }

    private mutating func addFullDisk(_ random: inout SeededGenerator) {
        // So that more is written after it than there is room for.
        let at = random.int(in: 0...script.steps.count / 2)
        events = [.fill(at: at, leaving: random.int(in: 0...40_000))]
        if random.chance(permille: 500) {
            events.append(.kill(at: at, after: random.int(in: 0...50_000), tear: 0, rest: random.int(in: 0...50_000)))
        }
        events.append(.room(after: random.int(in: 20_000...300_000)))
    }

    // MARK: Attacks

    private mutating func addNoise(_ random: inout SeededGenerator) {
        // Mostly all of it together.
        let count = random.chance(permille: 500) ? Noise.allCases.count : random.int(in: 1...Noise.allCases.count)
        noise = Array(random.shuffled(Noise.allCases).prefix(count))
    }

    private mutating func addHeadDamage(_ random: inout SeededGenerator) {
        for _ in 0..<random.int(in: 1...2) {
            let bytes: [UInt8] = (0..<random.int(in: 1...12)).map { _ in
                random.chance(permille: 300) ? 0xff : UInt8(random.int(in: 0...255))
            }
            events.append(.damageHead(at: step(&random), offset: random.int(in: 0...120), bytes: bytes))
        }
        events.sort { $0.place < $1.place }
    }

    private mutating func addAway(_ random: inout SeededGenerator) {
        let time = random.int(in: 0...300_000)
        events = [
            random.chance(permille: 500)
                ? .moveJournal(at: step(&random), microseconds: time) : .deleteJournal(at: step(&random), after: time)
        ]
    }

    private mutating func addMixture(_ random: inout SeededGenerator) {
        switch random.int(in: 0...3) {
        case 0: script.addAbsences(&random)
        case 1: script.stutter(&random)
        case 2: script.addLies(&random)
        default: _ = script.cutOff(&random)
        }
        if random.chance(permille: 500) { script.addFarTimes(&random) }
        if random.chance(permille: 300) { script.burst = random.int(in: 50...800) }
        addNoise(&random)
        for _ in 0..<random.int(in: 0...3) { events.append(kill(&random)) }
        events.sort { $0.place < $1.place }
    }

    private mutating func addTroubles(_ line: Line, _ random: inout SeededGenerator) {
        let steps = (0..<random.int(in: 1...3)).map { _ in step(&random) }.sorted()
        events = steps.map { at in
            .trouble(
                line, at: at, random.chance(permille: 500) ? .frozen : .cut,
                microseconds: random.int(in: 1000...300_000))
        }
    }

    private mutating func addSteps(_ random: inout SeededGenerator) {
        let day: Int64 = 86_400_000
        events = [.step(at: 0, milliseconds: random.int(in: -day...day))]
        let steps = (0..<3).map { _ in step(&random) }.sorted()
        for (place, at) in steps.enumerated() {
            events.append(.step(at: at, milliseconds: random.int(in: -day...day)))
            if place == 1 { events.append(.kill(at: at, after: random.int(in: 0...3000), tear: 0, rest: 0)) }
        }
    }
}
